import { isNexusError, NexusError } from '../../../core/error.ts';
import { shortId } from '../../../core/id.ts';
import type { Decided, Nexus } from '../../../nexus.ts';
import { plural } from '../../../present/layout.ts';
import { proposalsText, proposalText } from '../../../present/proposal-text.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT, type Invocation } from '../command.ts';
import { NOT_ACCEPTED, proposalInEditor } from '../editing.ts';
import type { Io } from '../io.ts';
import { countIn, printJson, textOptions } from '../shared.ts';
import { runSubVerb, type SubVerbs } from '../sub-verbs.ts';

const VERBS: SubVerbs = {
  list: { options: ['limit'], run: list },
  show: { options: [], run: show },
  accept: { options: ['edit'], run: accept },
  edit: { options: [], run: edit },
  merge: { options: [], run: merge },
  reject: { options: ['reason'], run: reject },
  undo: { options: [], run: undo },
  clear: { options: [], run: clear },
  walk: { options: [], run: walk },
};

export const inbox: Command = {
  name: 'inbox',
  summary: 'Decide on proposed patterns: accept, edit, merge, reject',
  usage: '<list | show | accept | edit | merge | reject | undo | clear | walk> [id…]',
  positionals: { min: 0, max: 200 },
  options: {
    limit: { type: 'string', short: 'n', value: 'count', summary: 'list: at most so many' },
    edit: { type: 'boolean', summary: 'accept: in your editor first' },
    reason: { type: 'string', value: 'text', summary: 'reject: why' },
  },
  examples: [
    { line: 'nexus inbox', tells: 'what waits, the best first' },
    { line: 'nexus inbox walk', tells: 'one by one, on a terminal' },
    { line: 'nexus inbox accept 01k9x4', tells: 'writes the record; commit it with your work' },
    { line: 'nexus inbox merge 01k9x4 01k7ab', tells: 'its places and text go into a record that is there' },
    { line: 'nexus inbox reject 01k9x4 --reason "only here"', tells: 'it does not come back' },
  ],
  notes: [
    'The inbox is on this machine alone. undo takes the last decision back; clear drops what waits, undecided. A',
    'proposal that memory holds already adds its places to that record. Without a verb: list.',
  ],
  run: (call) => runSubVerb(call, inbox, VERBS, 'list'),
};

/** The ids behind a verb, so many. */
function idsOf({ args }: Invocation, min: number, max: number, what: string): readonly string[] {
  const [verb = '', ...ids] = args.positionals;
  if (ids.length >= min && ids.length <= max) return ids;
  throw new NexusError(
    'usage',
    ids.length < min ? 'missing-argument' : 'bad-value',
    `nexus inbox ${verb} takes ${what}`,
    'see: nexus inbox --help',
  );
}

async function list(call: Invocation): Promise<number> {
  const { io, args, json } = call;
  if (args.positionals.length > 0) idsOf(call, 0, 0, 'no id');
  const { proposals, problems } = await (await call.nexus()).inbox();
  const shown = proposals.slice(0, countIn(args, 'limit', 20));
  if (json) printJson(io, { proposals: shown, waiting: proposals.length, problems });
  else {
    io.out(proposalsText(shown, textOptions(io)));
    io.err(problemLines(problems));
    if (proposals.length === 0) io.err('The inbox is empty. Fill it: nexus learn\n');
    else if (shown.length < proposals.length) io.err(`${proposals.length - shown.length} more: --limit\n`);
  }
  return proposals.length === 0 ? EXIT.nothing : EXIT.ok;
}

async function show(call: Invocation): Promise<number> {
  const [id = ''] = idsOf(call, 1, 1, 'an id');
  const proposal = await (await call.nexus()).proposal(id);
  if (call.json) printJson(call.io, { ...proposal });
  else call.io.out(proposalText(proposal, textOptions(call.io)));
  return EXIT.ok;
}

async function accept(call: Invocation): Promise<number> {
  if (call.args.flag('edit')) return edit(call);
  const ids = idsOf(call, 1, 200, 'one id or more');
  const opened = await call.nexus();
  const done: Decided[] = [];
  // One after the other: each is checked against what the one before wrote.
  for (const id of ids) done.push(await opened.acceptProposal(id));
  return told(call, done);
}

async function edit(call: Invocation): Promise<number> {
  const [id = ''] = idsOf(call, 1, 1, 'an id');
  if (!call.io.stdinIsTTY || call.json)
    throw new NexusError('usage', 'refused', 'an editor needs a terminal', `nexus inbox accept ${id}`);
  const done = await proposalInEditor(call.io, await call.nexus(), id);
  if (done !== undefined) return told(call, [done]);
  call.io.err(`${NOT_ACCEPTED}\n`);
  return EXIT.nothing;
}

async function merge(call: Invocation): Promise<number> {
  const [id = '', record = ''] = idsOf(call, 2, 2, "a proposal's id and a record's");
  return told(call, [await (await call.nexus()).mergeProposal(id, record)]);
}

async function reject(call: Invocation): Promise<number> {
  const ids = idsOf(call, 1, 200, 'one id or more');
  const opened = await call.nexus();
  const done: Decided[] = [];
  for (const id of ids) done.push(await opened.rejectProposal(id, call.args.text('reason')));
  return told(call, done);
}

async function undo(call: Invocation): Promise<number> {
  idsOf(call, 0, 0, 'no id');
  const { verdict, proposal, written } = await (await call.nexus()).undoDecision();
  if (call.json) printJson(call.io, { verdict, id: proposal.id, ...(written && { path: written.path }) });
  else call.io.err(`Not ${verdict} any more: ${shortId(proposal.id)} ${safeText(proposal.draft.title)}\n`);
  return EXIT.ok;
}

async function clear(call: Invocation): Promise<number> {
  idsOf(call, 0, 0, 'no id');
  const count = await (await call.nexus()).clearInbox();
  if (call.json) printJson(call.io, { cleared: count });
  else
    call.io.err(count === 0 ? 'The inbox is empty.\n' : `Dropped ${plural(count, 'proposal')}, undecided.\n`);
  return EXIT.ok;
}

function told({ io, json }: Pick<Invocation, 'io' | 'json'>, done: readonly Decided[]): number {
  if (json)
    printJson(io, {
      decided: done.map(({ verdict, proposal, record }) => ({
        verdict,
        id: proposal.id,
        ...(record && { record: record.record.id, path: record.path }),
      })),
    });
  else for (const one of done) tellOne(io, one);
  return EXIT.ok;
}

function tellOne(io: Io, { verdict, proposal, record }: Decided): void {
  if (record === undefined) {
    io.err(`Rejected ${shortId(proposal.id)}; it does not come back. Undo: nexus inbox undo\n`);
    return;
  }
  io.out(`${safeText(record.path)}\n`);
  const what =
    verdict === 'accepted' ? 'Remembered' : verdict === 'added' ? 'Added its places to' : 'Merged into';
  io.err(`${what} ${shortId(record.record.id)}: ${safeText(record.record.title)}\n`);
}

const QUESTION = '[a]ccept, [e]dit, [m]erge, [r]eject, [s]kip, [q]uit? ';

async function walk(call: Invocation): Promise<number> {
  const { io, json } = call;
  idsOf(call, 0, 0, 'no id');
  if (!io.stdinIsTTY || json)
    throw new NexusError('usage', 'refused', 'nexus inbox walk asks, so it needs a terminal', 'nexus inbox');
  const opened = await call.nexus();
  const { proposals } = await opened.inbox();
  if (proposals.length === 0) io.err('The inbox is empty. Fill it: nexus learn\n');
  for (const [at, proposal] of proposals.entries()) {
    io.out(`\n${at + 1}/${proposals.length}  ${proposalText(proposal, textOptions(io))}\n`);
    const done = await asked(io, opened, proposal.id);
    if (done === 'quit') break;
    if (done !== undefined) tellOne(io, done);
  }
  return proposals.length === 0 ? EXIT.nothing : EXIT.ok;
}

/** Asks until the answer can be done; undefined: skipped. */
async function asked(io: Io, opened: Nexus, id: string): Promise<Decided | 'quit' | undefined> {
  for (;;) {
    const answer = (await io.ask(QUESTION))?.trim().toLowerCase();
    if (answer === undefined || answer.startsWith('q')) return 'quit';
    if (answer.startsWith('s')) return undefined;
    try {
      if (answer.startsWith('a')) return await opened.acceptProposal(id);
      if (answer.startsWith('e')) {
        const done = await proposalInEditor(io, opened, id);
        if (done !== undefined) return done;
        io.err(`${NOT_ACCEPTED}\n`);
      }
      if (answer.startsWith('r')) {
        const why = (await io.ask('Why (Enter: no reason)? '))?.trim();
        return await opened.rejectProposal(id, why === '' ? undefined : why);
      }
      if (answer.startsWith('m')) {
        const record = (await io.ask('Into which record (id)? '))?.trim() ?? '';
        if (record !== '') return await opened.mergeProposal(id, record);
      }
    } catch (cause) {
      if (!isNexusError(cause) || cause.kind === 'internal') throw cause;
      io.err(`nexus: ${safeText(cause.message, { newlines: true })}\n`);
    }
  }
}
