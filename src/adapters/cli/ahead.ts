import { type Ahead, askGitAhead } from '../../nexus/ahead.ts';

/** Verbs that ask the index. Which files were changed takes git as long as loading the program takes us. */
const ASK_INDEX: ReadonlySet<string> = new Set(['recall', 'fix', 'context', 'advise']);
/** Verbs that open a repository where an agent is, or once they have drawn, or none. */
const OPEN_LATER: ReadonlySet<string> = new Set(['help', 'hook', 'mcp', 'merge', 'ui']);

/** Begins to ask git what nearly every verb needs to know, before anything else is loaded. */
export function ahead(argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Ahead | undefined {
  const verb = argv[0] ?? '';
  if (!/^[a-z]/.test(verb) || OPEN_LATER.has(verb)) return undefined;
  return askGitAhead({ cwd, env }, { index: ASK_INDEX.has(verb) });
}
