import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Proposal } from '../../src/core/proposal.ts';
import type { Decided, LearnedCode } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson, PROGRAM } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { quiet, quietAtEnd } from '../helpers/quiet.ts';
import { hasTmux, Terminal } from '../helpers/terminal.ts';

/** Reads something by its id, or says that it is not there: the same structure under other names. */
function reader(what: string, table: string): string {
  return `import { fetchRow, NotFound } from './db';

export async function read${what}(id: string): Promise<${what}> {
  // ${what}s have ids of their own.
  const ${table}Row = await fetchRow('${table}', id);
  if (${table}Row === undefined) {
    throw new NotFound('${what}', id);
  }
  return { ...${table}Row, id };
}
`;
}

const CODE = {
  'src/users.ts': reader('User', 'users'),
  'src/orders.ts': reader('Order', 'orders'),
  'src/items.ts': reader('Item', 'items'),
  'vendor/lib/users.ts': reader('Vendored', 'vendored'),
};

async function withCode(code: Readonly<Record<string, string>> = CODE): Promise<TestRepo> {
  return withMemory(gitRepo(code));
}

interface InboxJson {
  readonly proposals: readonly Proposal[];
  readonly waiting: number;
}

const inboxOf = (repo: TestRepo): readonly Proposal[] => nexusJson<InboxJson>(repo, ['inbox']).proposals;
const learnt = (repo: TestRepo, ...args: string[]) => nexusJson<LearnedCode>(repo, ['learn', ...args]);
const patterns = (repo: TestRepo): string[] => {
  const folder = join(repo.dir, '.nexus/patterns');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : [];
};
const firstPattern = (repo: TestRepo): string =>
  readFileSync(join(repo.dir, '.nexus/patterns', patterns(repo)[0] ?? ''), 'utf8');

describe('what recurs', () => {
  test('is proposed with why, accepted into a record, and found by the next recall', async () => {
    const repo = await withCode();
    const { proposals, added } = learnt(repo, 'src');
    expect(added).toBe(1);
    expect(proposals[0]?.reason).toMatch(/^the same shape in 3 places of 3 files; names share “read”/);
    expect(proposals[0]?.source).toBe('src');

    const listed = nexus(repo, ['inbox']);
    expect(listed.stdout).toContain('the same shape in 3 places of 3 files');
    expect(nexus(repo, ['status']).stdout).toContain('1 proposal waits for you: nexus inbox');
    const id = proposals[0]?.id ?? '';
    expect(nexus(repo, ['inbox', 'show', id]).stdout).toContain('\nasync function readItem(id: string)');

    const done = nexus(repo, ['inbox', 'accept', id]);
    expect(done.code).toBe(0);
    expect(done.stdout).toMatch(/^\.nexus\/patterns\/.*\.md\n$/);
    const text = firstPattern(repo);
    expect(text).toMatch(/files:\n {2}- src\/items\.ts#L3-L10\n {2}- src\/orders\.ts#L3-L10\n/);
    expect(text).not.toContain('vendor');
    expect(repo.git('status', '--porcelain')).toContain('?? .nexus/patterns/');
    expect(nexus(repo, ['recall', 'fetchRow NotFound']).stdout).toContain('Read');
    expect(inboxOf(repo)).toEqual([]);
    // It is remembered, with all its places.
    expect(learnt(repo).proposals).toEqual([]);
  });

  test('nothing is kept in a dry run, and nothing twice', async () => {
    const repo = await withCode();
    expect(learnt(repo, '--dry-run').proposals).toHaveLength(1);
    expect(inboxOf(repo)).toEqual([]);
    const id = learnt(repo).proposals[0]?.id;
    const again = learnt(repo);
    expect([again.added, again.proposals[0]?.id]).toEqual([0, id]);
    expect(inboxOf(repo)).toHaveLength(1);
  });

  test('what was rejected does not come back, until that is undone', async () => {
    const repo = await withCode();
    const id = learnt(repo).proposals[0]?.id ?? '';
    expect(nexus(repo, ['inbox', 'reject', id, '--reason', 'only here']).code).toBe(0);
    expect(learnt(repo).proposals).toEqual([]);
    expect(nexus(repo, ['learn']).code).toBe(1);
    // Nor from another place, or with another one like it.
    repo.commit('one more', { 'src/carts.ts': reader('Cart', 'carts') });
    expect(learnt(repo).proposals).toEqual([]);
    expect(nexus(repo, ['inbox', 'undo']).stderr).toContain('Not rejected any more');
    expect(inboxOf(repo).map((one) => one.id)).toEqual([id]);
  });

  test('one that memory holds adds its places to the record; undo brings every byte back', async () => {
    const repo = await withCode();
    nexus(repo, ['inbox', 'accept', learnt(repo).proposals[0]?.id ?? '']);
    const before = firstPattern(repo);
    repo.commit('one more', { 'src/carts.ts': reader('Cart', 'carts') });
    const [more] = learnt(repo).proposals;
    expect(more?.like?.how).toBe('structure');
    const done = nexusJson<{ decided: Decided[] }>(repo, ['inbox', 'accept', more?.id ?? '']);
    expect(done.decided[0]?.verdict).toBe('added');
    expect(patterns(repo)).toHaveLength(1);
    expect(firstPattern(repo)).toContain('src/carts.ts#L3-L10');
    expect(nexus(repo, ['inbox', 'undo']).code).toBe(0);
    expect(firstPattern(repo)).toBe(before);
    expect(inboxOf(repo)).toHaveLength(1);
  });

  test('an accepted record goes with undo, but not once somebody has written into it', async () => {
    const repo = await withCode();
    const id = learnt(repo).proposals[0]?.id ?? '';
    nexus(repo, ['inbox', 'accept', id]);
    nexus(repo, ['inbox', 'undo']);
    expect(patterns(repo)).toEqual([]);
    nexus(repo, ['inbox', 'accept', id]);
    const file = join(repo.dir, '.nexus/patterns', patterns(repo)[0] ?? '');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\nBy hand.\n`);
    const refused = nexus(repo, ['inbox', 'undo']);
    expect(refused.stderr).toContain('was changed since it was accepted');
    expect(readFileSync(file, 'utf8')).toContain('By hand.');
  });

  test('a record by hand that cites one of the places is merged into', async () => {
    const repo = await withCode();
    const own = await (await open(repo)).remember({
      kind: 'pattern',
      title: 'Rows by id',
      body: 'Read, or throw.',
    });
    const id = learnt(repo).proposals[0]?.id ?? '';
    nexus(repo, ['inbox', 'merge', id, own.record.id]);
    const text = firstPattern(repo);
    expect(text).toContain('Read, or throw.');
    expect(text).toMatch(/\n## Read by .* \(3 places\)\n/);
    expect(text).toContain('\n### Solution\n');
    expect(text).toContain('src/users.ts#L3-L10');
    expect(learnt(repo).proposals).toEqual([]);
  });

  test('a secret in the code reaches neither the inbox nor a record', async () => {
    const secret = `ghp_${'a1B2c3D4e5'.repeat(3)}f6G7h8`;
    const code = Object.fromEntries(
      Object.entries(CODE).map(([path, text]) => [path, text.replace('// ', `// ${secret} `)]),
    );
    const repo = await withCode(code);
    const id = learnt(repo).proposals[0]?.id ?? '';
    expect(nexus(repo, ['inbox', 'show', id]).stdout).not.toContain(secret);
    nexus(repo, ['inbox', 'accept', id]);
    expect(firstPattern(repo)).not.toContain(secret);
  });
});

test('a torn file is told and stops nothing; clear drops what waits, and it may come back', async () => {
  const repo = await withCode();
  const id = learnt(repo).proposals[0]?.id ?? '';
  writeFileSync(join(repo.dir, '.git/nexus/inbox/torn.json'), '{"id": "01');
  writeFileSync(join(repo.dir, '.git/nexus/inbox/other.json'), '{"id": "01abcd", "draft": 7}');
  const listed = nexus(repo, ['inbox']);
  expect(listed.stdout).toContain(id.slice(0, 14));
  expect(listed.stderr).toMatch(/other\.json[\s\S]*is no proposal[\s\S]*torn\.json[\s\S]*not complete JSON/);
  expect(nexus(repo, ['status']).code).toBe(1);
  expect(nexusJson(repo, ['inbox', 'clear'])).toMatchObject({ cleared: 1 });
  expect(learnt(repo).added).toBe(1);
});

describe('of a change', () => {
  test('only what a commit, a range or the index touches, compared with all of the code', async () => {
    const repo = await withCode({ ...CODE, 'src/other.py': 'def f():\n    pass\n' });
    repo.commit('another file', { 'src/other.py': 'def g():\n    pass\n' });
    expect(learnt(repo, '--commit', 'HEAD', '--dry-run').proposals).toEqual([]);
    repo.commit('one more', { 'src/carts.ts': reader('Cart', 'carts') });
    expect(learnt(repo, '--commit', 'HEAD', '--dry-run').proposals[0]?.reason).toContain(
      '4 places of 4 files',
    );
    expect(learnt(repo, '--range', 'HEAD~2..HEAD', '--dry-run').proposals).toHaveLength(1);
    repo.write({ 'src/bills.ts': reader('Bill', 'bills') }).git('add', '-A');
    const [staged] = learnt(repo, '--staged', '--dry-run').proposals;
    expect([staged?.source, staged?.reason]).toEqual(['staged', expect.stringContaining('5 places')]);
  });

  test('a commit whose episode tells of a good end marks what it added, even once', async () => {
    const episode = (fields: string): string =>
      `---\nid: "01m7ytvkb8wa1krs6wbp1q9803"\nkind: episode\ntitle: Carts\ncreated: 2026-11-21T10:00:00Z\n${fields}---\n`;
    const path = '.nexus/episodes/2026/11/carts-01m7ytvkb8wa1krs6wbp1q9803.md';
    const code = reader('Cart', 'carts').replace(
      '  return',
      '  if (cartsRow.closed && !cartsRow.paid) throw new NotFound("Cart", id);\n  return',
    );
    const repo = await withCode({ a: 'a\n' });
    const reasons = (fields: string): string[] => {
      repo.commit('carts', { 'src/carts.ts': code, [path]: episode(fields) });
      const told = learnt(repo, '--commit', 'HEAD', '--dry-run').proposals.map(({ reason }) => reason);
      repo.git('reset', '-q', '--hard', 'HEAD~1');
      return told;
    };
    expect(reasons('errors:\n  - {signature: "RangeError: no row", resolved: true}\n')).toEqual([
      'new or changed; its commit resolved RangeError: no row',
    ]);
    expect(reasons('episode:\n  success: true\n')).toEqual(['new or changed; its episode succeeded']);
    expect(reasons('episode:\n  success: false\n')).toEqual([]);
  });

  test('what is asked for in two ways, or is not there, is said', async () => {
    const repo = await withCode();
    expect(nexus(repo, ['learn', 'src', '--staged'])).toMatchObject({ code: 2 });
    expect(nexus(repo, ['learn', '--range', 'HEAD'])).toMatchObject({ code: 2 });
    expect(nexus(repo, ['learn', '--commit', 'nowhere']).stderr).toContain('there is no revision "nowhere"');
    expect(nexus(repo, ['inbox', 'show', '01abcd']).stderr).toContain('no proposal "01abcd" waits');
    expect(nexus(repo, ['inbox', 'undo'])).toMatchObject({ code: 1 });
    const typo = nexus(repo, ['learn', 'scr']);
    expect(typo).toMatchObject({ code: 1, stdout: '' });
    expect(typo.stderr).toContain('no tracked source file is at or below scr');
    const none = nexus(await withMemory(gitRepo({ 'notes.md': '# x\n' })), ['learn']);
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toMatch(/^No tracked source file is in a language /);
  });
});

describe('after a commit', () => {
  async function committed(
    setting: string,
    code = CODE as Readonly<Record<string, string>>,
  ): Promise<TestRepo> {
    const repo = gitRepo({ a: 'a\n' });
    quietAtEnd(repo.dir);
    await (await open(repo)).init({ hooks: true, dryRun: false });
    const config = join(repo.dir, '.nexus/config.yaml');
    writeFileSync(
      config,
      readFileSync(config, 'utf8').replace(/patterns: propose.*/, `patterns: ${setting}`),
    );
    repo.commit('readers', code);
    await quiet(repo.dir);
    return repo;
  }

  test('proposals wait, made in the background', async () => {
    const repo = await committed('propose');
    expect(inboxOf(repo)[0]?.source).toMatch(/^commit [0-9a-f]{7}$/);
    expect(patterns(repo)).toEqual([]);
  });

  test('the surest are written with auto, for a person to commit', async () => {
    const steps = Array.from({ length: 8 }, (_, at) => `  await checked(${at});\n`).join('');
    const sure = Array.from({ length: 16 }, (_, at) => {
      const name = String.fromCharCode(65 + at);
      return [`src/${name}.ts`, reader(name, name).replace('  return', `${steps}  return`)] as const;
    });
    const repo = await committed('auto', Object.fromEntries(sure));
    expect(patterns(repo)).toHaveLength(1);
    expect(repo.git('status', '--porcelain')).toContain('?? .nexus/patterns/');
    expect(inboxOf(repo)).toEqual([]);
    expect(nexus(repo, ['inbox', 'undo']).code).toBe(0);
  });

  test('off is off', async () => {
    expect(inboxOf(await committed('off'))).toEqual([]);
  });
});

describe.skipIf(!hasTmux)('at a narrow terminal', () => {
  test('one by one: what is wrong is asked again, and one is edited before it is accepted', async () => {
    const repo = await withCode();
    learnt(repo);
    const terminal = new Terminal(repo, 40, { GIT_EDITOR: "sed -i 's/^title: .*/title: Rows by id/'" });
    await terminal.asks('nexus inbox walk', '[q]uit?');
    terminal.type('m');
    await terminal.sees('Into which record');
    terminal.type('01abcd');
    await terminal.sees(/no record[\s\S]*\[q\]uit\? ?$/);
    terminal.type('e');
    expect(await terminal.ended()).toMatch(/Remembered \w+: Rows by id\nexit 0$/);
    expect(firstPattern(repo)).toMatch(/ {2}shape: "?\w{16}"?\n/);
    expect(learnt(repo).proposals).toEqual([]);
  });

  test('what is left in the editor without saving is not accepted', async () => {
    const repo = await withCode();
    learnt(repo);
    const before = inboxOf(repo);
    const terminal = new Terminal(repo, 80, { GIT_EDITOR: 'true' });
    await terminal.asks('nexus inbox walk', '[q]uit?');
    terminal.type('e');
    await terminal.sees(/Not accepted: nothing was saved\n.*\[q\]uit\? ?$/);
    terminal.type('q');
    expect(await terminal.ended()).toMatch(/exit 0$/);
    const [{ id = '' } = {}] = before;
    expect(await terminal.run(`nexus inbox edit ${id}`)).toMatch(
      /^Not accepted: nothing was saved\nexit 1$/m,
    );
    expect(inboxOf(repo)).toEqual(before);
  });
});

test('the list ends quietly where nobody reads on', async () => {
  const repo = await withCode();
  learnt(repo);
  const done = repo.sh(`"${process.execPath}" "${PROGRAM}" inbox | head -n 1`);
  expect([done.stdout.split('\n').length, done.stderr]).toEqual([2, '']);
});
