import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importVerb } from '../../src/adapters/cli/commands/import.ts';
import { parseCommand } from '../../src/adapters/cli/parse.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { pathOf } from '../../src/store/paths.ts';
import { bufferIo } from '../adapters/cli/buffer-io.ts';
import { record as anyRecord } from '../format/record-arbitrary.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson, PROGRAM } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

function memoryOf(repo: TestRepo): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(join(repo.dir, '.nexus'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[path.slice(repo.dir.length + 1)] = readFileSync(path, 'latin1');
  }
  return files;
}

const id = (n: number): string => `01k9x4${String(n).padStart(20, '0')}`;

const record = (n: number, kind: string, fields: string, body: string): string =>
  `---\nid: "${id(n)}"\nkind: ${kind}\ntitle: Odd one ${n}\ncreated: 2025-0${n}-02T03:04:05Z\n${fields}---\n${body}`;

/** Records as people make them by hand, none in canonical form. */
const ODD: Readonly<Record<string, string>> = {
  [`.nexus/notes/plain-${id(1)}.md`]: record(1, 'note', '', ''),
  [`.nexus/notes/deeper/hand-named-${id(2)}.md`]: record(
    2,
    'note',
    '# a comment\nowner:   Ann   # unknown\nnested: {a: [1, "2"]}\n',
    '\n\n  odd   spacing\n\n\n## Part\ntext without end',
  ),
  [`.nexus/decisions/crlf-${id(3)}.md`]: record(3, 'decision', '', '\nWith CRLF\n').replaceAll('\n', '\r\n'),
  [`.nexus/decisions/bom-${id(4)}.md`]: `\ufeff${record(4, 'decision', `supersedes: ["${id(3)}"]\n`, 'é e\u0301 😀\n')}`,
  [`.nexus/patterns/retired-${id(5)}.md`]: record(5, 'pattern', 'retired: "not true any more"\n', 'old\n'),
  [`.nexus/patterns/forgotten-${id(6)}.md`]: record(6, 'pattern', 'forgotten: "0123456789abcdef"\n', ''),
  [`.nexus/episodes/2025/07/told-${id(7)}.md`]: record(
    7,
    'episode',
    'episode:\n  branch: main\n  success: true\nrecalled:\n  - id: "01k9x400000000000000000001"\n    helped: true\n',
    '\n<!-- nexus end -->\n\n<!-- nexus file 1 ".nexus/notes/x.md" -->\nx\n<!-- nexus end -->\n',
  ),
  '.nexus/context/project.md':
    '# Ours\n\n| a | table |\n|--|--|\n\n## Active Project: Harvest\n* **Stage** : Testing\n',
  '.nexus/context/archive.md': 'Old things\n',
  '.nexus/config.yaml': '# ours\nschema: 1\nrecall: {limit: 3}\n',
};

/** A memory into which nobody wrote yet; `nexus init` knows something of the repository. */
function freshMemory(): Promise<TestRepo> {
  return withMemory(
    gitRepo({
      a: '1',
      'README.md': '# Harvest\n\nPulls data in every night.\n',
      'package.json':
        '{"name":"harvest","scripts":{"test":"node --test"},"dependencies":{"undici":"^7.0.0"}}\n',
    }),
  );
}

async function oddMemory(): Promise<TestRepo> {
  const repo = await freshMemory();
  repo.commit('odd records', ODD);
  return repo;
}

for (const format of ['jsonl', 'markdown']) {
  test(`an export as ${format}, imported into a fresh memory, gives the same bytes; twice changes nothing`, async () => {
    const from = await oddMemory();
    const whole = nexus(from, ['export', '--format', format]);
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    expect(nexus(from, ['export', '--format', format]).stdout).toBe(whole.stdout);
    const to = await freshMemory();
    to.write({ 'given.txt': whole.stdout });
    const done = nexus(to, ['import', 'given.txt']);
    expect(done.code).toBe(0);
    expect(memoryOf(to)).toEqual(memoryOf(from));
    expect(nexus(to, ['import', 'given.txt']).stderr).toBe('0 written, 12 here already\n');
    expect(nexus(to, ['import', '-'], { input: whole.stdout }).stderr).toBe('0 written, 12 here already\n');
    expect(memoryOf(to)).toEqual(memoryOf(from));
  });
}

test('records of every kind, generated, keep their bytes from memory to memory', async () => {
  const records = fc.sample(anyRecord, { seed: 3, numRuns: 60 });
  const files = Object.fromEntries(
    records.map((one, n): [string, string] => {
      const given = { ...one, id: id(n) };
      return [pathOf(given), encodeRecord(given)];
    }),
  );
  const from = (await freshMemory()).write(files);
  const to = await freshMemory();
  const done = nexus(to, ['import', '-', '--json'], { input: nexus(from, ['export']).stdout });
  const { items } = JSON.parse(done.stdout) as { items: { outcome: string; why?: string; title: string }[] };
  expect(items.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
  expect(memoryOf(to)).toEqual(memoryOf(from));
});

test('a secret in an export does not come in, not even where a record may have random text', async () => {
  const token = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';
  const path = `.nexus/errors/told-${id(1)}.md`;
  const text = record(1, 'error', `error:\n  message: x\n  signature: "${token}"\n`, `\n${token}\n`);
  const from = (await freshMemory()).write({ [path]: text });
  const to = await freshMemory();
  const done = nexus(to, ['import', '-'], { input: nexus(from, ['export']).stdout });
  expect(done.stderr).toBe('1 written, 4 here already; 2 secrets taken out\n');
  expect(memoryOf(to)[path]).toBe(text.replaceAll(token, '[REDACTED:github-personal-token]'));
});

test('a document that `nexus init` filled is replaced as long as it says just that', async () => {
  const from = await freshMemory();
  nexus(from, ['context', 'set', 'Stage', 'Testing']);
  const whole = nexus(from, ['export']).stdout;
  const to = await freshMemory();
  expect(nexus(to, ['import', '-'], { input: whole }).stderr).toBe('1 written, 3 here already\n');
  expect(memoryOf(to)).toEqual(memoryOf(from));

  const changed = await freshMemory();
  nexus(changed, ['context', 'set', 'Timeline', 'No deadline']);
  expect(nexus(changed, ['import', '-'], { input: whole }).stderr).toMatch(/left as you have it/);
  const both = memoryOf(changed)['.nexus/context/project.md'] ?? '';
  expect(both).toContain('- **Stage**: Testing\n');
  expect(both).toContain('- **Timeline**: No deadline\n');
});

test('a document with a text of its own takes the imported one section by section', async () => {
  const from = await oddMemory();
  const to = await freshMemory();
  const mine = '# Ours\n\n## Active Project\n\n- **Stage**: Planning\n- **Timeline**:\n';
  to.write({ '.nexus/context/project.md': mine });
  const only = nexus(from, ['export'])
    .stdout.split('\n')
    .filter((line) => line.includes('project.md'));
  const report = nexusJson<{ items: { what: string; outcome: string; why?: string }[] }>(
    to,
    ['import', '-'],
    {
      input: `{"nexus":"export","schema":1,"data":1}\n${only.join('\n')}\n`,
    },
  );
  expect(report.items).toMatchObject([
    { what: 'file', outcome: 'kept', why: 'its sections are added one by one' },
    { what: 'document', outcome: 'kept', why: 'it says: Planning' },
    { what: 'document', outcome: 'new' },
  ]);
  const after = memoryOf(to)['.nexus/context/project.md'] ?? '';
  expect(after).toContain('- **Stage**: Planning\n');
  expect(after).toContain('- **Name**: Harvest');
});

test('JSON lines: a header, then a file a line, with the record in it and its unknown fields', async () => {
  const repo = await oddMemory();
  const [head, ...lines] = nexus(repo, ['export'])
    .stdout.trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(head).toEqual({ nexus: 'export', schema: 1, data: 1 });
  expect(lines.map(({ path }) => path).slice(0, 3)).toEqual([
    '.nexus/config.yaml',
    '.nexus/context/project.md',
    '.nexus/context/preferences.md',
  ]);
  const odd = lines.find(({ path }) => path.includes('hand-named'));
  expect(odd.record).toMatchObject({
    id: id(2),
    kind: 'note',
    extra: { owner: 'Ann', nested: { a: [1, '2'] } },
  });
});

test('by kind, as of a revision, into a file that only an earlier export gives way to', async () => {
  const repo = await oddMemory();
  const paths = (args: readonly string[]): string[] =>
    nexus(repo, ['export', ...args])
      .stdout.trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line).path);
  expect(paths(['--kind', 'decision'])).toEqual([
    `.nexus/decisions/bom-${id(4)}.md`,
    `.nexus/decisions/crlf-${id(3)}.md`,
  ]);
  const now = paths([]);
  repo.commit('gone', { [`.nexus/notes/later-${id(8)}.md`]: record(8, 'note', '', '') });
  expect(paths(['--at', 'HEAD~1'])).toEqual(now);
  expect(paths(['--at', 'HEAD'])).toEqual(paths([]));
  expect(nexus(repo, ['export', '--at', 'nowhere'])).toMatchObject({ code: 2, stdout: '' });

  expect(nexus(repo, ['export', '-o', 'out.jsonl']).stderr).toMatch(/^out\.jsonl: 13 files, \d+ bytes\n$/);
  expect(readFileSync(join(repo.dir, 'out.jsonl'), 'utf8')).toBe(nexus(repo, ['export']).stdout);
  expect(nexusJson(repo, ['export', '-o', 'out.jsonl', '--kind', 'note'])).toMatchObject({ files: 3 });
  const kept = nexus(repo, ['export', '-o', 'a']);
  expect([kept.code, kept.stderr]).toEqual([
    2,
    'nexus: a is there already and is no export\n       give another name, or remove it\n',
  ]);
  expect(readdirSync(repo.dir).sort()).toEqual([
    '.git',
    '.nexus',
    'README.md',
    'a',
    'out.jsonl',
    'package.json',
  ]);
});

test('a reader that goes away is no error', async () => {
  const repo = await withMemory(gitRepo({ a: '1' }));
  const big = Object.fromEntries(
    Array.from({ length: 60 }, (_, n) => {
      const text = record(1, 'note', '', `${'word '.repeat(2_000)}\n`).replace(id(1), id(100 + n));
      return [`.nexus/notes/big-${id(100 + n)}.md`, text];
    }),
  );
  repo.write(big);
  const done = repo.sh(
    `node '${PROGRAM}' export | head -1; node '${PROGRAM}' export --format markdown | head -1`,
  );
  expect(done.stderr).toBe('');
  expect(done.stdout.split('\n')).toHaveLength(3);
});

test('on a terminal the plan is shown and asked about', async () => {
  const repo = await withMemory(gitRepo({ 'AGENTS.md': '## Rules\n- Use tabs\n' }));
  const run = async (answers: readonly string[]) => {
    const io = bufferIo({ stdinIsTTY: true, answers });
    const args = parseCommand(importVerb, ['AGENTS.md']);
    return { io, code: await importVerb.run({ io, args, json: false, nexus: () => open(repo) }) };
  };
  const no = await run(['n']);
  expect(no.code).toBe(1);
  expect(no.io.asked).toEqual(['Write this? [Y/n] ']);
  expect(no.io.printed.err).toMatch(/new {2}pattern {2}Use tabs[\s\S]*1 to write\nNothing was written\.\n$/);
  expect(nexus(repo, ['list']).code).toBe(1);
  const yes = await run(['']);
  expect(yes.code).toBe(0);
  expect(yes.io.printed.out).toMatch(/^\.nexus\/patterns\/use-tabs-\w+\.md\n$/);
  const again = await run([]);
  expect([again.code, again.io.asked]).toEqual([0, []]);
});
