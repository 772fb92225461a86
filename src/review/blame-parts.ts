import type { FieldChange } from '../core/change.ts';
import type { BlameLine } from '../core/ports.ts';

/** The last change of one front-matter field or body section. Without a commit yet, `oid` is empty. */
export interface PartBlame {
  /** `title`, `error`, `## Resolution`, `body` … */
  readonly name: string;
  readonly line: number;
  readonly oid: string;
  readonly authorName: string;
  /** Seconds since 1970. */
  readonly authorTime: number;
  readonly subject: string;
  /** How many commits wrote its lines. */
  readonly commits: number;
  /** The working tree says something else than the commit. */
  readonly uncommitted?: true;
}

/** Groups a file's lines by field and section; the youngest line of a part signs for it. */
export function blameParts(lines: readonly BlameLine[]): readonly PartBlame[] {
  const parts = new Map<string, BlameLine[]>();
  let name = '';
  let fences = 0;
  for (const line of lines) {
    if (/^---\s*$/.test(line.text) && fences < 2) {
      fences += 1;
      name = fences === 2 ? 'body' : '';
      continue;
    }
    const key = fences === 1 ? /^([A-Za-z_][\w-]*)\s*:/.exec(line.text)?.[1] : undefined;
    const heading = fences >= 2 ? /^##[ \t]+(.+?)[ \t]*$/.exec(line.text)?.[1] : undefined;
    if (key !== undefined) name = key;
    if (heading !== undefined) name = `## ${heading}`;
    if (name === '' || line.text.trim() === '') continue;
    const own = parts.get(name) ?? [];
    own.push(line);
    parts.set(name, own);
  }
  return [...parts].flatMap(([part, own]) => {
    // Of one second, the later line: a section's text changes more often than its heading.
    const youngest = own.reduce((best, line) => (line.authorTime >= best.authorTime ? line : best));
    const { oid, authorName, authorTime, subject } = youngest;
    const first = own[0]?.line ?? 1;
    return [
      {
        name: part,
        line: first,
        oid,
        authorName,
        authorTime,
        subject,
        commits: new Set(own.map((line) => line.oid)).size,
      },
    ];
  });
}

/** Parts as they are now: what was changed since the commit is marked, what is new is added, what is gone is left out. */
export function markUncommitted(
  parts: readonly PartBlame[],
  changes: readonly FieldChange[],
): readonly PartBlame[] {
  const names = new Set(parts.map((part) => part.name));
  const partOf = (field: string): string =>
    names.has(field) || field.startsWith('## ') ? field : (field.split('.')[0] ?? field);
  const changed = new Map<string, FieldChange[]>();
  for (const change of changes) {
    const name = partOf(change.name);
    changed.set(name, [...(changed.get(name) ?? []), change]);
  }
  const kept = parts.flatMap((part): PartBlame[] => {
    const own = changed.get(part.name) ?? [];
    if (own.length === 0) return [part];
    // A group of which one field goes is still there.
    const gone = own.some((change) => change.name === part.name && change.after === undefined);
    return gone ? [] : [{ ...part, uncommitted: true }];
  });
  const added = [...changed].flatMap(([name, own]): PartBlame[] =>
    names.has(name) || own.every((change) => change.after === undefined)
      ? []
      : [
          {
            name,
            line: 0,
            oid: '',
            authorName: '',
            authorTime: 0,
            subject: '',
            commits: 0,
            uncommitted: true,
          },
        ],
  );
  return [...kept, ...added];
}
