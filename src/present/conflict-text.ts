import { shortId } from '../core/id.ts';
import { present } from '../core/present.ts';
import { plural } from './layout.ts';
import { safeText } from './safe-text.ts';
import type { Style } from './style.ts';

interface Options {
  readonly style: Style;
}

/** What is told of one conflict; see `OpenConflict`. */
interface Conflict {
  readonly part: string;
  readonly of: 'field' | 'text' | 'file';
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
  readonly during?: string;
  readonly conflicts: readonly Conflict[];
}

/** A file and all that is undecided in it. */
export function conflictedText(file: Conflicted, options: Options): string {
  const { style } = options;
  const id = file.id === undefined ? '' : `  ${style.dim(shortId(file.id))}`;
  const head = `${style.bold(safeText(file.title))}${id}\n${safeText(file.path)}\n`;
  const hidden = file.hidden ? 'Git’s markers hide this record; what is left of them by field:\n' : '';
  const none = file.conflicts.length === 0 ? 'Nothing. Write it so: nexus resolve <id> --take ours\n' : '';
  return `${head}${hidden}${none}\n${file.conflicts.map((one) => conflictText(one, options, file.during)).join('\n')}\n`;
}

/** One conflict with its versions, numbered. */
export function conflictText(
  { part, of, before, sides, ours, theirs }: Conflict,
  { style }: Options,
  during?: string,
): string {
  const where = partName({ of, part });
  const whose = (at: number): string => sideName(present({ ours, theirs }), at, during);
  const text = (side: unknown): string => (of === 'file' ? fileShown(String(side)) : shown(side));
  const lines = sides.map((side, at) => `  ${style.bold(`${at + 1}${whose(at)}`)}\n${text(side)}`);
  const earlier = before === undefined ? '' : `  ${style.dim('before')}\n${shown(before)}`;
  return `${style.yellow(safeText(where))}  ${plural(sides.length, 'version')}\n${earlier}${lines.join('')}`;
}

/** Whose versions git calls so; in a rebase not what one expects. */
const WHOSE: Readonly<Record<string, { readonly ours: string; readonly theirs: string }>> = {
  rebase: { ours: 'the branch that yours goes onto', theirs: 'your commit' },
  'cherry-pick': { ours: 'this branch', theirs: 'the commit that is picked' },
  revert: { ours: 'this branch', theirs: 'before the commit that is reverted' },
};

/** Whose version is the one at this place, with a blank before it; empty where nobody knows. */
export function sideName(
  { ours, theirs }: Pick<Conflict, 'ours' | 'theirs'>,
  at: number,
  during?: string,
): string {
  if (at !== ours && at !== theirs) return '';
  const side = at === ours ? 'ours' : 'theirs';
  const who = during === undefined ? undefined : WHOSE[during]?.[side];
  return who === undefined ? ` ${side}` : ` ${side}: ${who}`;
}

/** A version in a line. */
export function shortText(value: unknown): string {
  if (value === null || value === '') return '(taken away)';
  return safeText(plain(value).replace(/\s+/g, ' '));
}

/** What of a file is undecided. */
export function partName({ of, part }: Pick<Conflict, 'of' | 'part'>): string {
  if (of === 'file') return 'deleted on one side, changed on the other';
  return of === 'field' ? part : part === '' ? 'the text before the first section' : `## ${part}`;
}

const FILE_LINES = 16;

function fileShown(text: string): string {
  if (text === '') return '    (deleted)\n';
  const lines = text.trimEnd().split('\n');
  const more = lines.length - FILE_LINES;
  return shown([...lines.slice(0, FILE_LINES), ...(more > 0 ? [`… ${more} more lines`] : [])].join('\n'));
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
