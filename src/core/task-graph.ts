import { nearest } from './nearest.ts';
import type { Task } from './plan.ts';

/** Why tasks are no list that can be worked through. */
export interface GraphFault {
  /** Index of the task that is to be corrected. */
  readonly index: number;
  /** The field at fault. */
  readonly field: 'id' | 'dependencies';
  readonly message: string;
  readonly hint: string;
}

type Node = Pick<Task, 'id' | 'dependencies'>;

/** Ids that stand there twice, dependencies on nothing, and circles, each named once. */
export function graphFaults(tasks: readonly Node[]): readonly GraphFault[] {
  const faults: GraphFault[] = [];
  const byId = new Map<string, number>();
  for (const [index, { id }] of tasks.entries()) {
    if (!byId.has(id)) byId.set(id, index);
    else
      faults.push({ index, field: 'id', message: `the id ${id} is there twice`, hint: 'give each its own' });
  }
  const known = [...byId.keys()];
  for (const [index, { id, dependencies = [] }] of tasks.entries())
    for (const other of dependencies) {
      if (byId.has(other)) continue;
      const near = nearest(
        other,
        known.filter((name) => name !== id),
      );
      faults.push({
        index,
        field: 'dependencies',
        message: `${id} depends on ${other}, which is no task here`,
        hint: near === undefined ? 'add that task, or take the dependency out' : `did you mean ${near}?`,
      });
    }
  for (const circle of circles(tasks, byId))
    faults.push({
      index: byId.get(circle[0] ?? '') ?? 0,
      field: 'dependencies',
      message: `tasks wait for each other: ${[...circle, circle[0] ?? ''].join(' → ')}`,
      hint: 'take one of these dependencies out',
    });
  return faults;
}

/** Each circle by its ids, from its first task in the list, in the direction of waiting. */
function circles(tasks: readonly Node[], byId: ReadonlyMap<string, number>): readonly string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  for (const { id } of tasks) {
    if (done.has(id)) continue;
    // Depth first without recursion: a chain may be as long as the list.
    const trail: { readonly id: string; next: number }[] = [{ id, next: 0 }];
    const on = new Set([id]);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const other = tasks[byId.get(top.id) ?? -1]?.dependencies?.[top.next++];
      if (other === undefined) {
        done.add(top.id);
        on.delete(top.id);
        trail.pop();
      } else if (on.has(other)) {
        found.push(trail.slice(trail.findIndex((step) => step.id === other)).map((step) => step.id));
      } else if (byId.has(other) && !done.has(other)) {
        trail.push({ id: other, next: 0 });
        on.add(other);
      }
    }
  }
  return found;
}
