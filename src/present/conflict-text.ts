import { shortId } from '../core/id.ts';
import { plural } from './layout.ts';
import { safeText } from './safe-text.ts';
import type { Style } from './style.ts';

interface Options {
  readonly style: Style;
}

/** What is told of one conflict; see `OpenConflict`. */
interface Conflict {
  readonly part: string;
  readonly of: 'field' | 'text';
  readonly before?: unknown;
  readonly sides: readonly unknown[];
  readonly ours?: number;
  readonly theirs?: number;
}

interface Conflicted {
  readonly path: string;
  readonly id?: string;
  readonly title: string;
  readonly hidden: boolean;
  readonly conflicts: readonly Conflict[];
}

/** A file and all that is undecided in it. */
export function conflictedText(file: Conflicted, options: Options): string {
  const { style } = options;
  const id = file.id === undefined ? '' : `  ${style.dim(shortId(file.id))}`;
  const head = `${style.bold(safeText(file.title))}${id}\n${safeText(file.path)}\n`;
  const hidden = file.hidden ? 'Git’s markers hide this record; what is left of them by field:\n' : '';
  const none = file.conflicts.length === 0 ? 'Nothing. Write it so: nexus resolve <id> --take ours\n' : '';
  return `${head}${hidden}${none}\n${file.conflicts.map((one) => conflictText(one, options)).join('\n')}\n`;
}

/** One conflict with its versions, numbered. */
export function conflictText(
  { part, of, before, sides, ours, theirs }: Conflict,
  { style }: Options,
): string {
  const where = of === 'field' ? part : part === '' ? 'the text before the first section' : `## ${part}`;
  const whose = (at: number): string => (at === ours ? ' ours' : at === theirs ? ' theirs' : '');
  const lines = sides.map((side, at) => `  ${style.bold(`${at + 1}${whose(at)}`)}\n${shown(side)}`);
  const earlier = before === undefined ? '' : `  ${style.dim('before')}\n${shown(before)}`;
  return `${style.yellow(safeText(where))}  ${plural(sides.length, 'version')}\n${earlier}${lines.join('')}`;
}

function shown(value: unknown): string {
  const text = value === null || value === '' ? '(taken away)' : plain(value);
  return `    ${safeText(text, { newlines: true }).replaceAll('\n', '\n    ')}\n`;
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** All versions below each other, for an editor. */
export function versionText({ sides }: Pick<Conflict, 'sides'>): string {
  return `${sides.flatMap((side) => (side === null || side === '' ? [] : plain(side))).join('\n\n')}\n`;
}
