import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { withNexusOnPath } from '../helpers/installed-agent.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { withMemory } from '../helpers/open-repo.ts';

interface Check {
  readonly state: string;
  readonly text: string;
  readonly hint?: string;
}

/** What the doctor says of agents. */
function doctor(repo: TestRepo, env: NodeJS.ProcessEnv): readonly Check[] {
  const { checks } = nexusJson<{ checks: readonly Check[] }>(repo, ['doctor'], { env });
  return checks.filter(({ text }) => /Claude|Copilot|agents/.test(text));
}

test('the doctor says whose settings are there, what of them is missing or old, and whether nexus is found', async () => {
  const repo = await withMemory(gitRepo({ 'CLAUDE.md': '# Rules\n' }));
  const env = withNexusOnPath(repo);
  expect(doctor(repo, env)).toEqual([]);

  expect(nexus(repo, ['agents', 'install', 'claude', 'copilot', '--yes']).code).toBe(0);
  const good = {
    state: 'ok',
    text: expect.stringMatching(/^Claude Code, GitHub Copilot: told of this memory/),
  };
  expect(doctor(repo, env)).toEqual([good]);

  const path = '.github/hooks/nexus.json';
  repo.write({
    [path]: readFileSync(join(repo.dir, path), 'utf8').replace('"timeoutSec": 10', '"timeoutSec": 5'),
  });
  repo.write({ 'AGENTS.md': '' });
  expect(doctor(repo, env)).toEqual([
    { state: 'ok', text: expect.stringMatching(/^Claude Code: told/) },
    {
      state: 'note',
      text: `GitHub Copilot: the hooks in ${path} are out of date; the facts to read in AGENTS.md are missing`,
      hint: 'run: nexus agents install copilot',
    },
  ]);
  expect(nexus(repo, ['agents', 'install', 'copilot', '--yes']).code).toBe(0);
  expect(doctor(repo, env)).toEqual([good]);

  // Where nothing but git is to be found.
  repo.sh('mkdir .git/only-git && ln -s "$(command -v git)" .git/only-git/git');
  const found = doctor(repo, { PATH: join(repo.dir, '.git/only-git') });
  expect(found).toMatchObject([good, { state: 'bad', text: expect.stringContaining('not on your PATH') }]);
});

test('init says that agents can be told of the memory, where it sees that some work here', () => {
  const said = (tree: Readonly<Record<string, string>>): string =>
    nexus(gitRepo(tree), ['init', '--no-hooks', '--yes']).stderr;
  expect(said({ 'CLAUDE.md': '# Rules\n', '.cursor/rules': '' })).toMatch(
    /Agents are at work here \(CLAUDE\.md, \.cursor\)\. To tell them of this memory: nexus agents install\n$/,
  );
  expect(said({ 'AGENTS.md': '# Rules\n' })).toMatch(/\(AGENTS\.md\)\. .*: nexus agents install <agent>\n$/);
  expect(said({ 'README.md': '# x\n' })).not.toContain('gents');
  const set = gitRepo({ 'CLAUDE.md': '# Rules\n', 'AGENTS.md': '# Rules\n' });
  expect(nexus(set, ['agents', 'install', 'claude', '--yes']).code).toBe(0);
  expect(nexus(set, ['init', '--no-hooks', '--yes']).stderr).not.toContain('gents');
});
