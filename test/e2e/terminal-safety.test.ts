import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ShellResult, tempDir } from '../helpers/git-repo.ts';
import { EVIL, FORBIDDEN, hostileRepo, IN_A_PATH, IN_A_REF } from '../helpers/hostile.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';

function expectSafe(args: readonly string[], { stdout, stderr }: ShellResult): void {
  expect({ args, out: FORBIDDEN.exec(stdout)?.[0], err: FORBIDDEN.exec(stderr)?.[0] }).toEqual({ args });
  expect(stdout + stderr).not.toBe('');
}

test('no verb, in text or as JSON, in answers or errors, lets such a byte out', async () => {
  const { repo, id } = await hostileRepo();
  const reads = [
    ['recall', 'pool', '--explain', '-n', '50'],
    ['recall', EVIL],
    ['fix', 'pool'],
    ['list', '--all'],
    ['show', id],
    ['show', id, '--at', 'HEAD~1'],
    ['log', '-p'],
    ['log', id],
    ['diff', 'HEAD~2..HEAD'],
    ['diff', 'HEAD~1'],
    ['blame', id],
    ['stats'],
    ['seed'],
    ['status'],
    ['doctor'],
  ];
  const errors = [
    ['show', EVIL],
    ['recall', 'x', '--kind', EVIL],
    ['recall', 'x', '--at', EVIL],
    ['recall', 'x', '--since', EVIL],
    ['list', '--limit', EVIL],
    ['diff', `${EVIL}..${EVIL}`],
    [EVIL],
    ['list', `--${EVIL}`],
    ['hooks', EVIL],
    ['seed', EVIL],
    ['seed', '--on', EVIL],
    ['list', '--pack', EVIL],
    ['learn', '--consensus', EVIL],
    ['remember', EVIL],
    ['remember', 'note', 'x', '--files', EVIL, '--expires', EVIL],
    ['edit', id, '--set', `${EVIL}=${EVIL}`],
    ['edit', id, '--set', EVIL],
  ];
  for (const args of [...reads, ...errors]) {
    expectSafe(args, nexus(repo, args));
    const json = nexus(repo, [...args, '--json']);
    expectSafe(args, json);
    expect(JSON.parse(json.stdout)).toHaveProperty('schema', 1);
  }
});

test('our own colours are the only escape sequences', async () => {
  const { repo, id } = await hostileRepo();
  const env = { NO_COLOR: '', FORCE_COLOR: '1' };
  for (const args of [
    ['recall', 'pool'],
    ['show', id],
    ['log', '-p'],
    ['blame', id],
    ['status'],
    ['doctor'],
  ]) {
    const { code, stdout, stderr } = nexus(repo, args, { env });
    expect(stdout).toMatch(/\x1b\[\d+m/);
    const plain = (text: string) => text.replace(/\x1b\[\d+m/g, '');
    expectSafe(args, { code, stdout: plain(stdout), stderr: plain(stderr) });
  }
});

test('what is written, captured and run is told safely too', async () => {
  const { repo, id } = await hostileRepo();
  const verbs = [
    ['remember', 'note', EVIL, '--body', EVIL, '--tags', EVIL],
    ['remember', 'note', EVIL, '--body', EVIL, '--tags', EVIL],
    ['note', EVIL],
    ['status'],
    ['run', '--', EVIL],
    ['run', '--', `./${IN_A_PATH}`],
    ['run', '--', join('src', IN_A_PATH)],
    ['supersede', id, EVIL],
    ['retire', id, '--reason', EVIL],
    ['retire', id, '--reason', EVIL],
    ['forget', id, '--yes'],
    ['hooks', 'status'],
    ['init', '--dry-run'],
  ];
  for (const args of verbs) expectSafe(args, nexus(repo, args));
  repo.write({ a: '2' });
  repo.git('add', 'a');
  expect(repo.run('git', ['commit', '-q', '-m', 'plain'])).toEqual({ code: 0, stdout: '', stderr: '' });
  expectSafe(['log'], nexus(repo, ['log', '-p']));
});

test('JSON gives back the very same values', async () => {
  const { repo, id } = await hostileRepo();
  const shown = nexusJson<{ record: { title: string; tags: string[]; error: { message: string } } }>(repo, [
    'show',
    id,
  ]);
  // A record's line holds no control characters and no breaks: they are blanks from the moment it is read.
  const line = EVIL.replace(/[\p{Cc}\p{Zl} ]+/gu, ' ');
  const told = [shown.record.title, ...shown.record.tags, shown.record.error.message];
  expect(told.map((text) => text.replace(/ +/g, ' '))).toEqual([line, line, line]);
  const { commits } = nexusJson<{ commits: { subject: string; authorName: string }[] }>(repo, ['log']);
  const [subject, authorName] = repo.git('log', '-1', '--skip=1', '--format=%s%x00%an').split('\0');
  expect(commits[1]).toMatchObject({ subject, authorName });
  expect(nexusJson(repo, ['status'])).toMatchObject({ branch: IN_A_REF });
});

test('the warnings before a push are safe', async () => {
  const { repo } = await hostileRepo();
  const remote = join(tempDir(), 'remote.git');
  repo.git('init', '-q', '--bare', remote);
  const pushed = repo.run('git', ['push', '-q', remote, 'HEAD:refs/heads/main']);
  expect(pushed.code).toBe(0);
  expect(pushed.stderr).toMatch(/^nexus: .*invisible characters/m);
  expectSafe(['push'], pushed);
});
