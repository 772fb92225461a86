import { AGENT_NAMES } from '../../../core/agents.ts';
import { NexusError } from '../../../core/error.ts';
import type { AgentStatus, SetupReport } from '../../../nexus.ts';
import { table, wrap } from '../../../present/layout.ts';
import type { TextOptions } from '../../../present/recall-text.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson, textOptions } from '../shared.ts';
import { agreed, setupText } from './hooks.ts';

const STATES: Readonly<Record<AgentStatus['parts'][number]['state'], string>> = {
  there: 'there',
  old: 'out of date',
  missing: 'missing',
  blocked: 'by hand',
};

const WORDS: Readonly<Record<AgentStatus['parts'][number]['what'], string>> = {
  server: 'MCP server',
  hooks: 'hooks',
  facts: 'facts to read',
};

function statusText(agents: readonly AgentStatus[], { style, columns }: TextOptions): string {
  const width = columns > 0 ? columns : Number.POSITIVE_INFINITY;
  const rows = agents.flatMap(({ parts }) =>
    parts.map(({ what, path, state }) => {
      const shown = state === 'there' ? style.green(STATES[state]) : style.yellow(STATES[state]);
      return [`  ${WORDS[what]}`, path, shown];
    }),
  );
  const shown = table(rows, width).split('\n');
  const lines = agents.flatMap(({ name, title, used, parts }) => {
    const facts = `(${name}${used ? '' : '; no sign of it here'})`;
    const gap = title.length + 1 + facts.length > width ? '\n  ' : ' ';
    const own = parts.flatMap(({ why }) => [
      shown.shift() ?? '',
      ...(why === undefined ? [] : [wrap(safeText(why), width, 4)]),
    ]);
    return [`${title}${gap}${style.dim(facts)}`, ...own];
  });
  return `${lines.join('\n')}\n`;
}

/** @param before what was set up before the change. */
function undoText(
  what: 'install' | 'uninstall',
  names: readonly string[],
  before: readonly AgentStatus[],
): string {
  const setUp = before.filter(({ parts }) => parts.every(({ state }) => state === 'there'));
  const given = names.length > 0 || what === 'install' ? names : setUp.map(({ name }) => name);
  return `Undo: ${['nexus agents', what === 'install' ? 'uninstall' : 'install', ...given].join(' ')}\n`;
}

/** The names that an installation needs here: none where the repository shows which agents are used. */
function namesFor(agents: readonly AgentStatus[]): string {
  return agents.some(({ used }) => used) ? '' : ' <agent>';
}

export const agents: Command = {
  name: 'agents',
  summary: 'Tell coding agents of this memory: MCP server, hooks, facts',
  usage: `[status | install | uninstall] [${AGENT_NAMES.join(' | ')} | all …]`,
  positionals: { min: 0, max: 8 },
  options: {
    yes: { type: 'boolean', short: 'y', summary: 'Do not ask' },
    'dry-run': { type: 'boolean', short: 'n', summary: 'Say what would change, and change nothing' },
  },
  examples: [
    { line: 'nexus agents', tells: 'which agents are told of this memory, and where' },
    { line: 'nexus agents install', tells: 'sets up the agents that this repository shows signs of' },
    { line: 'nexus agents install claude codex', tells: 'sets up these two' },
    { line: 'nexus agents uninstall', tells: 'takes out all of it, every byte as it was' },
  ],
  notes: [
    'Only files of this repository are changed, to be committed and shared; settings in your home directory are not touched. What is there stays, comments and formatting too. A file that cannot be read is left alone, and you are told what to add.',
  ],
  async run({ io, args, json, nexus }) {
    const [what = 'status', ...names] = args.positionals;
    const dryRun = args.flag('dry-run');
    const opened = await nexus();
    if (what === 'status') {
      const all = await opened.agentsStatus();
      const isNamed = (name: string) => names.length === 0 || names.includes('all') || names.includes(name);
      const shown = all.filter((agent) => isNamed(agent.name));
      if (shown.length === 0) {
        const hint = `agents are: ${all.map((agent) => agent.name).join(', ')}, all`;
        throw new NexusError('usage', 'bad-value', `there is no agent "${names[0] ?? ''}"`, hint);
      }
      const used = all.filter((agent) => agent.used);
      const done =
        used.length > 0 && used.every(({ parts }) => parts.every(({ state }) => state === 'there'));
      if (json) printJson(io, { agents: shown });
      else {
        io.out(statusText(shown, textOptions(io)));
        if (!done)
          io.err(
            `Install: nexus agents install${names.length === 0 ? namesFor(all) : ` ${names.join(' ')}`}\n`,
          );
      }
      return done ? EXIT.ok : EXIT.nothing;
    }
    if (what !== 'install' && what !== 'uninstall') {
      throw new NexusError(
        'usage',
        'bad-value',
        `nexus agents does not know "${what}"`,
        'usage: nexus agents [status | install | uninstall] [agent …]',
      );
    }
    const change = (dry: boolean): Promise<SetupReport> =>
      what === 'install'
        ? opened.installAgents({ dryRun: dry, names })
        : opened.uninstallAgents({ dryRun: dry, names });
    if (!dryRun && !json && !(await agreed(io, args.flag('yes'), () => change(true)))) {
      io.err('Nothing was changed.\n');
      return EXIT.nothing;
    }
    const before = await opened.agentsStatus();
    const report = await change(dryRun);
    if (json) printJson(io, { dryRun, ...report });
    else {
      io.out(setupText(report, dryRun));
      if (!dryRun && report.changes.length > 0) io.err(undoText(what, names, before));
    }
    return EXIT.ok;
  },
};
