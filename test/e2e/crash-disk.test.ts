import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson, PROGRAM } from '../helpers/nexus-program.ts';
import { quiet, quietAtEnd } from '../helpers/quiet.ts';

const mounts = spawnSync('unshare', ['-rm', 'true']).status === 0;
if (!mounts) console.warn('skipped: no user namespaces with mounts here, so no full or read-only disk');

interface Step {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs steps in a mount namespace of its own, where `setup` may spoil a disk. `try NAME COMMAND…` runs one and
 * keeps how it went.
 */
function onBadDisk(repo: TestRepo, script: string): Map<string, Step> {
  const prelude = `set -u
    node=$1 program=$2
    nexus() { "$node" "$program" "$@"; }
    try() { name=$1; shift; "$@" >"$log/$name.out" 2>"$log/$name.err"; echo $? >"$log/$name.code"; }
    log=$(mktemp -d)
    { ${script}
    } >&2
    for file in "$log"/*.code; do
      name=$(basename "$file" .code)
      printf '%s\\0%s\\0%s\\0%s\\0' "$name" "$(cat "$file")" "$(cat "$log/$name.out")" "$(cat "$log/$name.err")"
    done
    rm -r "$log"`;
  const done = repo.run('unshare', ['-rm', 'sh', '-c', prelude, 'sh', process.execPath, PROGRAM]);
  expect(done.stderr).toBe('');
  const fields = done.stdout.split('\0');
  const steps = new Map<string, Step>();
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [name = '', code = '', out = '', err = ''] = fields.slice(at, at + 4);
    steps.set(name, { code: Number(code), out, err });
  }
  return steps;
}

const fill = (dir: string) => `cat /dev/zero >>${dir}/filler 2>/dev/null`;
/** Puts a small disk of its own under a folder, with the same files in it. */
const smallDisk = (dir: string) =>
  `cp -a ${dir} "$log/copy"; mount -t tmpfs -o size=200k none ${dir}; cp -a "$log/copy/." ${dir}; rm -r "$log/copy"`;

const FULL = /^nexus: [^\n]*the disk is full\n {7}free some space and try again$/;

async function prepared(): Promise<TestRepo> {
  const repo = gitRepo({ a: '1' });
  quietAtEnd(repo.dir);
  nexus(repo, ['init', '--yes']);
  nexus(repo, ['remember', 'decision', 'Keep words']);
  repo.commit('memory');
  nexus(repo, ['note', 'waits for room']);
  // What the commit left at work in the background comes and goes in the folders that are copied next.
  await quiet(repo.dir);
  return repo;
}

test.skipIf(!mounts)(
  'with no room for local state commits go on, one line says it, and it recovers',
  async () => {
    const steps = onBadDisk(
      await prepared(),
      `${smallDisk('.git/nexus')}; ${fill('.git/nexus')}
    try note nexus note another
    try recall nexus recall words
    try remember nexus remember note "Written all the same"
    ${fill('.git/nexus')}; try run nexus run -- sh -c 'echo out; exit 5'
    ${fill('.git/nexus')}; echo 2 >a; try commit git commit -qam full
    try held git show --format= --name-only HEAD
    try status nexus status
    rm .git/nexus/filler
    echo 3 >a; try again git commit -qam room
    try episode git show --format= HEAD -- .nexus/episodes
    try clean git status --porcelain -- a .nexus/episodes
    try temps find .nexus .git/nexus -name '*nexus-tmp*'
    sleep 1`,
    );
    expect(steps.get('note')).toEqual({ code: 3, out: '', err: expect.stringMatching(FULL) });
    expect(steps.get('recall')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Keep words'),
      err: '',
    });
    expect(steps.get('remember')).toMatchObject({ code: 0 });
    expect(steps.get('run')).toMatchObject({
      code: 5,
      out: 'out',
      err: expect.stringMatching(/^nexus: not kept: [^\n]*$/),
    });
    expect(steps.get('commit')).toEqual({ code: 0, out: '', err: '' });
    expect(steps.get('held')?.out).toBe('a');
    expect(steps.get('status')).toMatchObject({ code: 0, out: expect.stringContaining('waits for room') });
    expect(steps.get('again')).toEqual({ code: 0, out: '', err: '' });
    expect(steps.get('episode')?.out.match(/^\+- waits for room$/gm)).toHaveLength(1);
    expect(steps.get('clean')?.out).toBe('');
    expect(steps.get('temps')?.out).toBe('');
  },
);

test.skipIf(!mounts)(
  'with no room for memory itself nothing is half written, and the next commit carries it',
  async () => {
    const steps = onBadDisk(
      await prepared(),
      `${smallDisk('.nexus')}; ${fill('.nexus')}
    try remember nexus remember note "No room"
    try note nexus note "kept elsewhere"
    echo 2 >a; try commit git commit -qam full
    try held git show --format= --name-only HEAD
    try list nexus list
    try doctor nexus doctor
    rm .nexus/filler
    echo 3 >a; try again git commit -qam room
    try episode git show --format= HEAD -- .nexus/episodes
    try status git status --porcelain
    try temps find .nexus .git/nexus -name '*nexus-tmp*'
    sleep 1`,
    );
    expect(steps.get('remember')).toEqual({ code: 3, out: '', err: expect.stringMatching(FULL) });
    expect(steps.get('note')?.code).toBe(0);
    expect(steps.get('commit')).toEqual({ code: 0, out: '', err: '' });
    expect(steps.get('held')?.out).toBe('a');
    expect(steps.get('list')).toMatchObject({ code: 0, err: '' });
    expect(steps.get('doctor')?.out).toContain('1 record can be read');
    expect(steps.get('again')).toEqual({ code: 0, out: '', err: '' });
    expect(steps.get('episode')?.out).toMatch(/^\+- waits for room\n\+- kept elsewhere$/m);
    expect(steps.get('status')?.out).toBe('');
    expect(steps.get('temps')?.out).toBe('');
  },
);

const READS = [
  'recall words',
  'fix words',
  'list',
  'log',
  'diff HEAD~1..HEAD',
  'status',
  'doctor',
  'stats',
  'hooks',
];
const WRITES = ['remember note x', 'note x', 'forget --journal'];

test.skipIf(!mounts)('on a read-only disk all reads work and each write says so in one line', async () => {
  const repo = await prepared();
  const { records } = nexusJson<{ records: { id: string }[] }>(repo, ['list']);
  const id = records[0]?.id ?? '';
  const reads = [...READS, `show ${id}`, `blame ${id}`];
  const writes = [...WRITES, `retire ${id} --reason x`, `edit ${id} --set title=x`, `forget ${id} --yes`];
  const lines = [...reads, ...writes].map((line, at) => `try ${at} nexus ${line}`);
  // A cache that was made before, and none at all: both are read-only.
  for (const cache of ['', 'rm -r .git/nexus/cache;']) {
    const steps = onBadDisk(
      repo,
      `${cache} mount --bind . .; mount -o remount,ro,bind .; cd "$PWD"
      ${cache === '' ? lines.join('\n') : lines.slice(0, reads.length).join('\n')}
      try run nexus run -- sh -c 'echo out; exit 5'`,
    );
    for (const [at, line] of reads.entries())
      expect({ line, ...steps.get(String(at)) }).toMatchObject({
        line,
        // Nothing is known of that error; and doctor says what is wrong with the disk.
        code: /^(fix|doctor)/.test(line) ? 1 : 0,
        err: '',
      });
    expect(steps.get('run')).toMatchObject({ code: 5, out: 'out' });
    if (cache !== '') continue;
    for (const [at, line] of writes.entries()) {
      const done = steps.get(String(reads.length + at));
      expect({ line, ...done }).toEqual({
        line,
        code: 3,
        out: '',
        err: expect.stringMatching(/^nexus: [^\n]*the file system is read-only(\n {7}[^\n]*)?$/),
      });
    }
  }
});
