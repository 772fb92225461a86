import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRepo, tempDir } from '../../helpers/git-repo.ts';
import { nexus } from '../../helpers/nexus-program.ts';

/** How each shell reads a script without running it. */
const READS = { bash: '-n', zsh: '-n', fish: '--no-execute' } as const;

/** What a person puts into the file that their shell reads at its start. */
function scriptFor(shell: string, ...options: readonly string[]): string {
  const file = join(tempDir(), 'start');
  const done = nexus(gitRepo(), ['shell', shell, ...options]);
  expect([done.code, done.stderr]).toEqual([0, '']);
  writeFileSync(file, done.stdout);
  return file;
}

describe.each(Object.entries(READS))('the key for %s', (shell, reads) => {
  const isHere = spawnSync(shell, ['--version']).status === 0;
  if (!isHere) console.warn(`skipped: no ${shell} here, so its key is not tried`);

  test.skipIf(!isHere)('is a script that it can read, and that does nothing where nobody types', () => {
    for (const options of [[], ['--key', 'alt-n', '--print', 'path']]) {
      const file = scriptFor(shell, ...options);
      for (const words of [[reads, file], [file]]) {
        const { status, stdout, stderr } = spawnSync(shell, words, {
          encoding: 'utf8',
          env: { HOME: tempDir(), PATH: process.env.PATH },
        });
        expect([status, stdout, stderr], words.join(' ')).toEqual([0, '', '']);
      }
    }
  });
});
