import type { Doubts } from '../core/doubt.ts';
import { shortId } from '../core/id.ts';
import { ago } from './layout.ts';
import { safeText } from './safe-text.ts';

/** What is not decided of a record, a line each. @param now milliseconds since 1970 */
export function doubtLines({ inConflict = [], against = [] }: Doubts, now: number): readonly string[] {
  const open = inConflict.map((part) => safeText(part)).join(', ');
  return [
    ...(open === '' ? [] : [`in conflict: ${open}; not decided: nexus resolve`]),
    ...against.map(({ id, title, created, author, how }) => {
      const who = [author, ago(Date.parse(created), now)].filter((part) => part !== undefined).join(', ');
      return `against it: “${safeText(title)}” ${shortId(id)}, decided by ${safeText(who)}, ${how}; neither supersedes the other`;
    }),
  ];
}
