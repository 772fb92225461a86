import { expect, test } from 'vitest';
import { commands, detected, named, values } from './detected.ts';

test('a web service in TypeScript with pnpm', () => {
  const facts = detected({
    'package.json': JSON.stringify({
      name: '@acme/orders',
      description: 'Takes orders and tells the warehouse',
      private: true,
      packageManager: 'pnpm@9.12.0+sha512.abc',
      engines: { node: '>=20' },
      scripts: { predev: 'x', dev: 'tsx src/main.ts', test: 'vitest', prepare: 'husky', postinstall: 'x' },
      dependencies: { dotenv: '^16.0.0', zod: '^3.23.8', fastify: '^5.1.0', '@acme/shared': 'workspace:*' },
      devDependencies: { typescript: '^5.6.0', vitest: '^2.1.0', eslint: '^9.0.0', 'fast-check': '^3.0.0' },
    }),
    'pnpm-lock.yaml': '',
    'src/main.ts': '',
    'test/orders.test.ts': '',
  });
  expect(facts.name).toEqual({ value: '@acme/orders', from: 'package.json' });
  expect(facts.purpose).toEqual({ value: 'Takes orders and tells the warehouse', from: 'package.json' });
  expect(values(facts.types)).toEqual(['web service (package.json)']);
  expect(named(facts.stack)).toEqual(['Node.js >=20', 'TypeScript ^5.6.0', 'Fastify ^5.1.0']);
  expect(values(facts.packageManagers)).toEqual(['pnpm 9.12.0 (package.json)']);
  expect(named(facts.dependencies)).toEqual([
    'fastify ^5.1.0',
    'zod ^3.23.8',
    'dotenv ^16.0.0',
    '@acme/shared',
  ]);
  expect(commands(facts)).toEqual(['pnpm install', 'pnpm dev', 'pnpm test']);
  expect(named(facts.tests.frameworks)).toEqual(['Vitest ^2.1.0', 'fast-check ^3.0.0']);
  expect(facts.tests.folders).toEqual(['test']);
  expect(values(facts.checks)).toEqual(['ESLint (package.json)']);
});

test('a published command-line tool; what is built is no tracked file', () => {
  const facts = detected({
    'package.json': JSON.stringify({
      name: '@acme/tool',
      bin: './dist/cli.js',
      exports: { '.': { types: './dist/index.d.ts', import: { default: './src/index.js' } } },
      scripts: { test: 'node --test test/', start: 'node .' },
    }),
    'src/index.js': '',
    '.nvmrc': 'v22.3.0\n',
    'yarn.lock': '',
  });
  expect(values(facts.types)).toEqual(['CLI tool (package.json)', 'library (package.json)']);
  expect(facts.entryPoints).toEqual([
    { path: 'dist/cli.js', what: 'command tool', from: 'package.json', tracked: false },
    { path: 'src/index.js', what: 'library', from: 'package.json', tracked: true },
  ]);
  expect(commands(facts)).toEqual(['yarn install', 'yarn test', 'yarn start']);
  expect(facts.stack).toEqual([{ role: 'platform', name: 'Node.js', version: 'v22.3.0', from: '.nvmrc' }]);
  expect(named(facts.tests.frameworks)).toEqual(['node:test']);
});

test('npm workspaces: members are modules and no dependencies; examples and fixtures are none', () => {
  const facts = detected({
    'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['apps/*', 'packages/*'] }),
    'package-lock.json': '{}',
    'README.md': '# Shop\n\nEverything that the shop runs on, in one repository.\n',
    'apps/web/package.json': JSON.stringify({
      name: 'web',
      version: '1.0.0',
      private: true,
      scripts: { dev: 'next dev' },
      dependencies: { next: '15.0.0', react: '19.0.0', ui: '*' },
    }),
    'packages/ui/package.json': JSON.stringify({ name: 'ui', version: '0.1.0', exports: './index.js' }),
    'packages/ui/esm/package.json': '{"type":"module"}',
    'test/fixtures/package.json': JSON.stringify({ name: 'fixture', version: '1.0.0' }),
    'examples/a/package.json': JSON.stringify({ name: 'example', version: '1.0.0' }),
    'vendor/x/package.json': JSON.stringify({ name: 'vendored', version: '1.0.0' }),
  });
  expect(facts.name).toEqual({ value: 'Shop', from: 'README.md' });
  expect(facts.purpose?.value).toBe('Everything that the shop runs on, in one repository.');
  expect(values(facts.workspaces)).toEqual(['npm workspaces (package.json)']);
  expect(facts.modules.map(({ folder }) => folder)).toEqual(['', 'apps/web', 'packages/ui']);
  expect(named(facts.dependencies)).toEqual(['next 15.0.0', 'react 19.0.0']);
  expect(commands(facts)).toEqual(['npm ci', 'cd apps/web && npm run dev']);
  expect(values(facts.types)).toEqual([
    'web application (apps/web/package.json)',
    'library (packages/ui/package.json)',
  ]);
});

test('a manifest that is broken, hostile or of another form is passed over', () => {
  for (const text of [
    '{"name": "x",',
    '[]',
    'null',
    '"x"',
    '{"name": 1, "bin": [], "scripts": "x", "exports": null}',
  ])
    expect(detected({ 'package.json': text, 'a.js': '' }).name).toBeUndefined();
  const facts = detected({
    'package.json': `\uFEFF${JSON.stringify({
      name: 'x',
      scripts: { 'a; rm -rf ~': 'x', 'ok:it': 'x' },
      dependencies: { a: 'git+https://user:secret@example.org/a.git', b: 'file:../b', __proto__: '1' },
    })}`,
    "it's here/package.json": JSON.stringify({ version: '1', scripts: { go: 'x' } }),
  });
  expect(named(facts.dependencies)).toEqual(['a', 'b']);
  expect(commands(facts)).toEqual(['npm run ok:it', "cd 'it'\\''s here' && npm run go"]);
});
