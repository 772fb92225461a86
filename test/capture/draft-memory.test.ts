import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draftMemory } from '../../src/capture/draft-memory.ts';
import type { CommitContext } from '../../src/capture/episode-draft.ts';
import {
  asJournalEvent,
  commandLine,
  type ExecutionEvent,
  type JournalEvent,
  type NoteEvent,
  openFailures,
  type RunEvent,
} from '../../src/capture/journal-event.ts';
import type { Execution } from '../../src/core/execution.ts';
import { sectionNamed } from '../../src/core/sections.ts';
import { validateDraft } from '../../src/store/draft.ts';
import { ANY_UNIT } from '../helpers/any-unit.ts';

const T0 = Date.UTC(2026, 10, 21, 9, 0);
const SIGNATURE = "ModuleNotFoundError: No module named 'fastapi'";

function failed(id: string, minute: number, over: Partial<RunEvent> = {}): RunEvent {
  return {
    type: 'run',
    id,
    at: T0 + minute * 60_000,
    command: ['python', '-m', 'app'],
    folder: '',
    exit: 1,
    duration_ms: 40,
    failure: {
      type: 'ModuleNotFoundError',
      message: "No module named 'fastapi'",
      signature: SIGNATURE,
      language: 'python',
      excerpt: 'Traceback (most recent call last):\n…',
    },
    ...over,
  };
}

function passed(
  id: string,
  minute: number,
  closes: readonly string[],
  changed: readonly string[] = ['requirements.txt'],
): RunEvent {
  const { failure: _failure, ...base } = failed(id, minute);
  return { ...base, exit: 0, fix: { closes, changed, diff: '# requirements.txt\n+fastapi' } };
}

function context(over: Partial<CommitContext> = {}): CommitContext {
  let next = 0;
  return {
    branch: 'main',
    files: ['requirements.txt', 'app.py'],
    now: T0 + 600_000,
    known: new Map(),
    idFor: () => `id-${next++}`,
    ...over,
  };
}

const step: RunEvent = {
  type: 'run',
  id: 's',
  at: T0 + 120_000,
  command: ['pip', 'install', 'fastapi'],
  folder: '',
  exit: 0,
  duration_ms: 900,
};

const execution: Execution = {
  at: '2026-11-21T09:03:00Z',
  task: 'Add the login form',
  category: 'frontend',
  type: 'ui',
  complexity: 'low',
  approach: 'incremental',
  success: true,
  success_factors: ['component_creation'],
  duration_s: 12,
  dependencies: [],
  tools: ['vite'],
  api_calls: 0,
};

function executed(id: string, over: Partial<Execution> = {}): ExecutionEvent {
  return { type: 'execution', id, at: T0, execution: { ...execution, ...over } };
}

describe('drafting memory from a journal', () => {
  test('nothing worth telling gives nothing', () => {
    expect(draftMemory([], context())).toEqual({ errors: [], episode: undefined });
    expect(draftMemory([step], context()).episode).toBeUndefined();
    expect(draftMemory([{ type: 'note', id: 'n', at: T0, text: '  ' }], context()).episode).toBeUndefined();
  });

  test('a resolved error becomes a record that tells what was run and changed, and what it cost', () => {
    const { errors, episode } = draftMemory(
      [passed('c', 4, ['a', 'b']), step, failed('a', 0), failed('b', 1)],
      context(),
    );
    expect(errors).toHaveLength(1);
    const draft = errors[0]?.draft;
    expect(draft).toMatchObject({
      kind: 'error',
      title: SIGNATURE,
      language: 'python',
      files: ['requirements.txt'],
      error: {
        type: 'ModuleNotFoundError',
        message: "No module named 'fastapi'",
        signature: SIGNATURE,
        command: 'python -m app',
      },
    });
    const resolution = sectionNamed(draft?.body ?? '', 'Resolution');
    expect(resolution).toContain('after 4 min and 3 runs');
    expect(resolution).toContain('- `pip install fastapi`');
    expect(resolution).toContain('```diff\n# requirements.txt\n+fastapi\n```');
    expect(episode).toMatchObject({
      kind: 'episode',
      title: `Resolved ${SIGNATURE}`,
      files: ['requirements.txt', 'app.py'],
      episode: { branch: 'main', started: '2026-11-21T09:00:00Z', duration_s: 600, success: true },
      errors: [{ id: 'id-0', signature: SIGNATURE, resolved: true, cost_s: 240, runs: 3 }],
    });
  });

  test('a known signature gives an occurrence, not a second record', () => {
    const known = new Map([[SIGNATURE, 'known-id']]);
    const { errors, episode } = draftMemory([failed('a', 0), passed('c', 4, ['a'])], context({ known }));
    expect(errors).toEqual([]);
    expect(episode?.errors).toMatchObject([{ id: 'known-id', signature: SIGNATURE, resolved: true }]);
  });

  test('an execution is a reason for an episode, which says what was done, and how', () => {
    const { episode } = draftMemory([executed('a')], context());
    expect(episode).toMatchObject({
      title: 'Executed: Add the login form',
      episode: { success: true },
      executions: [
        {
          at: '2026-11-21T09:03:00Z',
          task: 'Add the login form',
          category: 'frontend',
          approach: 'incremental',
          success: true,
          duration_s: 12,
          tools: ['vite'],
        },
      ],
    });
    expect(Object.keys(episode?.executions?.[0] ?? {})).not.toContain('api_calls');
    expect(sectionNamed(episode?.body ?? '', 'Executions')).toBe(
      '- Add the login form (frontend, ui): incremental, succeeded in 12 s',
    );
    if (episode !== undefined) expect(validateDraft(episode)).toEqual([]);
  });

  test('executions are told in the order of doing, a failed one as what it was', () => {
    const late = executed('a', { at: '2026-11-21T09:09:00Z', success: false, duration_s: 0 });
    const early = executed('b', { task: 'Draw it', type: 'general' });
    const { episode } = draftMemory([late, early], context());
    expect(episode?.title).toBe('Executed 2 tasks: Draw it …');
    expect(episode?.episode?.success).toBe(false);
    expect(episode?.executions?.map((done) => done.task)).toEqual(['Draw it', 'Add the login form']);
    expect(sectionNamed(episode?.body ?? '', 'Executions')?.split('\n')).toEqual([
      '- Draw it (frontend): incremental, succeeded in 12 s',
      '- Add the login form (frontend, ui): incremental, failed',
    ]);
  });

  test('what was resolved is still what an episode is called', () => {
    const { episode } = draftMemory([failed('a', 0), passed('c', 4, ['a']), executed('d')], context());
    expect(episode?.title).toBe(`Resolved ${SIGNATURE}`);
    expect(episode?.executions).toHaveLength(1);
  });

  test.each([
    { duration_s: Number.NaN },
    { duration_s: -1 },
    { duration_s: 1e12 },
    { api_calls: Number.POSITIVE_INFINITY },
    { at: 'yesterday' },
    { category: ' ' },
    { complexity: 'none' },
    { success: 'yes' },
    { tools: 'vite' },
  ])('a journal file with %j in it is no event', (over) => {
    expect(asJournalEvent(executed('a'))).toBeDefined();
    expect(asJournalEvent({ ...executed('a'), execution: { ...execution, ...over } })).toBeUndefined();
  });

  test('an open failure is told once', () => {
    const first = draftMemory([failed('a', 0)], context());
    expect(first.errors).toEqual([]);
    expect(first.episode?.errors).toEqual([{ signature: SIGNATURE, resolved: false }]);
    expect(first.episode?.episode?.success).toBe(false);
    expect(draftMemory([failed('a', 0, { told: true })], context()).episode).toBeUndefined();
  });

  test('a shown record helped if what it was shown for was resolved', () => {
    const shown = failed('a', 0, { shown: ['r1'] });
    expect(draftMemory([shown, passed('c', 4, ['a'])], context()).episode?.recalled).toEqual([
      { id: 'r1', helped: true },
    ]);
    expect(draftMemory([shown], context()).episode?.recalled).toEqual([{ id: 'r1', helped: false }]);
  });

  test('notes are kept word for word, many-line ones as one item', () => {
    const notes: JournalEvent[] = [
      { type: 'note', id: 'n', at: T0, text: 'staging is read-only\non Sundays' },
    ];
    const { episode } = draftMemory(notes, context());
    expect(episode?.title).toBe('staging is read-only');
    expect(sectionNamed(episode?.body ?? '', 'Notes')).toBe('- staging is read-only\n  on Sundays');
    expect(episode?.episode?.success).toBeUndefined();
  });

  test('two ways in which one command failed are two errors', () => {
    const other = {
      type: 'SyntaxError',
      message: 'invalid syntax',
      signature: 'SyntaxError: invalid syntax',
      excerpt: '',
    };
    const { errors } = draftMemory(
      [failed('a', 0), failed('b', 1, { failure: other }), passed('c', 4, ['a', 'b'])],
      context(),
    );
    expect(errors.map((entry) => entry.draft.error?.signature)).toEqual([
      SIGNATURE,
      'SyntaxError: invalid syntax',
    ]);
  });

  test('a command that only answered no is told with what turned its answer, or not at all', () => {
    const silent = { message: 'grep -q x a: exit code 1, no output', signature: 'grep', excerpt: '' };
    const asked = failed('a', 0, { failure: silent });
    expect(draftMemory([asked], context()).episode).toBeUndefined();
    expect(draftMemory([asked, passed('c', 4, ['a'], [])], context()).episode).toBeUndefined();
    const { errors } = draftMemory([asked, passed('c', 4, ['a'])], context());
    expect(sectionNamed(errors[0]?.draft.body ?? '', 'Context')).toContain('and printed nothing.');
  });

  test('an episode reads as an account', () => {
    const other = failed('b', 3, {
      command: ['npm', 'test'],
      failure: { ...failed('x', 0).failure, message: 'a `b`', signature: 's', excerpt: 'e' },
    });
    const { episode } = draftMemory([failed('a', 0), other, passed('c', 4, ['a'])], context());
    expect(episode?.body).toBe(`## Accomplished

- Resolved \`${SIGNATURE}\` from \`python -m app\` after 4 min and 2 runs: changed \`requirements.txt\`

## Errors

- \`\` ModuleNotFoundError: a \`b\` \`\` from \`npm test\` was still open at this commit
`);
  });

  test('no event, however odd or long, makes a draft that is refused', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: ANY_UNIT }),
      fc.constantFrom('`'.repeat(9), '## x\n', 'long '.repeat(500)),
    );
    const facts = fc.record({
      message: text,
      signature: text.map((each) => each.slice(0, 300)),
      excerpt: text,
    });
    const events = fc.array(
      fc.record({
        command: fc.array(text),
        folder: text,
        failure: facts,
        fixed: fc.boolean(),
        changed: fc.array(text),
      }),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(events, (all) => {
        const runs = all.flatMap(({ command, folder, failure, fixed, changed }, n) => {
          const run = failed(`f${n}`, n, { command, folder, failure, shown: [`${n}`.padStart(26, '0')] });
          const { failure: _none, ...base } = run;
          const fix = { closes: [run.id], changed, diff: changed.join('\n') };
          const both = fixed ? [run, { ...base, id: `p${n}`, at: run.at + 1, exit: 0, fix }] : [run];
          return both.flatMap((event) => asJournalEvent(JSON.parse(JSON.stringify(event))) ?? []);
        });
        const idFor = () => '0'.repeat(26);
        const { errors, episode } = draftMemory(runs, context({ idFor }));
        const drafts = [...errors.map((error) => error.draft), ...(episode === undefined ? [] : [episode])];
        const problems = drafts.flatMap((draft) => validateDraft({ ...draft, files: [] }));
        expect(problems).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('what is told has a section of its own, and belongs to its session', () => {
    const tell = (id: string, minute: number, about: NoteEvent['about'], text: string, more = {}) => ({
      type: 'note' as const,
      id,
      at: T0 + minute * 60_000,
      text,
      ...(about === undefined ? {} : { about }),
      ...more,
    });
    const events = [
      tell('a', 0, undefined, 'look:\n```js\n1'),
      tell('b', 1, 'decision', 'Read in chunks'),
      tell('c', 2, 'blocker', 'no access'),
      tell('d', 3, 'blocker', 'no disk'),
      tell('e', 4, 'blocker', 'no access', { resolved: true }),
      tell('f', 5, 'preference', 'Error handling: clear exceptions'),
    ];
    const session = { id: '0'.repeat(26), focus: 'Performance\nof the import', by: 'codex' };
    const { episode } = draftMemory(events, context({ session }));
    expect(episode).toMatchObject({ episode: { session: session.id, by: 'codex' } });
    expect(episode?.body).toBe(`## Focus

Performance of the import

## Decisions

- Read in chunks

## Preferences

- Error handling: clear exceptions

## Blockers

- no disk
- Resolved: no access

## Notes

- look:
  \`\`\`js
  1
  \`\`\`
`);
  });

  test('the end of a session tells what was done, or what commits say, and all that was told in it', () => {
    const end = { started: T0 - 3_600_000, accomplished: ['import in chunks'], next: ['validate'], told: [] };
    const draft = (over: Partial<typeof end>, focus?: string) =>
      draftMemory(
        [],
        context({ session: { id: '0'.repeat(26), end: { ...end, ...over }, ...(focus ? { focus } : {}) } }),
      ).episode;
    expect(draft({})).toMatchObject({
      title: 'import in chunks',
      episode: { started: '2026-11-21T08:00:00Z', duration_s: 4200 },
      body: '## Accomplished\n\n- import in chunks\n\n## Next\n\n- validate\n',
    });
    expect(draft({}, 'Performance')?.title).toBe('Performance');
    expect(draft({ accomplished: [] })?.title).toBe('validate');
    // A focus alone is no account of anything.
    expect(draft({ accomplished: [], next: [] }, 'Performance')).toBeUndefined();
  });

  test("an agent's last words are told where nothing better is known, and make no episode", () => {
    const said = (id: string, text: string): JournalEvent => ({
      type: 'summary',
      id,
      at: T0,
      text,
      by: 'codex',
    });
    const note: JournalEvent = { type: 'note', id: 'n', at: T0 + 60_000, text: 'staging is read-only' };
    const accomplished = (events: readonly JournalEvent[]) =>
      sectionNamed(draftMemory(events, context()).episode?.body ?? '', 'Accomplished');
    expect(draftMemory([said('a', 'Done.')], context()).episode).toBeUndefined();
    expect(accomplished([said('a', 'Old.'), said('b', 'I fixed\n\n## the parser.'), note])).toBe(
      '- I fixed ## the parser.',
    );
    expect(accomplished([said('a', 'Done.'), failed('f', 0), passed('c', 4, ['f'])])).not.toContain('Done');
    const long = accomplished([said('a', `${'A whole sentence. '.repeat(60)}End`), note]) ?? '';
    expect(long.length).toBeLessThanOrEqual(602);
    expect(long).toMatch(/A whole sentence\.$/);
    expect(accomplished([said('a', 'word '.repeat(200)), note])).toMatch(/word …$/);
    expect(accomplished([said('a', 'x'.repeat(900)), note])?.length).toBe(602);
  });

  test('whether a record helped is best known to whoever used it', () => {
    const id = '0'.repeat(26);
    const outcome = (record: string, helped: boolean): JournalEvent => ({
      type: 'outcome',
      id: `o${record}`,
      at: T0,
      record,
      helped,
      by: 'codex',
    });
    const events = [failed('a', 0, { shown: [id] }), outcome(id, true), outcome('no id', true)];
    const { episode } = draftMemory(events, context());
    expect(episode?.recalled).toEqual([{ id, helped: true }]);
    expect(episode?.episode?.by).toBeUndefined();
    expect(draftMemory([outcome(id, true)], context()).episode).toBeUndefined();
  });

  test('of what is said of a record the newest word counts, with the newest reason for it', () => {
    const id = '0'.repeat(26);
    const say = (at: number, helped: boolean, note?: string): JournalEvent => ({
      ...{ type: 'outcome', id: `o${at}`, at: T0 + at, record: id, helped },
      ...(note === undefined ? {} : { note }),
    });
    const recalled = (...said: JournalEvent[]) =>
      draftMemory([failed('a', 0, { shown: [id] }), ...said], context()).episode?.recalled;
    expect(recalled(say(1, false, 'gone since 3.0'), say(2, false))).toEqual([
      { id, helped: false, wrong: true, note: 'gone since 3.0' },
    ]);
    expect(recalled(say(1, false, 'gone'), say(2, true))).toEqual([{ id, helped: true }]);
    expect(recalled(say(2, false, 'second'), say(1, true, 'first'))).toEqual([
      { id, helped: false, wrong: true, note: 'second' },
    ]);
  });

  test('an excerpt cannot break out of its fence', () => {
    const failure = { message: 'x', signature: 'x', excerpt: '```\n## Resolution\n\nforged' };
    const { errors } = draftMemory([failed('a', 0, { failure }), passed('c', 4, ['a'])], context());
    expect(sectionNamed(errors[0]?.draft.body ?? '', 'Resolution')).toContain('Passed again');
  });
});

describe('the journal', () => {
  test('a failure is open until the same command in the same folder passes', () => {
    const events = [failed('a', 0), failed('b', 1, { folder: 'api' }), passed('c', 2, ['a'])];
    expect(openFailures(events).map((run) => run.id)).toEqual(['b']);
    expect(openFailures(events, { command: ['python', '-m', 'app'], folder: '' })).toEqual([]);
  });

  test('what is not an event of ours is not taken for one', () => {
    const event = failed('a', 0);
    expect(asJournalEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
    for (const bad of [
      null,
      [],
      'x',
      { type: 'note' },
      { ...event, command: 'ls' },
      { ...event, failure: { message: 1 } },
      { ...event, type: 'other' },
    ]) {
      expect(asJournalEvent(bad)).toBeUndefined();
    }
  });

  test('commands are shown as a shell takes them', () => {
    expect(commandLine(['echo', 'a b', "it's", '$HOME', ''])).toBe("echo 'a b' 'it'\\''s' '$HOME' ''");
  });
});
