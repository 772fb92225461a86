import {
  APPROACHES,
  isApproach,
  PLAN_LIMITS,
  type Plan,
  type PlanTask,
  TASK_STATUSES,
  type TaskStatus,
} from '../core/plan.ts';
import { present } from '../core/present.ts';
import type { Problem } from '../core/problem.ts';
import { graphFaults } from '../core/task-graph.ts';
import { anyConflictLine } from './conflict.ts';
import { planSource, readPlan } from './plan-source.ts';
import type { YamlMap } from './yaml.ts';
import { fieldOf, placeOf, YamlCheck } from './yaml-check.ts';

const TASK_KEYS = [
  'id',
  'description',
  'category',
  'type',
  'dependencies',
  'effort',
  'status',
  'tools',
  'run',
] as const;
const PLAN_KEYS = ['tasks', 'approach', 'concurrency', 'endpoints', 'retries', 'rate'] as const;

/** Characters of an id: it is shown in front of every line that its task prints. */
const MAX_ID = 100;

/**
 * Reads a plan file, JSON (comments allowed) by its name and YAML otherwise. What is wrong is a problem with
 * its line; with any of them there is no plan. Keys that others add are passed over.
 */
export function decodePlan(
  text: string,
  file: string,
):
  | { readonly plan: Plan; readonly problems: readonly [] }
  | { readonly plan?: never; readonly problems: readonly Problem[] } {
  const conflict = anyConflictLine(text);
  if (conflict >= 0)
    return {
      problems: [
        {
          code: 'bad-plan',
          message: 'an unresolved merge conflict',
          file,
          line: conflict + 1,
          hint: 'resolve it, then remove the marker lines',
        },
      ],
    };
  const source = planSource(text, file);
  const read = readPlan(source);
  if (!('map' in read))
    return {
      problems: [{ code: 'bad-plan', message: read.why, file, line: read.line, hint: 'correct the file' }],
    };
  const check = new PlanCheck(source.body, file, 'bad-plan');
  const tasks = tasksOf(read.map, check);
  const { map } = read;
  check.keys(map, PLAN_KEYS);
  const approach = check.choice(map, 'approach', APPROACHES);
  const plan: Plan = {
    tasks: tasks.map(({ task }) => task),
    ...(approach === undefined || !isApproach(approach) ? {} : { approach }),
    ...present({
      concurrency: check.number(map, 'concurrency', [1, PLAN_LIMITS.concurrency], true),
      endpoints: check.list(map, 'endpoints'),
      retries: check.number(map, 'retries', [0, PLAN_LIMITS.retries], true),
      rate: check.number(map, 'rate', [0.001, 10_000], false),
    }),
  };
  for (const { index, field, message, hint } of graphFaults(plan.tasks)) {
    const node = tasks[index]?.node;
    check.bad(message, placeOf(node, field), hint);
  }
  return check.problems.length > 0 ? { problems: check.problems } : { plan, problems: [] };
}

function tasksOf(
  map: YamlMap,
  check: PlanCheck,
): readonly { readonly task: PlanTask; readonly node: YamlMap }[] {
  const list = fieldOf(map, 'tasks');
  if (list?.kind !== 'list' || list.items.length === 0) {
    check.bad(
      list === undefined || list.kind === 'list' ? 'there are no tasks' : 'tasks is not a list',
      list === undefined ? map.at : list.at,
      'begin with: tasks: [{id: build, description: …, category: …, run: …}]',
    );
    return [];
  }
  const nodes = check.maps(list, PLAN_LIMITS.tasks, {
    one: 'a task',
    many: 'tasks',
    split: 'split the plan into several',
    form: 'write: {id: …, description: …, category: …}',
  });
  return Array.from(nodes, (node) => ({ task: taskOf(node, check), node }));
}

function taskOf(node: YamlMap, check: PlanCheck): PlanTask {
  check.keys(node, TASK_KEYS);
  const id = check.needed(node, 'id');
  if (id.length > MAX_ID || /\p{C}/u.test(id))
    check.bad(`an id is one line of at most ${MAX_ID} characters`, placeOf(node, 'id'), 'shorten it');
  const status = check.choice(node, 'status', TASK_STATUSES);
  return {
    id,
    description: check.needed(node, 'description'),
    category: check.needed(node, 'category'),
    ...present({
      type: check.text(node, 'type'),
      dependencies: check.list(node, 'dependencies'),
      effort: check.number(node, 'effort', [0, 1_000_000], false),
      status: isStatus(status) ? status : undefined,
      tools: check.list(node, 'tools'),
      run: check.command(node),
    }),
  };
}

function isStatus(text: string | undefined): text is TaskStatus {
  return TASK_STATUSES.some((status) => status === text);
}

class PlanCheck extends YamlCheck {
  needed(map: YamlMap, key: string): string {
    if (fieldOf(map, key) !== undefined) return this.text(map, key) ?? '';
    const name = fieldOf(map, 'id');
    const whose = name?.kind === 'text' && name.text !== '' ? name.text : 'a task';
    this.bad(`${whose} has no ${key}`, map.at, `add: ${key}: …`);
    return '';
  }

  command(map: YamlMap): string | readonly string[] | undefined {
    const node = fieldOf(map, 'run');
    if (node?.kind === 'text') return this.text(map, 'run');
    // Arguments may be empty texts; the program may not.
    const words =
      node?.kind === 'list' ? node.items.flatMap((item) => (item.kind === 'text' ? [item.text] : [])) : [];
    if (node === undefined) return undefined;
    if (node.kind === 'list' && words.length === node.items.length && (words[0] ?? '') !== '') return words;
    this.bad(
      'run is neither a line nor a list of words',
      placeOf(map, 'run'),
      'write: run: npm test, or run: [npm, test]',
    );
    return undefined;
  }
}
