import { describe, expect, test } from 'vitest';
import { describeProblem } from '../../src/core/problem.ts';
import { decodePlan } from '../../src/format/plan.ts';

function problemsOf(text: string, file = 'tasks.yaml'): string[] {
  return decodePlan(text, file).problems.map(describeProblem);
}

const TASK = 'id: a, description: do it, category: backend';

test('everything that a plan may say, in YAML and in JSON', () => {
  const plan = {
    tasks: [
      { id: 'build', description: 'Build it', category: 'backend', run: 'npm run build' },
      {
        id: '2',
        description: 'Test it',
        category: 'test',
        type: 'unit',
        dependencies: ['build'],
        effort: 2.5,
        status: 'completed',
        tools: ['vitest'],
        run: ['npm', 'test', '--', ''],
      },
    ],
    approach: 'api_heavy',
    concurrency: 4,
    endpoints: ['one', 'two'],
    retries: 0,
    rate: 0.5,
  };
  const yaml = `# what is to be done
---
approach: api_heavy
concurrency: 4
endpoints: [one, two]
retries: 0
rate: 0.5
owner: somebody
tasks:
  - id: build
    description: "Build it"
    category: backend
    run: npm run build
    due: tomorrow
  - {id: 2, description: Test it, category: test, type: unit, dependencies: [build],
     effort: 2.5, status: completed, tools: [vitest], run: [npm, test, --, ""]}
`;
  expect(decodePlan(yaml, 'tasks.yaml')).toEqual({ plan, problems: [] });
  expect(decodePlan(`\uFEFF// mine\n${JSON.stringify(plan, null, 2)}`, 'tasks.json')).toEqual({
    plan,
    problems: [],
  });
});

describe('what is wrong is told with its line', () => {
  test.each([
    ['', 'tasks.yaml:1: there are no tasks'],
    ['tasks: []', 'tasks.yaml:1: there are no tasks'],
    ['# x\ntasks: build', 'tasks.yaml:2: tasks is not a list'],
    ['tasks:\n  - build', 'tasks.yaml:2: a task is not a map of fields'],
    ['- a', 'tasks.yaml:1: expected `key: value` lines'],
    [`tasks:\n  - {${TASK}, id: b}`, 'the key "id" is there twice'],
    ['tasks:\n  - {id: a, category: b}', 'tasks.yaml:2: a has no description'],
    ['tasks:\n  - description: x\n    category: y', 'tasks.yaml:2: a task has no id'],
    [`tasks:\n  - {${TASK}}\n  - {${TASK}}`, 'tasks.yaml:3: the id a is there twice'],
    [
      `tasks:\n  - {${TASK}}\n  - id: b\n    description: x\n    category: y\n    dependencies: [aa]`,
      'tasks.yaml:6: b depends on aa, which is no task here (did you mean a?)',
    ],
    [
      `tasks:
  - {id: a, description: x, category: y, dependencies: [b]}
  - {id: b, description: x, category: y, dependencies: [c]}
  - {id: c, description: x, category: y, dependencies: [a]}`,
      'tasks.yaml:2: tasks wait for each other: a → b → c → a',
    ],
    [`tasks:\n  - {${TASK}, status: complete}`, 'there is no status complete (did you mean completed?)'],
    [`tasks:\n  - {${TASK}, effort: -1}`, 'effort is not a number from 0'],
    [`tasks:\n  - {${TASK}, effort: "2"}`, 'effort is not a number from 0'],
    [`tasks:\n  - {${TASK}, dependencies: b}`, 'dependencies is not a list of texts'],
    [`tasks:\n  - {${TASK}, run: []}`, 'run is neither a line nor a list of words'],
    [`tasks:\n  - {${TASK}, run: {a: b}}`, 'run is neither a line nor a list of words'],
    [`tasks:\n  - {${TASK}, dependecies: [b]}`, 'unknown field dependecies (did you mean dependencies?)'],
    [`tasks:\n  - {${TASK}}\nconcurrency: 0`, 'tasks.yaml:3: concurrency is not a whole number from 1 to 64'],
    [`tasks:\n  - {${TASK}}\napproach: paralel`, 'there is no approach paralel (did you mean parallel?)'],
    [`tasks:\n  - {id: "a\\nb", description: x, category: y}`, 'an id is one line'],
    [`tasks:\n<<<<<<< HEAD\n  - {${TASK}}\n=======\n>>>>>>> b`, 'tasks.yaml:2: an unresolved merge conflict'],
    ['tasks: &x []', 'anchors (&) are not allowed'],
  ])('%j', (text, told) => {
    const problems = problemsOf(text);
    expect(problems.some((problem) => problem.includes(told))).toBe(true);
    expect(decodePlan(text, 'tasks.yaml').plan).toBeUndefined();
  });

  test.each([
    ['{"tasks": [}', 'tasks.json:1: '],
    ['[]', 'tasks.json:1: expected an object'],
    [
      '{\n  "tasks": [\n    {"id": "a", "description": 5, "category": []}\n  ]\n}',
      'tasks.json:3: category is not a text',
    ],
    ['{"tasks": [{"id": "a", "id": "b"}]}', 'stands there twice'],
  ])('%j', (text, told) => {
    expect(problemsOf(text, 'tasks.json').join('\n')).toContain(told);
  });

  test('all at once, each where it is', () => {
    expect(
      problemsOf(`tasks:
  - id: a
    description: x
    category: y
    effort: much
    dependencies: [a]
  - id: b
    category: y
`),
    ).toEqual([
      'tasks.yaml:5: effort is not a number from 0 to 1000000 (correct it)',
      'tasks.yaml:7: b has no description (add: description: …)',
      'tasks.yaml:6: tasks wait for each other: a → a (take one of these dependencies out)',
    ]);
  });
});

test('a plan of a thousand tasks is read; more are too many', () => {
  const lines = Array.from(
    { length: 1001 },
    (_, index) =>
      `  - id: t${index}\n    description: x\n    category: y\n    run: "true"\n    tools: [a, b]\n`,
  );
  expect(decodePlan(`tasks:\n${lines.slice(0, 1000).join('')}`, 'p.yaml').plan?.tasks).toHaveLength(1000);
  expect(problemsOf(`tasks:\n${lines.join('')}`)[0]).toContain('1001 tasks, the limit is 1000');
});
