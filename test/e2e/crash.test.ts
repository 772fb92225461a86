import { spawn } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { seeded } from '../capture/redact/sample-token.ts';
import { gitRepo, type TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus, nexusJson, PROGRAM } from '../helpers/nexus-program.ts';
import { quiet, quietAtEnd } from '../helpers/quiet.ts';

const LIBRARY = fileURLToPath(new URL('../../dist/library/index.js', import.meta.url));

/** Writes, changes, retires and notes as fast as it can, and says of each what it is once it is told that it is kept. */
const WRITER = `
import { randomBytes } from 'node:crypto';
import { openNexus } from ${JSON.stringify(LIBRARY)};
const [round] = process.argv.slice(2);
const nexus = await openNexus({
  cwd: process.cwd(), env: process.env, clock: Date.now, random: randomBytes, machine: {}, warm: true,
});
const said = (...words) => process.stdout.write(words.join(' ') + '\\n');
for (let n = 0; ; n++) {
  const { record } = await nexus.remember({ kind: 'note', title: 'r' + round + ' n' + n, body: 'x'.repeat(3000) });
  said('record', record.id, record.title);
  await nexus.edit(record.id, { set: { title: 'edited ' + record.title } });
  said('record', record.id, 'edited ' + record.title);
  if (n % 3 === 0) {
    await nexus.retire(record.id, 'done');
    said('retired', record.id);
  }
  await nexus.note('told-' + round + '-' + n + '-end');
  said('note', 'told-' + round + '-' + n + '-end');
}
`;

/** Commits what it finds, again and again, and takes notes through the program itself. */
const COMMITTER = `
n=0
while :; do
  n=$((n + 1))
  echo "$1 $n" >work
  git add -A && git commit -q -m "round $1 commit $n"
  "$2" "$3" note "said-$1-$n-end" && echo "note said-$1-$n-end"
done`;

/** Runs both at once in a process group, and kills all of it after a while. Returns the lines that were said. */
async function storm(repo: TestRepo, script: string, round: number, delay: number): Promise<string[]> {
  const line = `"$2" "$4" "$1" & ${COMMITTER}`;
  const args = ['-c', line, 'sh', String(round), process.execPath, PROGRAM, script];
  const child = spawn('sh', args, {
    cwd: repo.dir,
    env: repo.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (said === '') setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), delay);
    said += text;
  });
  await ended;
  return said.split('\n').slice(0, -1);
}

/** What git leaves when it is killed, and what a person has to remove then. */
function unlock(repo: TestRepo): void {
  for (const name of ['index.lock', 'HEAD.lock', 'refs/heads/main.lock', 'logs/HEAD.lock'])
    rmSync(join(repo.dir, '.git', name), { force: true });
}

interface Listed {
  readonly records: readonly { readonly id: string; readonly title: string; readonly retired?: string }[];
  readonly problems: readonly unknown[];
}

test('kill -9 in a storm of writes and commits: nothing acknowledged is lost, nothing is torn or left over', {
  timeout: 180_000,
}, async () => {
  const repo = gitRepo({ work: '0' });
  quietAtEnd(repo.dir);
  nexus(repo, ['init', '--yes']);
  repo.commit('memory');
  const script = join(tempDir(), 'writer.mjs');
  writeFileSync(script, WRITER);
  const random = seeded(20261121);
  const said: string[] = [];
  for (let round = 0; round < 10; round++) {
    said.push(...(await storm(repo, script, round, 50 + Math.floor(random() * 700))));
    await quiet(repo.dir);
    unlock(repo);
    expect(repo.run('git', ['status', '--porcelain']).code).toBe(0);
  }

  // A start after the crash: the next commit, with its hooks.
  repo.commit('after the storm', { work: 'calm' });
  await quiet(repo.dir);
  expect(repo.run('git', ['fsck', '--no-dangling', '--connectivity-only']).code).toBe(0);
  expect(repo.git('status', '--porcelain')).toBe('');

  const { records, problems } = nexusJson<Listed>(repo, ['list', '--all', '--limit', '100000']);
  expect(problems).toEqual([]);
  const now = new Map(records.map((record) => [record.id, record]));
  const acknowledged = said.filter((line) => line.startsWith('record ')).map((line) => line.split(' '));
  expect(acknowledged.length).toBeGreaterThan(10);
  for (const [, id = '', ...title] of acknowledged) expect(now.get(id)?.title).toContain(title.join(' '));
  for (const line of said.filter((one) => one.startsWith('retired ')))
    expect(now.get(line.slice('retired '.length))?.retired).toBe('done');

  const episodes = repo.git(
    'grep',
    '-hoE',
    '^- (told|said)-[0-9]+-[0-9]+-end',
    'HEAD',
    '--',
    '.nexus/episodes',
  );
  const told = episodes.split('\n').map((line) => line.slice(2));
  const notes = said.filter((line) => line.startsWith('note ')).map((line) => line.slice('note '.length));
  expect(notes.filter((note) => !told.includes(note))).toEqual([]);
  expect(told.length).toBeGreaterThan(10);
  expect(told.length).toBe(new Set(told).size);

  const left = readdirSync(join(repo.dir, '.git/nexus'), { recursive: true, encoding: 'utf8' });
  expect(left.filter((name) => /nexus-tmp|^scratch\/|^journal\/.*json$|^pending\/./.test(name))).toEqual([]);
  expect(repo.sh("find .nexus -name '*nexus-tmp*'").stdout).toBe('');
  expect(nexus(repo, ['recall', 'calm storm']).code).toBe(0);
  expect(nexus(repo, ['doctor'])).toMatchObject({ code: 0, stderr: '' });
});
