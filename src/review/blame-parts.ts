import type { BlameLine } from '../core/ports.ts';

/** The last change of one front-matter field or body section. */
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
    const youngest = own.reduce((best, line) => (line.authorTime > best.authorTime ? line : best));
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
