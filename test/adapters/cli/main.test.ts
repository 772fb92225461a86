import { describe, expect, test } from 'vitest';
import { main } from '../../../src/adapters/cli/main.ts';
import { NexusError } from '../../../src/core/error.ts';
import type { Nexus, NexusRecord } from '../../../src/nexus.ts';
import { bufferIo } from './buffer-io.ts';

const RECORD: NexusRecord = {
  id: '01k9x400000000000000000000',
  kind: 'note',
  title: 'A title',
  created: '2026-01-01T00:00:00Z',
  tags: [],
  files: [],
  supersedes: [],
  derived_from: [],
  extra: {},
  body: '',
};

const program = (nexus: Partial<Nexus>) => ({ version: '1.2.3', open: async () => nexus as Nexus });

async function ran(argv: readonly string[], nexus: Partial<Nexus> = {}, io = bufferIo()) {
  const code = await main(argv, io, program(nexus));
  return { code, ...io.printed, asked: io.asked };
}

const failing = (error: unknown): Partial<Nexus> => ({ stats: () => Promise.reject(error) });

describe('the command line', () => {
  test('without a verb it shows the verbs, and that is a usage error', async () => {
    expect(await ran([])).toMatchObject({
      code: 2,
      out: expect.stringContaining('Usage: nexus <verb>'),
      err: '',
    });
  });

  test('tells its version', async () => {
    expect(await ran(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '', asked: [] });
  });

  test.each([
    [['recal', 'x'], 'nexus has no verb "recal"', 'did you mean: nexus recall?'],
    [['frobnicate'], 'nexus has no verb "frobnicate"', 'see: nexus --help'],
    [['toString'], 'nexus has no verb "toString"', 'see: nexus --help'],
    [['--json', 'recall'], 'nexus needs a verb before "--json"', 'nexus <verb> --json'],
    [['help', 'recal'], 'nexus has no verb "recal"', 'did you mean: nexus recall?'],
    [['list', '--kind', 'decisons'], 'there is no kind "decisons"', 'did you mean decision?'],
    [['list', '--limit', '0'], '--limit takes a whole number', ''],
    [['list', '--since', 'yesterday'], '--since does not understand "yesterday"', '2026-01-31'],
    [['remember', 'note', 'x', '--message', 'y'], '--message does not fit the kind note', '--body'],
    [['remember', 'pattern', 'x', '--complexity', 'huge'], '--complexity is low, medium or high', ''],
    [['edit', '01k9x4', '--set', 'title'], '--set takes field=value', 'for example'],
    [['edit', '01k9x4', '--section', 'Resolution'], '--section needs --body', 'for example'],
    [['diff', 'a..b', 'c'], '"a..b" is a range already', 'usage'],
  ])('%j is refused in words, before anything is opened', async (argv, message, hint) => {
    const done = await ran(argv);
    expect(done.code).toBe(2);
    const text = done.out === '' ? done.err : done.out;
    expect(text).toContain(text === done.err ? message : JSON.stringify(message).slice(1, -1));
    expect(text).toContain(hint);
  });
});

describe('an error', () => {
  test.each([
    ['usage', 2],
    ['not-found', 1],
    ['broken', 3],
    ['internal', 3],
  ] as const)('of kind %s ends with exit code %i', async (kind, code) => {
    const error = new NexusError(kind, 'conflict', 'two\nlines', 'do this');
    expect(await ran(['stats'], failing(error))).toEqual({
      code,
      out: '',
      err: 'nexus: two\nlines\n       do this\n',
      asked: [],
    });
    const json = await ran(['stats', '--json'], failing(error));
    expect(json.code).toBe(code);
    expect(JSON.parse(json.out)).toEqual({
      schema: 1,
      error: { code: 'conflict', message: 'two\nlines', hint: 'do this' },
    });
    expect(json.err).toBe('');
  });

  test('nobody expected is a fault of ours, and --debug shows where', async () => {
    const plain = await ran(['stats'], failing(new TypeError('x is \u001b[31mnull')));
    expect(plain).toMatchObject({ code: 3, err: expect.stringContaining('unexpected: x is \\x1b[31mnull') });
    expect(plain.err).toContain('--debug');
    expect(plain.err).not.toContain('main.test.ts');
    expect((await ran(['stats', '--debug'], failing(new TypeError('x')))).err).toContain('main.test.ts');
  });

  test('behind -- belongs to the other program', async () => {
    const error = new NexusError('broken', 'needs-git', 'no git');
    const nexus: Partial<Nexus> = { run: () => Promise.reject(error) };
    expect(await ran(['run', '--', 'x', '--json'], nexus)).toMatchObject({ out: '', err: 'nexus: no git\n' });
  });
});

describe('a person at a terminal', () => {
  const plan = {
    changes: ['create .git/hooks/pre-commit'],
    manual: [],
    documents: [],
    packs: [],
    agentSigns: [],
  };
  const none = { changes: [], manual: [], documents: [], packs: [], agentSigns: [] };

  test.each([
    ['n', 1, []],
    ['', 0, [false]],
    ['yes', 0, [false]],
  ])('who answers %j to the plan', async (answer, code, runs) => {
    const real: boolean[] = [];
    const nexus: Partial<Nexus> = {
      init: async ({ dryRun }) => {
        if (!dryRun) real.push(dryRun);
        return plan;
      },
    };
    const io = bufferIo({ stdinIsTTY: true, answers: [answer] });
    const done = await ran(['init'], nexus, io);
    expect(done.code).toBe(code);
    expect(done.err).toContain('Would change\n  create .git/hooks/pre-commit');
    expect(done.asked).toEqual(['Do this? [Y/n] ']);
    expect(real).toEqual(runs);
  });

  test('is not asked with --yes, nor where nothing would change', async () => {
    const io = bufferIo({ stdinIsTTY: true });
    const yes = await ran(['hooks', 'uninstall', '--yes'], { uninstallHooks: async () => plan }, io);
    expect(yes).toMatchObject({ code: 0, asked: [], err: 'Undo: nexus hooks install\n' });
    const same = await ran(['init'], { init: async () => none }, bufferIo({ stdinIsTTY: true }));
    expect(same).toEqual({ code: 0, out: 'Nothing to change.\n', err: '', asked: [] });
  });

  test('writes a record in the editor, and gets the text back when it is not sound', async () => {
    const seen: string[] = [];
    const edits = (text: string): string => {
      seen.push(text);
      return seen.length === 1
        ? text.replace('title:', 'titel: x\ntitle:')
        : text.replace(/titel: x\ntitle:/, 'title: Sound');
    };
    const nexus: Partial<Nexus> = {
      remember: async (draft) => ({
        record: { ...RECORD, title: draft.title },
        path: '.nexus/notes/sound.md',
        redacted: 1,
      }),
    };
    const io = bufferIo({ stdinIsTTY: true, edits, answers: ['y'] });
    const done = await ran(['remember', 'note'], nexus, io);
    expect(done).toMatchObject({ code: 0, out: '.nexus/notes/sound.md\n', asked: ['Open it again? [Y/n] '] });
    expect(done.err).toContain('1 secret taken out');
    expect(seen[1]).toContain('titel: x');
  });

  test('who leaves the template as it is has written nothing', async () => {
    const io = bufferIo({ stdinIsTTY: true, edits: (text) => text });
    expect(await ran(['remember', 'note'], {}, io)).toMatchObject({
      code: 1,
      out: '',
      err: 'Nothing was written.\n',
    });
  });

  test('without an editor is asked, and may say nothing', async () => {
    const drafts: unknown[] = [];
    const nexus: Partial<Nexus> = {
      remember: async (draft) => {
        drafts.push(draft);
        return {
          record: { ...RECORD, title: draft.title },
          path: 'p',
          redacted: 0,
        };
      },
    };
    const io = bufferIo({ stdinIsTTY: true, answers: ['x is null', 'check it'] });
    expect((await ran(['remember', 'error'], nexus, io)).code).toBe(0);
    expect(drafts).toEqual([{ kind: 'error', title: 'x is null', body: '## Resolution\n\ncheck it' }]);
    expect((await ran(['remember', 'note'], nexus, bufferIo({ stdinIsTTY: true }))).code).toBe(1);
  });

  test('is asked before anything is forgotten', async () => {
    const nexus: Partial<Nexus> = {
      show: async () => ({ record: RECORD, path: 'p' }),
      discardJournal: () => Promise.reject(new Error('must not be called')),
    };
    for (const argv of [
      ['forget', '01k9x4'],
      ['forget', '--journal'],
    ]) {
      const io = bufferIo({ stdinIsTTY: true, answers: [''] });
      expect(await ran(argv, nexus, io)).toMatchObject({ code: 1, err: 'Nothing was changed.\n' });
    }
  });
});
