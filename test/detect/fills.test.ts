import { expect, test } from 'vitest';
import { DOCUMENT_NAMES, DOCUMENTS, type DocumentPart } from '../../src/core/documents.ts';
import { fillsOf } from '../../src/detect/fills.ts';
import { detected } from './detected.ts';

/** Addresses of all fields and sections of a part. */
function addresses({ name, fields, parts }: DocumentPart, above = ''): string[] {
  const own = `${above}${name}`;
  return [
    own,
    ...(fields ?? []).map((field) => `${own}/${field.name}`),
    ...(parts ?? []).flatMap((part) => addresses(part, `${own}/`)),
  ];
}

const EVERYTHING = {
  'package.json': JSON.stringify({
    name: 'x',
    description: 'Does one thing well',
    bin: 'cli.js',
    engines: { node: '>=20' },
    scripts: { zap: 'x', build: 'x', 'test:watch': 'x', test: 'x', coverage: 'x' },
    dependencies: { express: '^5.0.0' },
    devDependencies: { vitest: '^4.0.0', eslint: '^9.0.0' },
  }),
  'package-lock.json': '{}',
  'cli.js': '',
  'test/a.test.js': '',
  'compose.yaml': 'services: { db: { image: postgres:16 } }\n',
  'SECURITY.md': '',
  'CONTRIBUTING.md': '',
  Dockerfile: '',
};

test('every address is one of the table of documents', () => {
  const fills = fillsOf(detected(EVERYTHING));
  for (const name of DOCUMENT_NAMES) {
    const known = new Set(DOCUMENTS[name].parts.flatMap((part) => addresses(part)));
    expect([...fills[name].keys()].filter((address) => !known.has(address))).toEqual([]);
  }
  expect(fills.project.size).toBeGreaterThan(0);
  expect(fills.bank.size).toBeGreaterThan(0);
});

test('what a team prefers is theirs to say', () => {
  expect(fillsOf(detected(EVERYTHING)).preferences.size).toBe(0);
});

test('each is short, and names the file that says so', () => {
  const { project, bank } = fillsOf(detected(EVERYTHING));
  expect(project.get('Active Project/Tech Stack')).toBe(
    'JavaScript; Node.js >=20, Express ^5.0.0 (`package.json`)',
  );
  expect(bank.get('Development Notes/Setup Instructions')).toBe(
    '- Needs Node.js >=20 (`package.json`)\n- Install: `npm ci` (`package-lock.json`)',
  );
  expect(bank.get('Development Notes/Common Tasks')?.split('\n')).toEqual([
    '- `npm run build` (`package.json`)',
    '- `npm test` (`package.json`)',
    '- `npm run test:watch` (`package.json`)',
    '- `npm run zap` (`package.json`)',
    '- `npm run coverage` (`package.json`)',
  ]);
  expect(bank.get('Testing Notes/Test Coverage')).toBe(
    '- Framework: Vitest ^4.0.0 (`package.json`)\n- Tests: test/\n- Coverage: `npm run coverage` (`package.json`)',
  );
  expect(bank.get('Deployment Notes/Deployment Process')).toBe(
    '- container image: `Dockerfile`\n- Docker Compose: `compose.yaml`',
  );
  expect(bank.get('Security Notes/Security Considerations')).toBe('- Security policy: `SECURITY.md`');
});

test('what nothing tells is not filled', () => {
  expect(DOCUMENT_NAMES.map((name) => fillsOf(detected({}))[name].size)).toEqual([0, 0, 0]);
  const { bank } = fillsOf(detected({ 'a.py': '', 'b.go': '', 'c.rs': '' }));
  expect(bank.has('Integration Points/External Systems')).toBe(false);
  expect(bank.has('Development Notes/Setup Instructions')).toBe(false);
});

test('foreign words stay in their line: no HTML, no comment, nothing unseen, no backtick that ends the code', () => {
  const { project, bank } = fillsOf(
    detected({
      'package.json': JSON.stringify({
        name: 'x',
        description: 'Says <!-- much\n\n# more <b>words</b>\u0007\u200b to read',
      }),
      'odd`name/package.json': JSON.stringify({ version: '1', scripts: { build: 'x' } }),
    }),
  );
  expect(project.get('Active Project/Purpose')).toBe(
    'Says ‹!-- much # more ‹b>words‹/b> to read (`package.json`)',
  );
  expect(bank.get('Development Notes/Common Tasks')).toBe(
    "- `` cd 'odd`name' && npm run build `` (`` odd`name/package.json ``)",
  );
});

test('of three languages of like weight, all are told', () => {
  const { project } = fillsOf(detected({ 'a.py': '', 'b.go': '', 'c.rs': '' }));
  expect(project.get('Active Project/Tech Stack')).toBe('Go, Python, Rust');
});
