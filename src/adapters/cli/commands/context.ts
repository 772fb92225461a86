import type { DocumentName } from '../../../core/documents.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT, type Invocation } from '../command.ts';
import { DOCUMENT_OPTIONS, runDocumentVerb } from '../document-verbs.ts';
import { printJson } from '../shared.ts';
import { CONTEXT_OPTIONS, showContext } from './context-now.ts';

/** Whole documents by name, each loaded only when called. */
const VIEWS: Readonly<Record<string, (call: Invocation) => Promise<number>>> = {
  project: (call) => whole(call, 'project'),
  preferences: (call) => whole(call, 'preferences'),
  sessions: async (call) => (await import('./context-views.ts')).showSessions(call),
  patterns: async (call) => (await import('./context-views.ts')).showPatterns(call),
};

export const context: Command = {
  name: 'context',
  summary: 'Say what one should know now; read, write and review what the project says of itself',
  usage:
    '[project | preferences | sessions | patterns | <section> | set | add | move | archive | review | log]',
  positionals: { min: 0, max: Number.POSITIVE_INFINITY },
  options: { ...CONTEXT_OPTIONS, ...DOCUMENT_OPTIONS },
  examples: [
    { line: 'nexus context', tells: 'for this branch, the changed files and the latest commits' },
    {
      line: 'nexus context --task "retry failed uploads"',
      tells: 'for a task; silent about what is not sure',
    },
    { line: 'nexus context --files src/db/pool.ts --agent', tells: 'for a file, as an agent gets it' },
    { line: 'nexus context project', tells: 'the project, as .nexus/context/project.md has it' },
    { line: 'nexus context preferences', tells: 'how the team likes its work done' },
    { line: 'nexus context sessions', tells: 'the newest sessions, as a log' },
    { line: 'nexus context patterns', tells: 'what was learned, by what it is about' },
    { line: 'nexus context set "current focus" "Retries"', tells: 'the section tells which document' },
    { line: 'nexus context add blockers "no test account"', tells: 'one more' },
    { line: 'nexus context review', tells: 'what is overdue or empty' },
  ],
  notes: ['The sub-verbs are those of `nexus bank`, on these two documents: see nexus bank --help'],
  run(call) {
    const [word] = call.args.positionals;
    if (word === undefined) return showContext(call);
    const view = call.args.positionals.length === 1 && Object.hasOwn(VIEWS, word) ? VIEWS[word] : undefined;
    return view === undefined
      ? runDocumentVerb(call, { verb: 'context', documents: ['project', 'preferences'] })
      : view(call);
  },
};

/** The document as it is written. */
async function whole({ io, json, nexus }: Invocation, name: DocumentName): Promise<number> {
  const { path, text, exists } = await (await nexus()).document(name);
  if (json) printJson(io, { document: name, path, exists, text });
  else if (exists) io.out(safeText(text.replace(/^\ufeff/, ''), { newlines: true }));
  else io.err(`There is no ${path} yet; nexus init makes it.\n`);
  return exists ? EXIT.ok : EXIT.nothing;
}
