import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TestRepo } from '../../helpers/git-repo.ts';
import { nexus, PROGRAM } from '../../helpers/nexus-program.ts';
import { open } from '../../helpers/open-repo.ts';
import { decision, idOf, twoRepositories } from '../../helpers/team-memory.ts';

const QUEUES = decision(1, 'Queues are bounded');

/** What stands where ssh does: a script of one's own. */
function ssh(own: TestRepo, script: string): NodeJS.ProcessEnv {
  own.write({ '.git/ssh': script });
  return { GIT_SSH_COMMAND: `sh "${own.dir}/.git/ssh"`, GIT_SSH_VARIANT: 'simple' };
}

test('by ssh, with a user in the address; where no person is there, nobody is asked', async () => {
  const { own, team } = await twoRepositories(QUEUES);
  const env = ssh(own, `env >"$0.env"; shift $(($# - 1)); eval "$1"\n`);
  const asks = { ...env, SSH_ASKPASS: '/bin/false', GIT_ASKPASS: '/bin/false' };
  const done = nexus(own, ['source', 'add', 'acme', `ssh://git@example.org${team.dir}`], { env: asks });
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('acme  1 record at') });
  const seen = readFileSync(join(own.dir, '.git/ssh.env'), 'utf8').split('\n');
  expect(seen).toEqual(
    expect.arrayContaining([
      'GIT_TERMINAL_PROMPT=0',
      'GIT_ASKPASS=',
      'SSH_ASKPASS=',
      'SSH_ASKPASS_REQUIRE=never',
      'GIT_ALLOW_PROTOCOL=file:git:http:https:ssh',
    ]),
  );
  expect(nexus(own, ['source', 'update'], { env }).code).toBe(0);
});

test('no hook, filter or program of the other side, or of this one’s settings, is run by it', async () => {
  const { own, team, url } = await twoRepositories({
    ...QUEUES,
    '.gitattributes': '* filter=bad diff=bad\n',
    '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = ext::touch% ran\n',
  });
  const mark = join(own.dir, '.git/ran');
  const hook = `#!/bin/sh\ntouch "${mark}"\n`;
  for (const repo of [own, team]) {
    repo.write({ '.git/own-hooks/reference-transaction': hook, '.git/own-hooks/post-checkout': hook });
    repo.sh('chmod +x .git/own-hooks/*');
    repo.git('config', 'core.hooksPath', join(repo.dir, '.git/own-hooks'));
    repo.git('config', 'filter.bad.smudge', `touch "${mark}"`);
  }
  const settings = join(own.dir, '.git/global');
  own.write({ '.git/global': `[core]\n\thooksPath = ${own.dir}/.git/own-hooks\n` });
  const env = { GIT_CONFIG_GLOBAL: settings };
  expect(nexus(own, ['source', 'add', 'acme', url], { env }).code).toBe(0);
  expect(nexus(own, ['source', 'update'], { env }).code).toBe(0);
  expect(existsSync(mark)).toBe(false);
});

test('stopped while git waits, it has kept nothing, and what was pinned stays', async () => {
  const { own, url } = await twoRepositories(QUEUES);
  const env = { ...own.env, ...ssh(own, 'touch "$0.up"; exec sleep 60\n') };
  const stopped = (args: readonly string[]): Promise<unknown> => {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      cwd: own.dir,
      env,
      stdio: 'ignore',
      detached: true,
    });
    const up = join(own.dir, '.git/ssh.up');
    const looking = setInterval(() => {
      if (existsSync(up) && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    }, 20);
    return new Promise((resolve) => {
      child.on('exit', (_, signal) => {
        clearInterval(looking);
        resolve(signal);
      });
    });
  };
  await stopped(['source', 'add', 'acme', 'ssh://git@example.org/x']);
  expect(nexus(own, ['source'])).toMatchObject({ code: 1, stdout: '' });
  expect(nexus(own, ['source', 'add', 'acme', url]).code).toBe(0);
  const state = join(own.dir, '.git/nexus/sources/acme/source.json');
  const kept = readFileSync(state, 'utf8');
  own.write({ '.git/nexus/sources/acme/source.json': kept.replace(url, 'ssh://git@example.org/x') });
  await stopped(['source', 'update', 'acme']);
  const { hits } = await (await open(own)).recall({ text: 'bounded' });
  expect(hits[0]?.id).toBe(idOf(1));
  expect(JSON.parse(readFileSync(state, 'utf8')).pin).toEqual(JSON.parse(kept).pin);
});

test('without the git program what is here is recalled; only fetching needs it', async () => {
  const { own, url } = await twoRepositories(QUEUES);
  await (await open(own)).addSource({ name: 'acme', url });
  const memory = await open(own, { prefer: 'isomorphic-git' });
  expect((await memory.recall({ text: 'bounded' })).hits[0]?.source?.name).toBe('acme');
  expect((await memory.sources()).sources).toHaveLength(1);
  await expect(memory.updateSources()).rejects.toMatchObject({ code: 'needs-git' });
});

test('all worktrees of a clone have the same sources; repositories with SHA-256 are read, too', async () => {
  const { own, team, url } = await twoRepositories(QUEUES);
  team.git('init', '-q', '-b', 'main', '--object-format=sha256', 'new');
  const files = Object.entries(decision(2, 'Queues are fair'));
  team.write(Object.fromEntries(files.map(([path, text]) => [`new/${path}`, text])));
  team.git('-C', 'new', 'add', '-A');
  team.git('-C', 'new', 'commit', '-q', '-m', 'first');
  const memory = await open(own);
  await memory.addSource({ name: 'acme', url });
  expect((await memory.addSource({ name: 'new', url: join(team.dir, 'new') })).pin.commit).toHaveLength(64);
  own.git('worktree', 'add', '-q', '../other');
  const there = nexus(own, ['recall', 'queues', '--json'], { cwd: join(own.dir, '../other') });
  expect(there.stdout).toContain('Queues are bounded');
  expect(there.stdout).toContain('Queues are fair');
  expect(readdirSync(join(own.dir, '.git/nexus/sources'))).toEqual(['acme', 'new']);
});
