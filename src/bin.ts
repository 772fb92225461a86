import { ahead } from './adapters/cli/ahead.ts';

const argv = process.argv.slice(2);
// Before all else: git works while the streams are opened, and the rest is loaded.
const asked = ahead(argv, process.cwd(), process.env);

// A reader that went away (`| head`) is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
}

async function run(): Promise<void> {
  const { runFromProcess } = await import('./adapters/cli/run-from-process.ts');
  process.exitCode = await runFromProcess(argv, asked);
}

/** That it is done; a process ends by itself. */
export const done = run();
