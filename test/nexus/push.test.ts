import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { publicHost } from '../../src/nexus/first-push.ts';
import { gitRepo, type TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { quietAtEnd } from '../helpers/quiet.ts';
import { decision } from '../helpers/team-memory.ts';

const FORGE = 'git@github.com:ann/x.git';
const FIRST = expect.stringMatching(
  /^this is the first push of memory to origin, and on github\.com everybody may be able to read it: 2 records, 1 episode of work among them, in commits of 2 people$/,
);

async function withRecords(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'a.py': 'x = 1\n' }));
  repo.commit('decided', decision(1, 'Queues are bounded'));
  repo.env.GIT_AUTHOR_EMAIL = 'ben@example.org';
  repo.commit('worked', { '.nexus/episodes/2026/11/e-01m7xpe6000000000000000009.md': 'x\n' });
  return repo;
}

describe('a push of memory', () => {
  test('to a forge for the first time is told, once, with what goes out', async () => {
    const repo = await withRecords();
    const push = async (remote: string, url: string) => (await open(repo)).checkPush('', { remote, url });
    expect(await push('origin', '/srv/git/x.git')).toEqual([]);
    const [first, second, ...rest] = await push('origin', FORGE);
    expect([first, rest]).toEqual([FIRST, []]);
    expect(second).toContain('nexus share status');
    expect(await push('origin', FORGE)).toEqual([]);
    // By its address, with a password in it: that is not told, and it is the same place.
    expect(await push('https://ann:hunter2@gitlab.com/x', 'https://ann:hunter2@gitlab.com/x')).toEqual([
      expect.stringMatching(/^this is the first push of memory to gitlab\.com/),
      expect.any(String),
    ]);
  });

  test('to one that has memory already is not told, and to a second one what that does not have is looked at', async () => {
    const repo = await withRecords();
    const push = async (remote: string, url: string) => (await open(repo)).checkPush('', { remote, url });
    repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    expect(await push('origin', FORGE)).toEqual([]);
    expect(await push('public', 'https://codeberg.org/ann/x')).toEqual([
      expect.stringMatching(/first push of memory to public, and on codeberg\.org/),
      expect.any(String),
    ]);
  });

  test('with hidden characters is told as a review tells it, and emoji are none', async () => {
    const repo = await withRecords();
    const said = async () => (await open(repo)).checkPush('');
    repo.commit('emoji', decision(2, 'Family 👩‍👩‍👧 flags 🏴󠁧󠁢󠁥󠁮󠁧󠁿'));
    expect(await said()).toEqual([]);
    repo.commit('hidden', decision(3, 'Hidden', 'No\u200bthing.'));
    expect(await said()).toEqual([
      expect.stringContaining(
        'holds invisible characters that a reviewer does not see (invisible-character)',
      ),
    ]);
    repo.commit('allowed', {
      '.nexus/config.yaml':
        'schema: 1\nreview:\n  allow:\n    - rule: invisible-character\n      path: .nexus/decisions\n',
    });
    expect(await said()).toEqual([]);
  });

  test('through git is told by the hook, and goes out', async () => {
    const repo = await withRecords();
    quietAtEnd(repo.dir);
    expect(nexus(repo, ['init', '--yes', '--no-packs']).code).toBe(0);
    const base = tempDir();
    repo.git('init', '-q', '--bare', join(base, 'ann/x.git'));
    repo.git('remote', 'add', 'origin', FORGE);
    // What ssh would start there is started here.
    repo.write({ '.git/ssh': `shift $(($# - 1)); cd "${base}" && eval "$1"\n` });
    const env = { GIT_SSH_COMMAND: `sh "${repo.dir}/.git/ssh"`, GIT_SSH_VARIANT: 'simple' };
    const push = () => repo.run('git', ['push', '-q', '-u', 'origin', 'main'], { env });
    expect(push()).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        /^nexus: this is the first push of memory to origin, and on github\.com .*\nnexus: .*\n$/,
      ),
    });
    expect(repo.git('--git-dir', join(base, 'ann/x.git'), 'rev-parse', 'main')).toBe(
      repo.git('rev-parse', 'HEAD'),
    );
    repo.commit('more', decision(5, 'Queues are fair'));
    expect(push()).toMatchObject({ code: 0, stderr: '' });
  });
});

test('forges are known by host alone, whatever the way there', () => {
  const known = {
    'https://github.com/a/b.git': 'github.com',
    'git@github.com:a/b.git': 'github.com',
    'ssh://git@altssh.gitlab.com:443/a/b': 'gitlab.com',
    'https://ann:pw@codeberg.org/a/b': 'codeberg.org',
    'github.com:a/b': 'github.com',
  };
  for (const [url, host] of Object.entries(known)) expect([url, publicHost(url)]).toEqual([url, host]);
  for (const url of [
    'https://github.com.evil.example/a',
    'https://git.example.org/github.com/a',
    '/srv/github.com/x',
    '../x',
    'file:///x',
  ])
    expect([url, publicHost(url)]).toEqual([url, undefined]);
});
