import type { RecordChange } from '../core/change.ts';
import { isKind, KINDS } from '../core/kinds.ts';

/** What became of records that were known, in the order in which it is told. */
const BECAME: readonly (readonly [type: RecordChange['type'], word: string])[] = [
  ['superseded', 'superseded'],
  ['changed', 'changed'],
  ['retired', 'retired'],
  ['forgotten', 'forgotten'],
  ['deleted', 'gone'],
  ['renamed', 'moved'],
  ['unreadable', 'not readable'],
];

/** `3 new decisions, 1 new error, 1 superseded, 2 changed`; empty where nothing changed. */
export function changeSummary(changes: readonly RecordChange[]): string {
  const added = new Map<string, number>();
  for (const { type, kind } of changes) if (type === 'added') added.set(kind, (added.get(kind) ?? 0) + 1);
  const fresh = [...added].map(([kind, count]) => `${count} new ${nounOf(kind, count)}`);
  const became = BECAME.flatMap(([type, word]) => {
    const count = changes.filter((change) => change.type === type).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return [...fresh, ...became].join(', ');
}

function nounOf(kind: string, count: number): string {
  if (!isKind(kind)) return count === 1 ? 'record' : 'records';
  return count === 1 ? kind : KINDS[kind].folder;
}
