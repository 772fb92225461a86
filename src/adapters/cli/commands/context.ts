import type { Command } from '../command.ts';
import { CONTEXT_OPTIONS, showContext } from './context-now.ts';

export const context: Command = {
  name: 'context',
  summary: 'Say what one should know now: where the project stands, and what bears on the task',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: CONTEXT_OPTIONS,
  examples: [
    { line: 'nexus context', tells: 'for this branch, the changed files and the latest commits' },
    {
      line: 'nexus context --task "retry failed uploads"',
      tells: 'for a task; silent about what is not sure',
    },
    { line: 'nexus context --files src/db/pool.ts --agent', tells: 'for a file, as an agent gets it' },
  ],
  run: showContext,
};
