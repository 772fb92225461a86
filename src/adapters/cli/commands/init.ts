import { NexusError } from '../../../core/error.ts';
import type { InitReport, SetupReport } from '../../../nexus.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson } from '../shared.ts';
import { agreed, setupText } from './hooks.ts';

export const init: Command = {
  name: 'init',
  summary: 'Give this repository a memory, and add the hooks',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {
    yes: { type: 'boolean', short: 'y', summary: 'Do not ask' },
    'dry-run': { type: 'boolean', short: 'n', summary: 'Say what would change, and change nothing' },
    'no-hooks': { type: 'boolean', summary: 'Leave the git hooks alone' },
    textconv: { type: 'boolean', summary: 'Have git diff and git log -p show what hides in records' },
    'no-packs': { type: 'boolean', summary: 'Turn no knowledge pack on' },
  },
  examples: [
    { line: 'nexus init --dry-run', tells: 'every file and setting that would change' },
    { line: 'nexus init --yes', tells: 'asks nothing; a second run changes nothing' },
  ],
  notes: [
    'With --textconv git starts a small program for each version of a record that a diff shows, some milliseconds each.',
    'What the tracked files tell of the project (name, stack, tasks, CI …) goes into .nexus/context/, each with its file.',
    'Nothing is committed for you. Undo: nexus hooks uninstall, and delete .nexus/.',
  ],
  async run({ io, args, json, nexus }) {
    const opened = await nexus();
    const hooks = !args.flag('no-hooks');
    const packs = !args.flag('no-packs');
    const textconv = args.flag('textconv');
    if (textconv && !hooks)
      throw new NexusError(
        'usage',
        'bad-value',
        '--textconv is installed with the hooks',
        'leave --no-hooks out',
      );
    const how = { hooks, packs, ...(textconv ? { textconv } : {}) };
    const dryRun = args.flag('dry-run');
    const plan = (): Promise<SetupReport> => opened.init({ ...how, dryRun: true });
    if (!dryRun && !json && !(await agreed(io, args.flag('yes'), plan))) {
      io.err('Nothing was changed.\n');
      return EXIT.nothing;
    }
    const report = await opened.init({ ...how, dryRun });
    if (json) printJson(io, { dryRun, ...report });
    else {
      io.out(setupText(report, dryRun) + packsText(report) + toldText(report));
      if (!dryRun) io.err(nextSteps(report, hooks && !textconv));
    }
    return EXIT.ok;
  },
};

function packsText({ packs }: InitReport): string {
  if (packs.length === 0) return '';
  const noun = packs.length === 1 ? 'pack' : 'packs';
  return `\nKnowledge ${noun} for what is written here: ${packs.join(', ')}. See: nexus seed\n`;
}

/** What the repository told of itself, and how much only people know. */
function toldText({ documents }: InitReport): string {
  const told = documents.filter(({ filled }) => filled.length > 0);
  if (documents.length === 0) return '';
  const sources = [...new Set(told.flatMap((document) => document.sources))];
  const lines = told.map(({ path, filled }) => `  ${basename(path)}: ${filled.join(', ').toLowerCase()}`);
  const head = sources.length === 0 ? [] : [`Told by ${fewOf(sources)}`];
  const open = documents.reduce((sum, document) => sum + document.open, 0);
  const rest = `${open} ${open === 1 ? 'place is' : 'places are'} for you to fill: nexus bank review, nexus context review`;
  return `\n${[...head, ...lines, rest].map((line) => safeText(line)).join('\n')}\n`;
}

const MAX_SOURCES = 6;

function fewOf(names: readonly string[]): string {
  const more = names.length - MAX_SOURCES;
  return names.slice(0, MAX_SOURCES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const OFFER = 'To see in git diff and git log -p what hides in records: nexus init --textconv\n';

/** What to do now, and how to go back: only what this run makes true. */
function nextSteps(report: InitReport, offersTextconv: boolean): string {
  const { changes } = report;
  const files = changes.filter((change) => change.startsWith('create .nexus/')).length;
  if (changes.length === 0) return '';
  if (files === 0) return 'Undo: nexus hooks uninstall\n';
  const undo = changes.length > files ? 'nexus hooks uninstall, and delete .nexus/' : 'delete .nexus/';
  return `\nNext: git add .nexus && git commit; then nexus run -- <your test command>\nUndo: ${undo}\n${offersTextconv ? OFFER : ''}${agentsText(report)}`;
}

/** That agents are used here is no reason to change their settings unasked. */
function agentsText({ agentSigns }: InitReport): string {
  if (agentSigns.length === 0) return '';
  const known = agentSigns.some((sign) => sign !== 'AGENTS.md');
  const verb = `nexus agents install${known ? '' : ' <agent>'}`;
  return `Agents are at work here (${fewOf(agentSigns)}). To tell them of this memory: ${verb}\n`;
}
