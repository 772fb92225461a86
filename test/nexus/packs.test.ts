import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RecallHit } from '../../src/core/recall.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const QUESTION = 'async await waits for network';

async function withPack(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'a.py': 'x = 1\n' }));
  usePacks(repo, 'python');
  return repo;
}

function usePacks(repo: TestRepo, packs: string): void {
  const path = join(repo.dir, '.nexus/config.yaml');
  const text = readFileSync(path, 'utf8').replace(/^packs:.*\n/m, '');
  writeFileSync(path, `${text}packs: [${packs}]\n`);
}

async function hits(repo: TestRepo, text: string): Promise<readonly RecallHit[]> {
  return (await (await open(repo)).recall({ text })).hits;
}

describe('packs', () => {
  test('are recalled beside the own memory where the settings name them, and nowhere else', async () => {
    const repo = await withPack();
    const [first] = await hits(repo, QUESTION);
    expect(first).toMatchObject({
      pack: 'python',
      standing: 'pack',
      title: 'async/await for I/O-bound work',
    });
    expect(first?.snippet).toContain('asyncio.TaskGroup');
    usePacks(repo, '');
    expect((await hits(repo, QUESTION)).filter((hit) => hit.pack !== undefined)).toEqual([]);
    usePacks(repo, 'python');
    expect((await hits(repo, QUESTION))[0]?.pack).toBe('python');
  });

  test('an answer says where it is from, and how much was searched', async () => {
    const repo = await withPack();
    const { stdout } = nexus(repo, ['recall', QUESTION]);
    expect(stdout).toMatch(/· of the pack python\n/);
    expect(stdout).toMatch(/from 0 records and 2 commits, \d+ of packs/);
    const own = nexusJson<{ searched: object; hits: RecallHit[] }>(repo, ['recall', '--own', QUESTION]);
    expect(own.searched).toEqual({ records: 0, commits: 2 });
    expect(own.hits.filter((hit) => hit.pack !== undefined)).toEqual([]);
  });

  test('a record is shown by its id, and what it says can be judged', async () => {
    const repo = await withPack();
    const [first] = await hits(repo, QUESTION);
    const id = first?.id ?? '';
    expect(nexus(repo, ['show', id.slice(0, 14)]).stdout).toContain('async/await for I/O-bound work');
    expect(nexusJson(repo, ['outcome', id, 'helped'])).toMatchObject({ id, helped: true, kept: true });
  });

  test('what the repository itself says on the subject comes first, and a copy stands for its original', async () => {
    const repo = await withPack();
    const memory = await open(repo);
    const [first] = await hits(repo, QUESTION);
    const { record } = await memory.show(first?.id ?? '');
    const { title, body, tags } = record;
    await memory.remember({ kind: 'pattern', title: 'async/await here', body, tags });
    const [own, pack] = await hits(repo, QUESTION);
    expect([own?.title, pack?.title]).toEqual(['async/await here', title]);
    await memory.remember({
      kind: 'pattern',
      title: `${title}, ours`,
      body,
      tags,
      derived_from: [record.id],
    });
    expect((await hits(repo, QUESTION)).map((hit) => hit.id)).not.toContain(record.id);
  });

  test('an error is answered by them where somebody asks, and not where one happens', async () => {
    const repo = await withPack();
    const failing = ['node', '-e', 'throw new TypeError("NoneType object is not subscriptable")'];
    const { stderr } = nexus(repo, ['run', '--', ...failing]);
    expect(stderr).toContain('TypeError');
    expect(stderr).not.toContain('resolved before');
    const asked = nexus(repo, ['fix', "TypeError: 'NoneType' object is not subscriptable"]);
    expect(asked.stdout).toMatch(/^error {4}TypeError: 'NoneType' object\n.*of the pack python/);
  });

  test('an error of one language is not answered by the pack of another', async () => {
    const repo = await withPack();
    usePacks(repo, 'python, typescript');
    const node = (code: string) => nexus(repo, ['run', '--', 'node', '-e', code]).stderr;
    expect(node('undefined_.x')).not.toContain('pack python');
    const read = node('const user = undefined; user.name');
    expect(read).toContain('TypeError: Cannot read properties of undefined');
    expect(read).toContain('of the pack typescript');
    expect(read).not.toContain('pack python');
  });

  test('they count in no statistics and in no report', async () => {
    const repo = await withPack();
    const memory = await open(repo);
    expect((await memory.stats()).records).toBe(0);
    expect((await memory.list({})).total).toBe(0);
    expect((await memory.report({})).health.records).toBe(0);
  });

  test('a pack that there is not is told with its line, and the others hold', async () => {
    const repo = await withPack();
    usePacks(repo, 'pyton, python');
    expect(nexus(repo, ['doctor']).stdout).toMatch(
      /config\.yaml:\d+: there is no pack pyton\n +did you mean python\?/,
    );
    expect((await hits(repo, QUESTION))[0]?.pack).toBe('python');
  });
});
