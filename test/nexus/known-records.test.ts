import { randomBytes } from 'node:crypto';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeId } from '../../src/core/id.ts';
import type { Draft, NexusRecord } from '../../src/core/record.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { type Context, openContext } from '../../src/nexus/context.ts';
import { knownRecords } from '../../src/nexus/known-records.ts';
import { uncommitted } from '../../src/nexus/overview.ts';
import { recordOf } from '../../src/store/draft.ts';
import { pathOf } from '../../src/store/paths.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const NOW = Date.UTC(2026, 10, 21);
const MANY = 270;

const recordAt = (n: number, draft: Partial<Draft> = {}): NexusRecord =>
  recordOf(
    { kind: 'note', title: `Note ${n}`, tags: [`t${n % 3}`], ...draft },
    { id: makeId(NOW + n * 60_000, new Uint8Array(10)), now: NOW + n * 60_000 },
  );

const contextOf = (repo: TestRepo): Promise<Context> =>
  openContext({
    cwd: repo.dir,
    env: repo.env,
    machine: {},
    clock: () => NOW + 1e10,
    random: randomBytes,
    warm: false,
  });

/** More records than are looked at one by one, a few of them over, a few damaged. */
async function manyRecords(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo());
  const whole = Array.from({ length: MANY }, (_, n) => recordAt(n));
  const others = [
    recordAt(300, {
      kind: 'decision',
      title: 'Files',
      files: ['src/a.ts#L3'],
      supersedes: [whole[5]?.id ?? ''],
    }),
    recordAt(301, { kind: 'error', title: 'It fails', expires: '2020-01-01' }),
    { ...recordAt(302), retired: '2026-11-21' },
    recordAt(303, { derived_from: [whole[7]?.id ?? ''] }),
  ];
  const files = [...whole, ...others].map((record) => [pathOf(record), encodeRecord(record)] as const);
  repo.commit('many', {
    ...Object.fromEntries(files),
    '.nexus/notes/torn.md': '---\nid: "01',
    '.nexus/notes/README.md': '# What lies here\n',
    '.nexus/errors/elsewhere.md': encodeRecord(recordAt(310)),
    [pathOf(recordAt(311))]: encodeRecord(recordAt(311)).replace('kind: note', 'kind: note\nlanguage: [a]'),
    [pathOf(recordAt(312))]: `<<<<<<< ours\n${encodeRecord(recordAt(312))}`,
  });
  return repo;
}

describe('what the index knows of very many records', () => {
  test('is what reading them all tells, their problems in the same order', async () => {
    const repo = await manyRecords();
    const context = await contextOf(repo);
    const known = await knownRecords(context);
    const { records, problems } = (await context.reader()).all();
    expect(known?.docs.map(({ path }) => path).sort()).toEqual(records.map(({ path }) => path));
    expect(known?.problems).toEqual(problems);
    expect(problems.map(({ code }) => code)).toEqual([
      'wrong-folder',
      'bad-field',
      'bad-field',
      'conflict-markers',
      'no-front-matter',
    ]);
  });

  test('lists them as reading them does, whatever is asked', async () => {
    const memory = await open(await manyRecords());
    // A revision is read record by record.
    for (const query of [
      {},
      { limit: 7 },
      { all: true },
      { tags: ['T1'], limit: 3 },
      { kinds: ['decision', 'error'] },
      { file: 'src' },
      { language: 'go' },
      { since: NOW + 200 * 60_000 },
    ] as const)
      expect(await memory.list(query)).toEqual(await memory.list({ ...query, at: 'HEAD' }));
  });

  test('tells what is not committed without reading the others', async () => {
    const repo = await manyRecords();
    const [first, second, third] = [0, 1, 2].map((n) => pathOf(recordAt(n)));
    rmSync(join(repo.dir, first ?? ''));
    repo.write({
      [second ?? '']: encodeRecord(recordAt(1, { body: 'Said otherwise.' })),
      [third ?? '']: 'no record any more\n',
      [pathOf(recordAt(400))]: encodeRecord(recordAt(400)),
    });
    const context = await contextOf(repo);
    const known = await knownRecords(context);
    const changes = await uncommitted(context, known);
    expect(known).toBeDefined();
    expect(changes.map(({ type }) => type).sort()).toEqual(['added', 'changed', 'deleted', 'unreadable']);
    expect(changes).toEqual(await uncommitted(context));
  });

  test('does not do where two files claim one id, or something is no plain file', async () => {
    const repo = await manyRecords();
    repo.write({ '.nexus/notes/twice.md': encodeRecord(recordAt(3)) });
    expect(await knownRecords(await contextOf(repo))).toBeUndefined();
    const { problems } = await (await open(repo)).list({});
    expect(problems.at(-1)).toMatchObject({ code: 'duplicate-id', file: '.nexus/notes/twice.md' });
    rmSync(join(repo.dir, '.nexus/notes/twice.md'));
    expect(await knownRecords(await contextOf(repo))).toBeDefined();
    symlinkSync('elsewhere.md', join(repo.dir, '.nexus/notes/link.md'));
    expect(await knownRecords(await contextOf(repo))).toBeUndefined();
    const linked = await (await open(repo)).list({});
    expect(linked.problems[0]).toMatchObject({ code: 'not-a-file', file: '.nexus/notes/link.md' });
  });
});
