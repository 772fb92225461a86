import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { openNexus } from '../../src/nexus.ts';
import { gitRepo, type ShellResult, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';
import { quiet, quietAtEnd } from '../helpers/quiet.ts';

/** Where a secret may come in. Each gets one of its own, made here and now. */
const DOORS = [
  'output',
  'argv',
  'environment',
  'note',
  'title',
  'body',
  'tags',
  'files',
  'message',
  'context',
  'resolution',
  'section',
  'supersede',
  'reason',
] as const;
/** What git itself keeps as well, in places that are not ours. */
const IN_GIT = ['branch', 'author', 'path', 'diff', 'subject', 'remote'] as const;

type Door = (typeof DOORS)[number] | (typeof IN_GIT)[number];

/** The part behind the vendor's prefix; letters only, so that no index takes it apart. */
const marks = new Map<Door, string>(
  [...DOORS, ...IN_GIT].map((door) => [
    door,
    Array.from({ length: 36 }, () => 'abcdefghijklmnopqrstuvwxyz'[randomInt(26)]).join(''),
  ]),
);
const secret = (door: Door) => `${['gh', 'p'].join('')}_${marks.get(door) ?? ''}`;

/** The doors whose secret, or a good part of it, these bytes hold. */
function doorsIn(bytes: Uint8Array | string, doors: readonly Door[]): Door[] {
  const text = Buffer.from(bytes).toString('latin1').toLowerCase();
  return doors.filter((door) => text.includes(marks.get(door)?.slice(8, 24) ?? ''));
}

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

/** Every place in which a door's secret lies: files, git objects taken apart, and remotes. */
function found(place: string, doors: readonly Door[]): string[] {
  const hits = filesBelow(place)
    .filter((path) => !/\/objects\//.test(path))
    .flatMap((path) =>
      doorsIn(readFileSync(path), doors).map((door) => `${door} in ${relative(place, path)}`),
    );
  for (const gitDir of ['repo/.git', 'remote.git']) {
    const objects = execFileSync('git', ['cat-file', '--batch-all-objects', '--batch'], {
      cwd: join(place, gitDir),
      maxBuffer: 1 << 28,
    });
    hits.push(...doorsIn(objects, doors).map((door) => `${door} in an object of ${gitDir}`));
  }
  return hits;
}

/** What memory itself holds or held of it: its files now, in every commit, and its local state but for what is raw and the caches, which name files and commits as git does. */
function inMemory({ dir, repo }: Session, doors: readonly Door[]): Door[] {
  const state = filesBelow(join(dir, '.git/nexus')).filter(
    (path) => !/\/nexus\/(cache|parsed|journal|pending)\//.test(path),
  );
  const now = filesBelow(join(dir, '.nexus'));
  const files = [...state, ...now].flatMap((path) => [path, readFileSync(path, 'latin1')]);
  const history = repo.git('log', '--all', '--reflog', '-m', '-p', '--format=', '--', '.nexus');
  return doorsIn([...files, history].join('\n'), doors);
}

interface Session {
  /** The folder that holds everything of it: repository, remote, home, temporary files. */
  readonly place: string;
  readonly dir: string;
  readonly repo: TestRepo;
  /** All that our program printed. */
  readonly said: string[];
}

/** A repository whose names hold secrets, too. */
function begin(): Session {
  const { dir, env } = gitRepo({ 'README.md': '# x\n' });
  const place = dirname(dir);
  quietAtEnd(place);
  const outside = tempDir();
  mkdirSync(join(place, 'tmp'));
  writeFileSync(
    join(outside, 'output'),
    `Error: no login with ${secret('output')}\n    at login (src/a.ts:3:4)\n`,
  );
  writeFileSync(join(outside, 'login.sh'), 'test -f fixed && exit\ncat "$OUTPUT" >&2\nexit 1\n');
  const repo = new TestRepo(dir, {
    ...env,
    TMPDIR: join(place, 'tmp'),
    GIT_AUTHOR_NAME: secret('author'),
    SERVICE_TOKEN: secret('environment'),
    OUTPUT: join(outside, 'output'),
    SCRIPT: join(outside, 'login.sh'),
  });
  repo.git('init', '-q', '--bare', join(place, 'remote.git'));
  repo.git('remote', 'add', 'up', `https://ann:${secret('remote')}@example.org/x.git`);
  repo.git('checkout', '-q', '-b', `try/${secret('branch')}`);
  nexus(repo, ['init', '--yes']);
  repo.commit('memory');
  return { place, dir, repo, said: [] };
}

function say({ repo, said }: Session, ...args: string[]): ShellResult {
  const done = nexus(repo, args);
  said.push(done.stdout, done.stderr);
  return done;
}

function login(session: Session): ShellResult {
  const { repo } = session;
  return nexus(repo, ['run', '--', 'sh', repo.env.SCRIPT ?? '', '--token', secret('argv')]);
}

/** Everything that takes text in, up to what a commit will carry. */
function work(session: Session): void {
  expect(login(session)).toMatchObject({ code: 1, stderr: expect.stringContaining(secret('output')) });
  say(session, 'note', `the key is ${secret('note')}`);
  const made = say(
    session,
    'remember',
    'decision',
    `Use ${secret('title')}`,
    '--json',
    ...['--body', `because ${secret('body')}`, '--tags', secret('tags')],
    ...['--files', `src/${secret('files')}.ts`],
  );
  const { id } = JSON.parse(made.stdout) as { id: string };
  const error = ['remember', 'error', '--message', `Error: ${secret('message')} is wrong`];
  say(session, ...error, '--context', secret('context'), '--resolution', secret('resolution'));
  expect(say(session, ...error).code).toBe(2);
  say(session, 'edit', id, '--section', 'Decision', '--body', `now with ${secret('section')}`);
  say(session, 'supersede', id, `Use another ${secret('supersede')}`);
  say(session, 'retire', id, '--reason', `it was ${secret('reason')}`);
  for (const args of [['status'], ['recall', 'key login'], ['doctor'], ['list', '--all'], ['diff']]) {
    say(session, ...args);
    say(session, ...args, '--json');
  }
  session.repo.write({ fixed: `token = ${secret('diff')}\n`, [`src/${secret('path')}.ts`]: '1\n' });
  expect(login(session).code).toBe(0);
  session.repo.git('add', '-A');
}

test('a secret at any door lies in the private journal only, and nowhere once a commit took its place', async () => {
  const session = begin();
  const { place, dir, repo } = session;
  work(session);

  // Not committed: the message editor fails, and so does a commit that finds no index.
  expect(repo.run('git', ['commit'], { env: { GIT_EDITOR: 'false' } }).code).not.toBe(0);
  const waiting = found(place, DOORS);
  expect(waiting).not.toEqual([]);
  expect(waiting.filter((hit) => !/^(argv|note) in repo\/\.git\/nexus\/journal\//.test(hit))).toEqual([]);
  expect(inMemory(session, IN_GIT)).toEqual([]);
  const open = repo.sh('find .git/nexus -perm /077 -not -path "*/nexus/hooks/*"').stdout;
  expect(open).toBe('');

  repo.git('commit', '-q', '-m', `about ${secret('subject')}`);
  await quiet(place);
  expect(['journal', 'pending'].flatMap((name) => filesBelow(join(dir, '.git/nexus', name)))).toEqual([]);
  repo.git('push', '-q', join(place, 'remote.git'), 'HEAD:refs/heads/main');
  for (const args of [['log', '-p'], ['status'], ['stats'], ['recall', 'login token'], ['show', 'zzzz']])
    say(session, ...args, '--json');
  expect(repo.git('show', '--format=', '--name-only', 'HEAD')).toMatch(/episodes\/[\s\S]*errors\//);
  expect(repo.git('grep', '-h', 'REDACTED', 'HEAD', '--', '.nexus/episodes', '.nexus/errors')).toMatch(
    /token/,
  );
  expect(found(place, DOORS)).toEqual([]);
  expect(inMemory(session, IN_GIT)).toEqual([]);
  expect(doorsIn(session.said.join('\n'), DOORS)).toEqual([]);
});

test('where redaction fails nothing is written, the commit goes on, and the journal keeps what it has', async () => {
  const session = begin();
  const { place, dir, repo } = session;
  expect(login(session).code).toBe(1);
  nexus(repo, ['note', `the key is ${secret('note')}`]);
  repo.write({ a: '1' });
  repo.git('add', 'a');
  const broken = await openNexus({
    cwd: dir,
    env: repo.env,
    clock: Date.now,
    random: (count) => new Uint8Array(count).map(() => randomInt(256)),
    warm: false,
    machine: {
      get home(): string {
        throw new RangeError(`no redaction of ${secret('note')}`);
      },
    },
  });
  const before = repo.git('status', '--porcelain');
  const failure = await broken.captureForCommit().catch((cause: unknown) => cause);
  expect(failure).toBeInstanceOf(RangeError);
  await broken.logFailure('pre-commit', failure);
  const draft = { kind: 'note' as const, title: secret('title'), body: secret('body') };
  await expect(broken.remember(draft)).rejects.toThrow(RangeError);
  await expect(broken.recall({ text: 'key' })).rejects.toThrow(RangeError);
  expect(repo.git('status', '--porcelain')).toBe(before);
  const hits = found(place, DOORS);
  expect(hits.filter((hit) => !/^(argv|note) in repo\/\.git\/nexus\/journal\//.test(hit))).toEqual([]);
  expect(readFileSync(join(dir, '.git/nexus/nexus.log'), 'utf8')).toMatch(/pre-commit: unexpected\n$/);
});
