import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelledOutput } from '../../src/repo/labelled-output.ts';
import { runChild } from '../../src/repo/run-child.ts';
import { tempDir } from '../helpers/git-repo.ts';

async function labelled(chunks: readonly Uint8Array[]): Promise<string> {
  const out = new PassThrough();
  const read: Buffer[] = [];
  out.on('data', (chunk: Buffer) => read.push(chunk));
  const stream = labelledOutput('a | ', out);
  for (const chunk of chunks) stream.write(chunk);
  await new Promise<void>((resolve) => stream.end(resolve));
  return Buffer.concat(read).toString('utf8');
}

test('each line has its label, however the bytes come, and the last one is ended', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('', 'one', 'zwei ü🙂', '\r', ' '), { minLength: 1 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 7 }),
      async (lines, whole, size) => {
        const text = lines.join('\n') + (whole ? '\n' : '');
        const bytes = Buffer.from(text);
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        const wanted = text === '' ? [] : text.replace(/\n$/, '').split('\n');
        expect(await labelled(chunks)).toBe(wanted.map((line) => `a | ${line}\n`).join(''));
      },
    ),
  );
});

test('a line without an end is passed on in pieces', async () => {
  const text = await labelled([Buffer.alloc(70_000, 'x'), Buffer.from('y\n')]);
  expect(text.split('\n').map((line) => line.length)).toEqual([70_004, 5, 0]);
});

test('commands that run at once lose nothing, however busy this process is', async () => {
  const dir = tempDir();
  const busy = setInterval(() => {
    for (const end = performance.now() + 250; performance.now() < end; );
  }, 1);
  try {
    const results = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const out = new PassThrough();
        out.resume();
        const done = await runChild({
          command: ['sh', '-c', `echo ${index}; exit 3`],
          cwd: dir,
          env: process.env,
          scratch: dir,
          stdin: 'ignore',
          stdout: out,
          stderr: out,
          isTTY: false,
        });
        return done.output;
      }),
    );
    expect(results).toEqual(['0\n', '1\n', '2\n', '3\n', '4\n', '5\n']);
  } finally {
    clearInterval(busy);
  }
});
