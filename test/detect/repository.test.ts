import { describe, expect, test } from 'vitest';
import { commands, detected, named, values } from './detected.ts';

describe('the purpose by a README', () => {
  const purpose = (text: string, name = 'README.md') => detected({ [name]: text }).purpose?.value;

  test.each([
    [
      'badges and images',
      '# Fast Thing\n\n[![CI](a.svg)](b) [![npm](c.svg)](d)\n\n![logo](logo.png)\n\nParses things fast and never fails.\n',
    ],
    [
      'HTML around the title',
      '<div align="center">\n<h1>Fast Thing</h1>\n<img src="x">\n</div>\n\n<!-- a comment with many words in it -->\n\nParses things fast and never fails.\n',
    ],
    [
      'a menu of links',
      '# Fast Thing\n\n[Docs](a) • [Examples](b) • [Community chat](c)\n\nParses things fast and never fails.\n',
    ],
    [
      'code, lists and tables',
      '# Fast Thing\n\n```sh\nnpm install this thing now please\n```\n\n- one two three four five\n\n| a b c | d e f |\n|---|---|\n\nParses things fast and never fails.\n',
    ],
    [
      'marks inside the line',
      'Fast Thing\n==========\n\n**Parses** [things](https://example.org) *fast* and\nnever fails.\n',
    ],
    [
      'front matter',
      '---\ntitle: some words that are here\n---\n# Fast Thing\n> Parses things fast and never fails.\n',
    ],
  ])('passes over %s', (_, text) => {
    expect(detected({ 'README.md': text }).name?.value).toBe('Fast Thing');
    expect(purpose(text)).toBe('Parses things fast and never fails.');
  });

  test('in reStructuredText; and none where there is only a title', () => {
    const rst =
      '==========\nFast Thing\n==========\n\n.. image:: x.svg\n   :target: y\n\nParses `things <https://x.org>`_ fast and **never** fails.\n';
    expect(purpose(rst, 'README.rst')).toBe('Parses things fast and never fails.');
    expect(purpose('# Fast Thing\n')).toBeUndefined();
    expect(purpose('')).toBeUndefined();
  });

  test('is cut at the end of a sentence where it is long', () => {
    const long = `It does one thing, and it does it in a way that takes many words to tell. ${'And more of it, again and again. '.repeat(20)}`;
    const told = purpose(`# X\n\n${long}\n`) ?? '';
    expect(told.length).toBeLessThanOrEqual(240);
    expect(told.endsWith('.')).toBe(true);
  });

  test('endless brackets and tags take no time and tell nothing', () => {
    expect(purpose(`${'<details>'.repeat(20_000)}${'![['.repeat(20_000)}`)).toBeUndefined();
  });
});

test('tasks of make, just and Task', () => {
  const facts = detected({
    Makefile:
      '.PHONY: build test \\\n  deploy\nVERSION := 1\nbuild: deps ## Build all of it\n\tgo build\ntest:\n\tgo test\ndeploy:\n\tx\nout/app.o: app.c\n\tcc\n',
    justfile:
      'set shell := ["sh"]\nexport A := "1"\n\n# Runs the linter\nlint *args:\n  x\n\n[private]\nsecret:\n  x\n_hidden:\n  x\n',
    'Taskfile.yml':
      'version: "3"\ntasks:\n  docs:\n    desc: Builds the manual\n    cmds: [x]\n  inner: { internal: true }\n  default: x\n',
  });
  expect(facts.tasks).toEqual([
    { name: 'build', command: 'make build', about: 'Build all of it', from: 'Makefile' },
    { name: 'test', command: 'make test', from: 'Makefile' },
    { name: 'deploy', command: 'make deploy', from: 'Makefile' },
    { name: 'lint', command: 'just lint', about: 'Runs the linter', from: 'justfile' },
    { name: 'docs', command: 'task docs', about: 'Builds the manual', from: 'Taskfile.yml' },
  ]);
  expect(commands(detected({ Makefile: 'all: x\n\tcc\nx.o: x.c\n\tcc\n' }))).toEqual(['make all']);
});

test('continuous integration, deployment, services and the names of variables', () => {
  const facts = detected({
    '.github/workflows/ci.yml': 'name: Continuous integration\non: [push]\n',
    '.github/workflows/release.yaml': 'on: { push: { tags: ["v*"] } }\n',
    '.gitlab-ci.yml': 'test:\n  script: [make]\n',
    Dockerfile: 'FROM node:22\n',
    'compose.yaml': `
x-common: &common
  restart: always
services:
  web: { build: ., <<: *common }
  db:
    <<: *common
    image: postgres:16
  queue: { image: "\${REGISTRY}/rabbit:3" }
`,
    'infra/main.tf': '',
    'infra/network.tf': '',
    'charts/app/Chart.yaml': 'name: app\n',
    'test/fixtures/Dockerfile': '',
    '.env.example': '# where\nDATABASE_URL=postgres://user:hunter2@db/app\nexport API_KEY=abc\n',
    '.env': 'REAL=secret\n',
  });
  expect(values(facts.ci)).toEqual([
    'GitHub Actions: Continuous integration (.github/workflows/ci.yml)',
    'GitHub Actions: release (.github/workflows/release.yaml)',
    'GitLab CI (.gitlab-ci.yml)',
  ]);
  expect(values(facts.deployment)).toEqual([
    'container image (Dockerfile)',
    'Helm chart (charts/app/Chart.yaml)',
    'Docker Compose (compose.yaml)',
    'Terraform (infra/main.tf)',
  ]);
  expect(values(facts.services)).toEqual(['db: postgres:16 (compose.yaml)', 'queue (compose.yaml)']);
  expect(values(facts.environment)).toEqual(['DATABASE_URL (.env.example)', 'API_KEY (.env.example)']);
  expect(JSON.stringify(facts)).not.toMatch(/hunter2|REAL|abc/);
});

test('languages by their share, without what others wrote or programs made', () => {
  const facts = detected({
    'src/a.ts': '',
    'src/b.tsx': '',
    'src/c.d.ts': '',
    'tool.py': '',
    'README.md': '',
    'data.json': '',
    'vendor/x.go': '',
    'node_modules/x/i.js': '',
    'web/app.min.js': '',
    'api/x_pb2.py': '',
    'dist/out.js': '',
  });
  expect(facts.languages).toEqual([
    { name: 'TypeScript', files: 3, share: 0.75 },
    { name: 'Python', files: 1, share: 0.25 },
  ]);
  expect(facts.layout).toEqual([{ folder: 'src', holds: 'TypeScript', files: 3 }]);
});

test('an empty repository tells nothing, and a file that cannot be read neither', () => {
  const nothing = detected({});
  expect(named(nothing.stack)).toEqual([]);
  expect(nothing).not.toHaveProperty('name');
  expect(Object.values(nothing).flatMap((value) => (Array.isArray(value) ? value : []))).toEqual([]);
});
