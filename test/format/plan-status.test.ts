import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TASK_STATUSES, type TaskStatus } from '../../src/core/plan.ts';
import { decodePlan } from '../../src/format/plan.ts';
import { setStatuses } from '../../src/format/plan-status.ts';

function written(text: string, file: string, statuses: Readonly<Record<string, TaskStatus>>): string {
  const done = setStatuses(text, file, new Map(Object.entries(statuses)));
  if ('problem' in done) throw new Error(`${done.problem.message}\n${text}`);
  return done.text;
}

describe('the word that stands there is replaced, or the field put behind the id', () => {
  const REST = 'description: x, category: y';
  test.each([
    [`tasks:\n  - {id: a, ${REST}}`, `tasks:\n  - {id: a, status: failed, ${REST}}`],
    [`tasks: [{${REST}, id: 'a'}]\n`, `tasks: [{${REST}, id: 'a', status: failed}]\n`],
    [`tasks:\n  - {id: a, status: "pending", ${REST}}`, `tasks:\n  - {id: a, status: failed, ${REST}}`],
    [
      'tasks:\n- description: x\n  category: y\n  id: a',
      'tasks:\n- description: x\n  category: y\n  id: a\n  status: failed',
    ],
    [
      'tasks:\n  - id: a # one\n    # of many\n    description: x\n    category: y\n',
      'tasks:\n  - id: a # one\n    status: failed\n    # of many\n    description: x\n    category: y\n',
    ],
    [
      '---\r\ntasks:\r\n  - id: a\r\n    status:   pending   # now\r\n    description: x\r\n    category: y\r\n',
      '---\r\ntasks:\r\n  - id: a\r\n    status:   failed   # now\r\n    description: x\r\n    category: y\r\n',
    ],
    [
      '\uFEFFtasks:\n  - id: a\n    status:\n    description: x\n    category: y\n',
      '\uFEFFtasks:\n  - id: a\n    status: failed\n    description: x\n    category: y\n',
    ],
    [
      'tasks:\n  -   id: a\n      description: |\n        status: pending\n      category: y\n',
      'tasks:\n  -   id: a\n      status: failed\n      description: |\n        status: pending\n      category: y\n',
    ],
  ])('%j', (before, after) => {
    expect(written(before, 'tasks.yaml', { a: 'failed' })).toBe(after);
  });

  test.each([
    ['{"tasks":[{"id":"a","status":"pending"}]}', '{"tasks":[{"id":"a","status":"failed"}]}'],
    [
      '{"tasks": [{"id": "a", "category": "y"}]}',
      '{"tasks": [{"id": "a", "status": "failed", "category": "y"}]}',
    ],
    [
      '\uFEFF{\r\n\t"tasks": [\r\n\t\t{\r\n\t\t\t"id": "a", // one\r\n\t\t\t"category": "y",\r\n\t\t}\r\n\t]\r\n}\r\n',
      '\uFEFF{\r\n\t"tasks": [\r\n\t\t{\r\n\t\t\t"id": "a",\r\n\t\t\t"status": "failed", // one\r\n\t\t\t"category": "y",\r\n\t\t}\r\n\t]\r\n}\r\n',
    ],
  ])('%j', (before, after) => {
    expect(written(before, 'tasks.json', { a: 'failed' })).toBe(after);
  });
});

test('a task that is not there, or a text that is no plan, is a problem, and nothing is written', () => {
  for (const [text, file] of [
    ['tasks:\n  - id: b\n', 'tasks.yaml'],
    ['tasks: [', 'tasks.yaml'],
    ['{', 'tasks.json'],
  ] as const)
    expect(setStatuses(text, file, new Map([['a', 'failed']]))).toMatchObject({
      problem: { code: 'bad-plan' },
    });
});

/* Plans as people write them: any layout of a task, comments anywhere, statuses or none. */
const status = fc.constantFrom(...TASK_STATUSES);
const words = fc.constantFrom('plain', '"quoted # one"', "'it''s'", 'status - pending', '"id: a"', 'ünï 🙂');
const taskLines = fc.record({
  form: fc.constantFrom('block', 'late', 'flow', 'wide'),
  status: fc.option(fc.tuple(status, fc.constantFrom('', '"', "'")), { nil: undefined }),
  text: words,
  comment: fc.constantFrom('', ' # status: failed', ' #'),
});

type TaskLines = typeof taskLines extends fc.Arbitrary<infer T> ? T : never;

function yamlTask(index: number, { form, status: own, text, comment }: TaskLines): string {
  const id = `t${index}`;
  const [word = '', quote = ''] = own ?? [];
  const is = own === undefined ? [] : [`status: ${quote}${word}${quote}`];
  if (form === 'flow')
    return `  - {${[`id: ${id}`, 'description: x', 'category: y', ...is].join(', ')}}${comment}\n`;
  const fields = [`description: ${text}`, 'category: y', `run: |\n      status: failed\n      id: ${id}`];
  const all = form === 'late' ? [...fields, ...is, `id: ${id}`] : [`id: ${id}`, ...is, ...fields];
  const lead = form === 'wide' ? '  -   ' : '  - ';
  const pad = ' '.repeat(lead.length);
  return all
    .map(
      (line, at) =>
        `${at === 0 ? lead : pad}${line.replaceAll('\n      ', `\n${pad}  `)}${line.includes('|') ? '' : comment}\n`,
    )
    .join('');
}

const yamlPlan = fc
  .record({
    tasks: fc.array(taskLines, { minLength: 1, maxLength: 6 }),
    crlf: fc.boolean(),
    mark: fc.constantFrom('', '\uFEFF'),
    head: fc.constantFrom('', '---\n', '# mine\n---\n', 'approach: parallel # so\n'),
    foot: fc.constantFrom('', '# end', '\n\nrate: 5\n'),
  })
  .map(({ tasks, crlf, mark, head, foot }) => {
    const body = `${head}tasks:\n${tasks.map((task, index) => yamlTask(index, task)).join('')}${foot}`;
    return { text: mark + (crlf ? body.replaceAll('\n', '\r\n') : body), count: tasks.length, file: 'p.yml' };
  });

const jsonPlan = fc
  .record({
    tasks: fc.array(fc.option(status, { nil: undefined }), { minLength: 1, maxLength: 6 }),
    indent: fc.constantFrom(0, 2, '\t'),
    comment: fc.constantFrom('', '// "status": "failed"\n'),
  })
  .map(({ tasks, indent, comment }) => {
    const plan = {
      tasks: tasks.map((is, index) => ({
        id: `t${index}`,
        description: '"status": "failed"',
        category: 'y',
        ...(is === undefined ? {} : { status: is }),
      })),
    };
    return {
      text: `${comment}${JSON.stringify(plan, undefined, indent)}\n`,
      count: tasks.length,
      file: 'p.json',
    };
  });

test('statuses change, and nothing else does', () => {
  fc.assert(
    fc.property(
      fc.oneof(yamlPlan, jsonPlan),
      fc.array(status, { minLength: 6, maxLength: 6 }),
      (made, to) => {
        const before = decodePlan(made.text, made.file).plan;
        expect(before?.tasks).toHaveLength(made.count);
        const statuses = Object.fromEntries(
          Array.from({ length: made.count }, (_, index) => [`t${index}`, to[index] ?? 'pending']),
        );
        const text = written(made.text, made.file, statuses);
        const after = decodePlan(text, made.file).plan;
        expect(after).toEqual({
          ...before,
          tasks: before?.tasks.map((task) => ({ ...task, status: statuses[task.id] })),
        });
        // Once every task has one, writing it is a replacement of words that can be taken back byte for byte.
        const marks = Object.fromEntries(Object.keys(statuses).map((id) => [id, 'in_progress' as const]));
        expect(written(written(text, made.file, marks), made.file, statuses)).toBe(text);
        // What stands there and is no status of ours stands there still, in its order.
        const bare = (all: string): string =>
          all.replace(/,?\s*"?status"?:\s*["']?(?:pending|in_progress|completed|failed|skipped)["']?/g, '');
        expect(bare(text)).toBe(bare(made.text));
      },
    ),
    { numRuns: 200 },
  );
});
