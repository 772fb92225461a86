import { chmodSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeId } from '../../src/core/id.ts';
import { newDocumentText } from '../../src/format/document.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { recordOf } from '../../src/store/draft.ts';
import { pathOf } from '../../src/store/paths.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const PROJECT = '.nexus/context/project.md';
const kept = (repo: TestRepo, name: string): string =>
  join(repo.dir, '.git/nexus/parsed/main', `${name}.json`);

/** An episode of so many minutes after 1970, and the name of its file. */
function episode(minutes: number, next: string): Readonly<Record<string, string>> {
  const now = minutes * 60_000;
  const draft = { kind: 'episode' as const, title: `Work ${minutes}`, body: `## Next\n\n- ${next}\n` };
  const record = recordOf(draft, { id: makeId(now, new Uint8Array(10)), now });
  return { [pathOf(record)]: encodeRecord(record) };
}

async function memory(): Promise<{ repo: TestRepo; path: string }> {
  const repo = await withMemory(gitRepo({ 'README.md': '# x\n' }));
  const last = episode(60, 'write the parser');
  repo.write({
    ...episode(1, 'nothing'),
    ...last,
    [PROJECT]: newDocumentText('project', new Map([['Active Project/Name', 'Larder']])),
  });
  repo.commit('work');
  return { repo, path: Object.keys(last)[0] ?? '' };
}

const told = async (repo: TestRepo): Promise<readonly unknown[]> => {
  const { project, lastSession } = await (await open(repo)).sessionOverview();
  return [project, lastSession?.next];
};

test('what was parsed once is never told where a file says something else now', async () => {
  const { repo, path } = await memory();
  const first = ['Larder', ['write the parser']];
  expect(await told(repo)).toEqual(first);
  expect(await told(repo)).toEqual(first);
  expect(statSync(kept(repo, 'episodes')).mode & 0o777).toBe(0o600);

  // In place, of the same size, and to the second of the same time.
  const change = (file: string, from: string, to: string): void => {
    const { atime, mtime } = statSync(join(repo.dir, file));
    writeFileSync(join(repo.dir, file), readFileSync(join(repo.dir, file), 'utf8').replace(from, to));
    utimesSync(join(repo.dir, file), atime, Math.floor(mtime.getTime() / 1000));
  };
  change(PROJECT, 'Larder', 'Pantry');
  change(path, 'the parser', 'the lexer!');
  expect(await told(repo)).toEqual(['Pantry', ['write the lexer!']]);

  repo.write(episode(90, 'ship it'));
  expect(await told(repo)).toEqual(['Pantry', ['ship it']]);
  repo.git('stash', '-q', '-u');
  expect(await told(repo)).toEqual(first);
  renameSync(join(repo.dir, path), join(repo.dir, `${path}.bak`));
  rmSync(join(repo.dir, PROJECT));
  // The memory bank still knows what the folder is called.
  expect(await told(repo)).toEqual(['x', ['nothing']]);
});

test('whatever becomes of what is kept, the answer is the same', async () => {
  const { repo } = await memory();
  const right = await told(repo);
  const file = kept(repo, 'episodes');
  const whole = readFileSync(file);
  const foreign = Buffer.from(whole);
  foreign.write('otherwise', whole.indexOf('write the'));
  for (const [name, bytes] of [
    ['empty', Buffer.alloc(0)],
    ['torn', whole.subarray(0, whole.length / 2)],
    ['changed', foreign],
  ] as const) {
    writeFileSync(file, bytes);
    expect(await told(repo), name).toEqual(right);
    expect(readFileSync(file).equals(bytes), name).toBe(false);
  }
  rmSync(join(repo.dir, '.git/nexus/parsed'), { recursive: true });
  writeFileSync(join(repo.dir, '.git/nexus/parsed'), 'no folder');
  expect(await told(repo)).toEqual(right);
  rmSync(join(repo.dir, '.git/nexus/parsed'));
  chmodSync(join(repo.dir, '.git/nexus'), 0o500);
  try {
    expect(await told(repo)).toEqual(right);
  } finally {
    chmodSync(join(repo.dir, '.git/nexus'), 0o700);
  }
});
