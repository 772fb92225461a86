import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ProjectFacts } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open } from '../helpers/open-repo.ts';

const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** The manifests and READMEs of real packages, as their authors wrote them. */
function realPackage(name: string, folder: string): Record<string, string> {
  const files = ['package.json', 'README.md'];
  return Object.fromEntries(
    files.map((file) => [`${folder}/${file}`, readFileSync(join(PACKAGES, name, file), 'utf8')]),
  );
}

/** Three languages, each with its own way to say what it is. */
function mixedRepository(): TestRepo {
  return gitRepo({
    'README.md': '# Harbour\n\n[![CI](x.svg)](y)\n\nTracks ships, containers and who waits for them.\n',
    ...realPackage('smol-toml', 'packages/toml'),
    ...realPackage('minisearch', 'packages/search'),
    'package.json': JSON.stringify({
      name: 'harbour',
      private: true,
      workspaces: ['packages/*'],
      engines: { node: '>=22' },
      scripts: { lint: 'eslint .' },
      devDependencies: { eslint: '^9.0.0', typescript: '~5.6.0' },
    }),
    'package-lock.json': '{}',
    'packages/search/src/index.ts': 'export {};\n',
    'packages/toml/src/index.ts': 'export {};\n',
    'packages/toml/src/index.test.ts': 'export {};\n',
    'relay/go.mod':
      'module example.org/harbour/relay\n\ngo 1.22\n\nrequire github.com/go-chi/chi/v5 v5.1.0\n',
    'relay/cmd/relay/main.go': 'package main\n\nfunc main() {}\n',
    'relay/queue_test.go': 'package relay\n',
    'planner/pyproject.toml':
      '[project]\nname = "planner"\ndescription = "Plans berths a week ahead"\nrequires-python = ">=3.12"\ndependencies = ["numpy>=2", "pandas>=2.2"]\n[dependency-groups]\ndev = ["pytest>=8"]\n',
    'planner/uv.lock': '',
    'planner/planner/__main__.py': '',
    'planner/planner/berths.py': '',
    'planner/tests/test_berths.py': '',
    'compose.yaml': 'services:\n  db:\n    image: postgres:16\n',
    '.github/workflows/ci.yml': 'name: Checks\non: push\n',
    '.env.example': 'HARBOUR_TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345\n',
  });
}

const lines = (facts: ProjectFacts) => ({
  name: facts.name?.value,
  purpose: `${facts.purpose?.value} (${facts.purpose?.from})`,
  languages: facts.languages.map(({ name, files }) => `${name} ${files}`),
  stack: facts.stack
    .filter(({ role }) => role !== 'build')
    .map(({ name, version, from }) => `${name} ${version} (${from})`),
  managers: facts.packageManagers.map(({ value, from }) => `${value} (${from})`),
  modules: facts.modules.map(
    ({ name, folder, ecosystem }) => `${ecosystem} ${name} in ${folder || 'the top'}`,
  ),
  tests: facts.tests.folders,
});

/** Written by hand, from the files above. */
const TRUTH = {
  name: 'harbour',
  purpose: 'Tracks ships, containers and who waits for them. (README.md)',
  languages: ['Python 3', 'TypeScript 3', 'Go 2'],
  stack: [
    'Node.js >=22 (package.json)',
    'TypeScript ~5.6.0 (package.json)',
    'Python >=3.12 (planner/pyproject.toml)',
    'Go 1.22 (relay/go.mod)',
    'chi v5.1.0 (relay/go.mod)',
  ],
  managers: ['npm (package-lock.json)', 'uv (planner/uv.lock)', 'Go modules (relay/go.mod)'],
  modules: [
    'JavaScript harbour in the top',
    'Python planner in planner',
    'Go relay in relay',
    'JavaScript minisearch in packages/search',
    'JavaScript smol-toml in packages/toml',
  ],
  tests: ['beside the sources', 'planner/tests'],
};

test.each(['git', 'isomorphic-git'] as const)(
  'a repository in three languages tells the truth through %s',
  async (prefer) => {
    const repo = mixedRepository();
    const facts = await (await open(repo, { prefer })).detect();
    expect(lines(facts)).toEqual(TRUTH);
    const commands = facts.tasks.map(({ command }) => command);
    expect(commands).toEqual(
      expect.arrayContaining([
        'npm ci',
        'npm run lint',
        'cd planner && uv sync',
        'cd planner && uv run pytest',
        'cd relay && go test ./...',
        'cd relay && go run ./cmd/relay',
        'cd packages/toml && npm test',
      ]),
    );
    const dependencies = facts.dependencies.map(({ name }) => name);
    expect(dependencies).toEqual(expect.arrayContaining(['numpy', 'pandas', 'github.com/go-chi/chi']));
    expect(facts.services).toEqual([{ value: 'db: postgres:16', from: 'compose.yaml' }]);
    expect(facts.ci).toEqual([{ value: 'GitHub Actions: Checks', from: '.github/workflows/ci.yml' }]);
    expect(facts.environment).toEqual([{ value: 'HARBOUR_TOKEN', from: '.env.example' }]);
    // A real package says of itself what its author said.
    const search = facts.modules.find(({ name }) => name === 'minisearch');
    expect(search?.purpose).toBe('Tiny but powerful full-text search engine for browser and Node');
  },
);

test('init writes them into the living documents, cited, and leaves to people what only they know', () => {
  const repo = mixedRepository();
  repo.write({ 'CONTRIBUTING.md': 'Be kind.\n', 'untracked.py': '', 'moved.sh': '' });
  repo.git('add', 'CONTRIBUTING.md');
  const planned = nexus(repo, ['init', '--dry-run', '--no-hooks']).stdout;
  expect(planned).toMatch(
    /bank\.md: project name, purpose, tech stack, key dependencies, setup instructions/,
  );
  const report = nexusJson<{ documents: { path: string; open: number; sources: string[] }[] }>(repo, [
    'init',
    '--no-hooks',
  ]);
  expect(report.documents.map(({ path }) => path.slice('.nexus/context/'.length))).toEqual([
    'project.md',
    'preferences.md',
    'bank.md',
  ]);
  const read = (name: string) => readFileSync(join(repo.dir, '.nexus/context', name), 'utf8');
  const project = read('project.md');
  expect(project).toContain('- **Name**: harbour (`package.json`)\n');
  expect(project).toContain(
    '- **Purpose**: Tracks ships, containers and who waits for them. (`README.md`)\n',
  );
  expect(project).toContain('- **Stage**: [To be filled: ');
  const bank = read('bank.md');
  expect(bank).toContain('- Environment variables: `HARBOUR_TOKEN` (`.env.example`)\n');
  expect(bank).toContain('- `cd planner && uv run pytest` (`planner/pyproject.toml`)\n');
  expect(bank).toContain('- db: postgres:16 (`compose.yaml`)\n');
  expect(bank).toContain('- How to contribute: `CONTRIBUTING.md`\n');
  expect(bank).toContain('### Current Issues\n\n- [To be filled: known issues]\n');
  expect(project + bank).not.toMatch(/ghp_|untracked/);
  // What people wrote since is theirs.
  repo.write({ '.nexus/context/bank.md': '# Ours\n' });
  expect(nexus(repo, ['init', '--no-hooks']).stdout).toBe('Nothing to change.\n');
  expect(read('bank.md')).toBe('# Ours\n');
});

test('what a manifest says reaches neither a terminal raw nor a document unredacted, and links are not followed', () => {
  const secret = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
  const repo = gitRepo({
    'package.json': JSON.stringify({
      name: 'x\u001b[31m',
      description: `Uses ${secret} to log in <!-- and hides\n## the rest`,
      scripts: { build: 'x' },
    }),
  });
  repo.sh(
    'ln -s /etc/hostname README.md && ln -s package.json linked.json && git add -A && git commit -qm links',
  );
  const done = nexus(repo, ['init', '--no-hooks']);
  expect(done.stdout).not.toContain('\u001b');
  const project = readFileSync(join(repo.dir, '.nexus/context/project.md'), 'utf8');
  expect(project).toContain('[REDACTED:');
  expect(project).not.toMatch(/ghp_|<!--|\u001b|^## the rest/m);
});

test('an empty repository gets documents that ask for everything', () => {
  const repo = gitRepo();
  const done = nexus(repo, ['init', '--no-hooks']);
  expect(done.code).toBe(0);
  expect(done.stdout).toContain('53 places are for you to fill');
  expect(done.stdout).not.toContain('Told by');
});
