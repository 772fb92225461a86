#!/usr/bin/env node
import { main } from './adapters/cli/main.ts';
import { openFromProcess } from './adapters/cli/open.ts';
import { processIo } from './adapters/cli/process-io.ts';

// A reader that went away (`| head`) is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
}

const argv = process.argv.slice(2);
process.exitCode = await main(argv, processIo(argv), openFromProcess);
