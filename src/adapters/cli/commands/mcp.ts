import { type Command, EXIT } from '../command.ts';
import { openForAgent } from '../open.ts';

export const mcp: Command = {
  name: 'mcp',
  summary: 'Serve this memory to coding agents by the Model Context Protocol',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {
    repo: { type: 'string', value: 'folder', summary: 'Of this repository, wherever the host starts it' },
  },
  examples: [
    { line: 'nexus mcp', tells: 'on standard input and output, until the host closes them' },
    { line: 'claude mcp add nexus -- nexus mcp', tells: 'an entry in a host' },
  ],
  notes: [
    'The repository is that of --repo, else of CLAUDE_PROJECT_DIR where that is set, else of the current folder.',
    'Only the protocol is written to standard output; --debug says on standard error what goes wrong.',
  ],
  async run({ io, args }) {
    const { serve } = await import('../../mcp/serve.ts');
    const project = io.env.CLAUDE_PROJECT_DIR ?? '';
    const cwd = args.text('repo') ?? (project === '' ? io.cwd : project);
    await serve({ open: () => openForAgent(io, cwd), now: io.now, debug: args.flag('debug') });
    return EXIT.ok;
  },
};
