import { isNexusError, NexusError } from '../../../core/error.ts';
import { shortId } from '../../../core/id.ts';
import type { Choice, ConflictedFile, Nexus, Resolved } from '../../../nexus.ts';
import { conflictedText, conflictText, versionText } from '../../../present/conflict-text.ts';
import { plural } from '../../../present/layout.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT, type Invocation } from '../command.ts';
import type { Io } from '../io.ts';
import { bodyFrom, printJson, textOptions } from '../shared.ts';

export const resolve: Command = {
  name: 'resolve',
  summary: 'Decide what merges left undecided in memory',
  usage: '[id | document | path]',
  positionals: { min: 0, max: 1 },
  options: {
    take: {
      type: 'string',
      value: 'which',
      summary: 'ours, theirs, both, before, or the number of a version',
    },
    part: { type: 'string', value: 'name', summary: 'Only this field or section' },
    text: { type: 'string', value: 'text', summary: 'Another text or value; - reads standard input' },
  },
  examples: [
    { line: 'nexus resolve', tells: 'what is in conflict; on a terminal one after the other, to be decided' },
    { line: 'nexus resolve 01k9x4 --take ours', tells: 'all of a record, as this branch has it' },
    { line: 'nexus resolve 01k9x4 --part title --take 2', tells: 'one field' },
    { line: 'nexus resolve project --part Blockers --text -', tells: 'a section, from standard input' },
  ],
  notes: [
    'ours is what git calls so: in a rebase, the branch that yours goes onto. Once a conflict is committed only numbers',
    'tell the versions. Where git put its markers into the fields of a record, they are taken out first, by a merge by',
    'field. Of a file that one side deleted and the other changed, take the side that you want, or both: it stays, retired.',
    'Then: git add. Exit code 1 while something is undecided.',
  ],
  async run(call) {
    const [which] = call.args.positionals;
    const { args, io, json } = call;
    const decision = await decisionIn(call);
    if (which === undefined && (decision !== undefined || args.has('part')))
      throw new NexusError('usage', 'missing-argument', 'say in which record', 'see: nexus resolve');
    const nexus = await call.nexus();
    if (which !== undefined && decision !== undefined)
      return told(call, await nexus.resolve(which, decision, args.text('part')));
    const files = await nexus.conflicts(which);
    if (which !== undefined && files.length === 0)
      throw new NexusError('usage', 'bad-value', `${which} is not in conflict`, 'see: nexus resolve');
    if (json) printJson(io, { files });
    else if (files.length === 0) io.out('Nothing is in conflict.\n');
    else if (io.stdinIsTTY && io.stdoutIsTTY) return walk(call, nexus, files);
    else for (const file of files) io.out(conflictedText(file, textOptions(io)));
    return files.length === 0 ? EXIT.ok : EXIT.nothing;
  },
};

async function decisionIn({ args, io }: Invocation): Promise<Choice | undefined> {
  const text = await bodyFrom(args.text('text'), io);
  const take = args.text('take');
  if (text !== undefined && take !== undefined)
    throw new NexusError('usage', 'bad-value', '--take and --text are one too many', 'give one of them');
  if (text !== undefined) return { text };
  return take === undefined ? undefined : { take: takeOf(take) };
}

function takeOf(word: string): Extract<Choice, { take: unknown }>['take'] {
  if (word === 'ours' || word === 'theirs' || word === 'both' || word === 'before') return word;
  const number = Number(word);
  if (Number.isInteger(number) && number > 0) return number - 1;
  const hint = 'ours, theirs, both, before, or the number of a version';
  throw new NexusError('usage', 'bad-value', `--take does not know "${word}"`, hint);
}

function told({ io, json }: Invocation, { texts: _, ...done }: Resolved): number {
  const { path, decided, conflicts } = done;
  if (json) printJson(io, { ...done });
  else {
    io.out(`${safeText(path)}\n`);
    const left =
      done.staged === true
        ? ', and staged it'
        : conflicts.length === 0
          ? `; then: git add ${safeText(path)}`
          : `, ${conflicts.length} left`;
    io.err(`Decided ${plural(decided, 'conflict')}${left}\n`);
  }
  return conflicts.length === 0 ? EXIT.ok : EXIT.nothing;
}

/** One after the other; what is skipped stays as it is. */
async function walk(call: Invocation, nexus: Nexus, files: readonly ConflictedFile[]): Promise<number> {
  const { io } = call;
  let open = 0;
  for (const file of files) {
    const which = file.id ?? file.path;
    io.out(`\n${safeText(file.title)}${file.id === undefined ? '' : `  ${shortId(file.id)}`}\n`);
    if (file.conflicts.length === 0) told(call, await nexus.resolve(which));
    for (const conflict of file.conflicts) {
      io.out(`\n${conflictText(conflict, textOptions(io), file.during)}`);
      const answer = await asked(call, conflict, (choice) => nexus.resolve(which, choice, conflict.key));
      if (answer === 'quit') return EXIT.nothing;
      if (answer === 'skip') open++;
    }
  }
  return open === 0 && (await nexus.conflicts()).length === 0 ? EXIT.ok : EXIT.nothing;
}

/** Asks until there is an answer that can be followed. */
async function asked(
  call: Invocation,
  conflict: ConflictedFile['conflicts'][number],
  decide: (choice: Choice) => Promise<Resolved>,
): Promise<'decided' | 'skip' | 'quit'> {
  const { io } = call;
  for (;;) {
    const answer = (
      await io.ask('Take [o]urs, [t]heirs, [b]oth, a number, [e]dit, [s]kip, [q]uit? ')
    )?.trim();
    if (answer === undefined || /^q/i.test(answer)) return 'quit';
    if (/^s/i.test(answer)) return 'skip';
    const choice = await answered(io, answer, versionText(conflict));
    if (choice === undefined) continue;
    try {
      told(call, await decide(choice));
      return 'decided';
    } catch (cause) {
      if (!isNexusError(cause) || cause.kind !== 'usage') throw cause;
      io.err(`nexus: ${safeText(cause.message)}\n`);
    }
  }
}

async function answered(io: Io, answer: string, text: string): Promise<Choice | undefined> {
  const words = { o: 'ours', t: 'theirs', b: 'both' } as const;
  const letter = answer.slice(0, 1).toLowerCase();
  if (letter === 'o' || letter === 't' || letter === 'b') return { take: words[letter] };
  if (/^\d+$/.test(answer)) return { take: Number(answer) - 1 };
  if (letter !== 'e') return undefined;
  const left = await io.edit(text, 'version.md');
  return left === undefined || left.text === text ? undefined : { text: left.text };
}
