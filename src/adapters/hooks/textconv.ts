import { visibleText } from '../../present/visible-text.ts';

/**
 * What `hooks/textconv` starts for a file in which something may hide: standard input, made visible, on standard output.
 * The end says that it is whole.
 */
async function run(): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  process.stdout.write(`${visibleText(Buffer.concat(chunks))}nexus: whole`);
}

void run();
