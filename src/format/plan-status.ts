import type { Node } from 'jsonc-parser';
import { isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';
import type { TaskStatus } from '../core/plan.ts';
import type { Problem } from '../core/problem.ts';
import { jsonTree } from './jsonc.ts';
import { eolOf } from './lines.ts';
import { isObject, plainValue, sameData } from './plain.ts';
import { type PlanSource, planSource, readPlan } from './plan-source.ts';
import type { YamlMap } from './yaml.ts';
import { colonOf, contentEnd, keyOf, lineEnd, lineStart, startOf } from './yaml-places.ts';

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly put: string;
}

/**
 * Writes statuses into a plan's text: the word that stands there is replaced, or the field is put behind the
 * task's id. Every other byte stays. What cannot be written so is a problem, with nothing changed.
 */
export function setStatuses(
  text: string,
  file: string,
  statuses: ReadonlyMap<string, TaskStatus>,
): { readonly text: string } | { readonly problem: Problem } {
  const source = planSource(text, file);
  const read = readPlan(source);
  const plan = 'map' in read ? read : undefined;
  const cuts = source.json ? jsonCuts(source.body, statuses) : yamlCuts(source.body, plan?.source, statuses);
  // The `---` in front was blanked for reading alone.
  const before = text.slice(source.mark.length);
  let after = before;
  for (const { from, to, put } of [...cuts].sort((a, b) => b.from - a.from))
    after = after.slice(0, from) + put + after.slice(to);
  if (plan !== undefined && isRight(plan.map, planSource(after, file), statuses))
    return { text: source.mark + after };
  return {
    problem: {
      code: 'bad-plan',
      message: `the status of ${[...statuses.keys()].join(', ')} cannot be written here`,
      file,
      hint: 'give each task a line of its own: status: pending',
    },
  };
}

function yamlCuts(
  body: string,
  plan: YAMLMap | undefined,
  statuses: ReadonlyMap<string, TaskStatus>,
): readonly Cut[] {
  const tasks = plan?.items.find((pair) => keyOf(pair) === 'tasks')?.value;
  if (!isSeq(tasks)) return [];
  return tasks.items.flatMap((task) => {
    if (!isMap(task)) return [];
    const pairs: readonly Pair[] = task.items;
    const id = pairs.find((pair) => keyOf(pair) === 'id');
    const status = statuses.get(isScalar(id?.value) ? (id.value.source ?? '') : '');
    if (id === undefined || status === undefined) return [];
    const old = pairs.find((pair) => keyOf(pair) === 'status');
    return old === undefined ? insertion(body, task, id, status) : replacement(old, status);
  });
}

function replacement(pair: Pair, status: TaskStatus): readonly Cut[] {
  const { value } = pair;
  const colon = colonOf(pair);
  if (isScalar(value) && value.range && (value.source ?? '') !== '')
    return [{ from: value.range[0], to: value.range[1], put: status }];
  return colon === undefined ? [] : [{ from: colon + 1, to: colon + 1, put: ` ${status}` }];
}

function insertion(body: string, task: YAMLMap, id: Pair, status: TaskStatus): readonly Cut[] {
  const end = contentEnd(id);
  if (task.flow === true) return [{ from: end, to: end, put: `, status: ${status}` }];
  const at = lineEnd(body, end);
  const eol = eolOf(body);
  const line = `${' '.repeat(startOf(id) - lineStart(body, startOf(id)))}status: ${status}`;
  return [{ from: at, to: at, put: body[at - 1] === '\n' ? line + eol : eol + line }];
}

function jsonCuts(body: string, statuses: ReadonlyMap<string, TaskStatus>): readonly Cut[] {
  const tree = jsonTree(body);
  const tasks = 'root' in tree ? member(tree.root, 'tasks')?.children?.[1] : undefined;
  return (tasks?.children ?? []).flatMap((task): readonly Cut[] => {
    const id = member(task, 'id');
    const status = statuses.get(String(id?.children?.[1]?.value ?? ''));
    if (id === undefined || status === undefined) return [];
    const put = JSON.stringify(status);
    const old = member(task, 'status')?.children?.[1];
    if (old !== undefined) return [{ from: old.offset, to: old.offset + old.length, put }];
    const end = id.offset + id.length;
    // As the id stands: on a line of its own, or behind what is in front of it.
    const own = /^[ \t]*$/.test(body.slice(lineStart(body, id.offset), id.offset));
    const gap = own ? eolOf(body) + body.slice(lineStart(body, id.offset), id.offset) : ' ';
    return [{ from: end, to: end, put: `,${gap}"status": ${put}` }];
  });
}

function member(node: Node, key: string): Node | undefined {
  return node.type === 'object'
    ? node.children?.find((property) => property.children?.[0]?.value === key)
    : undefined;
}

/** The safety net: every task named has its status, and all other data is what it was. */
function isRight(before: YamlMap, after: PlanSource, statuses: ReadonlyMap<string, TaskStatus>): boolean {
  const now = readPlan(after);
  if (!('map' in now)) return false;
  const [wanted, found] = [plainValue(before), plainValue(now.map)];
  const tasks = isObject(wanted) && Array.isArray(wanted.tasks) ? wanted.tasks : [];
  const left = new Set(statuses.keys());
  for (const task of tasks) {
    const id = isObject(task) ? String(task.id) : '';
    const status = statuses.get(id);
    if (!isObject(task) || status === undefined) continue;
    task.status = status;
    left.delete(id);
  }
  return left.size === 0 && sameData(wanted, found);
}
