import { expect, test } from 'vitest';
import type { StayReason } from '../../src/core/prune.ts';
import type { NexusRecord, StoredRecord } from '../../src/core/record.ts';
import { type PruneGiven, type PruneLimits, pruneChoice } from '../../src/learn/prune.ts';

const NOW = Date.UTC(2026, 10, 21);

/** The n-th day of November, noon. */
function day(n: number): string {
  return `2026-11-${String(n).padStart(2, '0')}T12:00:00Z`;
}

function record(id: string, created: string, fields: Partial<NexusRecord> = {}): StoredRecord {
  const { kind = 'episode' } = fields;
  const none = { tags: [], files: [], supersedes: [], derived_from: [], extra: {}, body: '' };
  return { record: { id, kind, title: id, created, ...none, ...fields }, path: `.nexus/${kind}s/${id}.md` };
}

function episode(id: string, ats: readonly string[], fields: Partial<NexusRecord> = {}): StoredRecord {
  const executions = ats.map((at) => ({ at, category: 'backend', success: true }));
  return record(id, ats.at(-1) ?? day(1), { executions, ...fields });
}

function error(id: string, created: string, fields: Partial<NexusRecord> = {}): StoredRecord {
  return record(id, created, { kind: 'error', error: { signature: `sig ${id}` }, ...fields });
}

interface Case {
  readonly records: readonly StoredRecord[];
  readonly patterns?: number;
  readonly solutions?: number;
  readonly counted?: PruneLimits['counted'];
  readonly old?: readonly string[];
  readonly stays?: Readonly<Record<string, StayReason>>;
  readonly recalled?: PruneGiven['recalled'];
}

/** What goes, in order; what stays, and why; what of it counts. */
function chosen({ records, patterns = 1000, solutions = 500, stays = {}, ...rest }: Case) {
  const all = records.map((stored) => stored.record);
  const choice = pruneChoice(
    {
      records,
      executions: all
        .flatMap(({ id, executions = [] }) => executions.map(({ at }) => ({ episode: id, at })))
        .sort((a, b) => (a.at < b.at ? -1 : 1)),
      errors: all.flatMap(({ errors = [], created }) => errors.map((met) => ({ ...met, at: created }))),
      recalled: rest.recalled ?? all.flatMap(({ recalled = [] }) => recalled),
      old: new Set(rest.old),
      stayOf: (stored) => stays[stored.record.id],
      now: NOW,
      today: '2026-11-21',
    },
    { patterns, solutions, counted: rest.counted ?? { patterns, solutions } },
  );
  return {
    goes: choice.items.map(({ id }) => id),
    stays: Object.fromEntries(choice.stays.map(({ id, reason }) => [id, reason])),
    counted: choice.counted,
  };
}

test('an episode goes when the last of its executions is older than the newest that are kept', () => {
  const records = [
    episode('a', [day(1), day(2)]),
    episode('b', [day(3), day(6)]),
    episode('c', [day(4)]),
    episode('d', [day(5), day(7)]),
  ];
  expect(chosen({ records, patterns: 7 }).goes).toEqual([]);
  expect(chosen({ records, patterns: 3 })).toEqual({
    goes: ['a', 'c'],
    stays: {},
    counted: { executions: 0, errors: 0 },
  });
});

test('of executions in the same second all are kept', () => {
  const records = [episode('a', [day(1)]), episode('b', [day(2)]), episode('c', [day(2)])];
  expect(chosen({ records, patterns: 1 }).goes).toEqual(['a']);
});

test('what tells no execution is no matter of executions, however old it is', () => {
  const records = [record('talk', day(1)), episode('none', []), episode('b', [day(2)])];
  expect(chosen({ records, patterns: 1 })).toMatchObject({ goes: [], stays: {} });
});

test('an execution that cannot have been keeps its episode, for someone to look at', () => {
  const records = [episode('a', [day(1)]), episode('b', [day(9)])];
  const executions = [{ episode: 'b', at: day(9) }];
  const given: PruneGiven = {
    records,
    executions,
    errors: [],
    recalled: [],
    old: new Set(),
    stayOf: () => undefined,
    now: NOW,
    today: '2026-11-21',
  };
  const limits = { patterns: 1, solutions: 1 };
  expect(pruneChoice(given, { ...limits, counted: limits }).items).toEqual([]);
});

test('what tells of errors or uses counts however old it is', () => {
  const records = [
    episode('met', [day(1)], { errors: [{ signature: 'x', resolved: true }] }),
    episode('shown', [day(2)], { recalled: [{ id: 'r', helped: true }] }),
    episode('plain', [day(3)]),
    episode('new', [day(4)]),
  ];
  expect(chosen({ records, patterns: 1 })).toMatchObject({
    goes: ['plain'],
    stays: { met: 'counted', shown: 'counted' },
  });
});

test('what is not committed stays, and takes the place of nothing that is', () => {
  const records = [episode('a', [day(1)]), episode('b', [day(2)]), episode('c', [day(3)])];
  expect(chosen({ records, patterns: 2, stays: { c: 'uncommitted' } }).goes).toEqual([]);
  expect(chosen({ records, patterns: 1, stays: { a: 'uncommitted' } })).toMatchObject({
    goes: ['b'],
    stays: { a: 'uncommitted' },
  });
});

test('an error goes that is older than the newest kept, was never shown, met again or built upon', () => {
  const records = [
    error('plain', day(1)),
    error('shown', day(2)),
    error('again', day(3)),
    error('cited', day(4)),
    error('once', day(5)),
    error('new', day(9)),
    record('its-own', day(5), { errors: [{ id: 'once', signature: 'sig once', resolved: true }] }),
    record('later', day(8), { errors: [{ signature: 'sig again', resolved: true }] }),
    record('pattern', day(1), { kind: 'pattern', derived_from: ['cited'] }),
  ];
  const recalled = [{ id: 'shown', helped: false }];
  expect(chosen({ records, solutions: 1, recalled })).toEqual({
    goes: ['plain', 'once'],
    stays: { shown: 'used', again: 'met', cited: 'cited' },
    counted: { executions: 0, errors: 0 },
  });
});

test('an error of a clock that is ahead takes the place of none, and does not go', () => {
  const records = [error('a', day(1)), error('b', day(2)), error('ahead', '2036-11-21T00:00:00Z')];
  expect(chosen({ records, solutions: 2 }).goes).toEqual([]);
  expect(chosen({ records, solutions: 1 }).goes).toEqual(['a']);
});

test('what counts and goes, because less is to be kept than counts, is told', () => {
  const records = [1, 2, 3, 4].flatMap((n) => [episode(`e${n}`, [day(n)]), error(`x${n}`, day(n))]);
  const counted = { patterns: 3, solutions: 2 };
  expect(chosen({ records, patterns: 1, solutions: 1, counted })).toEqual({
    goes: ['e1', 'x1', 'e2', 'x2', 'e3', 'x3'],
    stays: {},
    counted: { executions: 2, errors: 1 },
  });
});

test('what took the place of a record that stays stays, so that nothing is served again', () => {
  const records = [
    error('a', day(1)),
    error('b', day(2), { supersedes: ['a'] }),
    error('c', day(3), { supersedes: ['b'] }),
    error('new', day(4)),
  ];
  expect(chosen({ records, solutions: 1 })).toMatchObject({ goes: [], stays: { c: 'replaces' } });
  const all = chosen({ records, solutions: 1, old: ['b', 'a'] });
  expect(all.goes).toEqual(['a', 'b', 'c']);
  expect(chosen({ records, solutions: 1, old: ['b'] })).toMatchObject({
    goes: [],
    stays: { b: 'replaces', c: 'replaces' },
  });
});

test('what was superseded goes first, whatever the dates say', () => {
  const records = [
    record('late', day(1), { kind: 'note', supersedes: ['early'], retired: 'gone' }),
    record('early', day(5), { kind: 'note' }),
  ];
  expect(chosen({ records, old: ['late', 'early'] }).goes).toEqual(['early', 'late']);
});

test('tombstones stay', () => {
  const records = [record('f', day(1), { kind: 'note', forgotten: 'hash' })];
  expect(chosen({ records, old: ['f'] })).toMatchObject({ goes: [], stays: {} });
});
