import { shortId } from '../core/id.ts';
import type { PruneClass, PruneItem, PrunePlan, PruneStay, StayReason } from '../core/prune.ts';
import { fit, plural, wrap } from './layout.ts';
import type { TextOptions } from './recall-text.ts';
import { safeText } from './safe-text.ts';

/** So many are named unless all are wanted. */
const NAMED = 3;

const CLASSES: Readonly<Record<PruneClass, (count: number, keep: PrunePlan['keep']) => string>> = {
  episodes: (count, { patterns }) =>
    `${plural(count, 'episode')} whose executions are all older than the newest ${patterns}`,
  errors: (count, { solutions }) => `${plural(count, 'error')} older than the newest ${solutions}`,
  old: (count) => `${plural(count, 'record')} retired, superseded or expired more than 90 days ago`,
};

const STAYS: Readonly<Record<StayReason, string>> = {
  uncommitted: 'not committed as it lies there',
  broken: 'something is wrong with the file',
  double: 'several files claim its id',
  counted: 'tells of errors or uses, which count always',
  session: 'the start of a session tells of it',
  used: 'was recalled, and helped or not',
  met: 'met again since',
  cited: 'a record that stays is derived from it',
  replaces: 'took the place of a record that stays',
};

/** What would leave the tree, what that means for reports, and what stays and why. @param all name every record */
export function prunePlanText(plan: PrunePlan, options: TextOptions, all: boolean): string {
  const { style, columns } = options;
  const lines: string[] = [];
  for (const [name, words] of Object.entries(CLASSES)) {
    const items = plan.items.filter((item) => item.class === name);
    if (items.length === 0) continue;
    lines.push(`${style.bold(words(items.length, plan.keep))}, ${sizeAndDates(items)}`);
    lines.push(...few(items, all).map((text) => `  ${text}`));
  }
  if (plan.items.length > 0) lines.push('', ...effects(plan));
  if (plan.stays.length > 0) lines.push('', style.bold('Stay, though they are as old'));
  for (const [reason, words] of Object.entries(STAYS)) {
    const stays = plan.stays.filter((stay) => stay.reason === reason);
    if (stays.length === 0) continue;
    lines.push(`  ${stays.length}  ${words}`, ...few(stays, all).map((text) => `     ${text}`));
  }
  const fold = (line: string): string =>
    columns <= 0 ? line : line.startsWith('  ') ? fit(line, columns) : wrap(line, columns);
  return lines.map((line) => `${fold(line)}\n`).join('');
}

function sizeAndDates(items: readonly PruneItem[]): string {
  const size = `${Math.max(1, Math.round(items.reduce((sum, { bytes }) => sum + bytes, 0) / 1024))} KiB`;
  const days = items.map(({ created }) => safeText(created.slice(0, 10))).sort();
  const [first = ''] = days;
  const last = days.at(-1) ?? '';
  return `${size}, ${first === last ? `of ${first}` : `${first} to ${last}`}`;
}

function few(records: readonly (PruneItem | PruneStay)[], all: boolean): string[] {
  const shown = all ? records : records.slice(0, NAMED);
  const more = records.length - shown.length;
  return [
    ...shown.map(({ id, title }) => `${shortId(id)}  ${safeText(title)}`),
    ...(more === 0 ? [] : [`and ${more} more: --all`]),
  ];
}

/** An error that goes is one record fewer in the report's health of memory, whatever counts. */
function effects({ items, counted }: PrunePlan): string[] {
  const errors = items.filter(({ kind, class: name }) => name === 'errors' && kind === 'error').length;
  return [
    counted.executions === 0
      ? 'Reports count what they counted: none of these executions is among the newest that count.'
      : `Reports change: of these, ${plural(counted.executions, 'execution is', 'executions are')} among the newest that count.`,
    ...(counted.errors === 0
      ? []
      : [
          `Solutions change: of these, ${plural(counted.errors, 'error is', 'errors are')} among the newest that count.`,
        ]),
    ...(errors === 0
      ? []
      : [`Memory's health counts ${plural(errors, 'record')} fewer; recall finds them no more.`]),
  ];
}
