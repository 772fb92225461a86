import { AGENT_NAMES, isAgentName } from '../../../core/agents.ts';
import { NexusError } from '../../../core/error.ts';
import { agentHook } from '../../agents/main.ts';
import { type Command, EXIT } from '../command.ts';
import { openForPush } from '../open.ts';

export const hook: Command = {
  name: 'hook',
  summary: 'Take what a coding agent tells; for its settings, not for people',
  usage: '<agent> [event]',
  // What an agent's settings hold must never end in an error.
  positionals: { min: 0, max: 1_000 },
  passThrough: true,
  options: {
    patient: { type: 'boolean', summary: 'Take as long as it needs, instead of at most 1.25 s' },
  },
  examples: [
    {
      line: 'nexus hook claude < event.json',
      tells: 'one event as the agent gives it, on standard input',
    },
    { line: 'nexus hook copilot sessionStart < event.json', tells: 'where the event does not name itself' },
  ],
  notes: [
    `Agents: ${AGENT_NAMES.join(', ')}.`,
    'A failed command waits in the journal, as with nexus run, and its known fix is printed in the form that',
    'the agent takes. Exit code 0 always, nothing on standard error, nothing at all without a memory; NEXUS=0 and',
    'git config nexus.enabled false switch it off. Transcripts are never read.',
  ],
  async run({ io, args }) {
    const [agent = '', event] = args.positionals;
    if (io.stdinIsTTY) {
      const hint = `usage: nexus hook <${AGENT_NAMES.join(' | ')}> [event] < event.json`;
      throw new NexusError('usage', 'missing-argument', 'nexus hook is for the settings of agents', hint);
    }
    if (!isAgentName(agent)) return EXIT.ok;
    await agentHook(
      {
        cwd: io.cwd,
        env: io.env,
        out: io.out,
        now: io.now,
        open: (cwd, index) => openForPush(io, cwd, { index, enabled: true }),
      },
      { agent, ...(event === undefined ? {} : { event }), patient: args.flag('patient') },
    );
    return EXIT.ok;
  },
};
