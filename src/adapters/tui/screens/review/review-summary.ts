import type { MemoryReview } from '../../../../core/review.ts';
import { countsOf } from '../../../../present/change-lines.ts';
import { fit, plural } from '../../../../present/layout.ts';
import { safeText } from '../../../../present/safe-text.ts';
import type { Size } from '../../screen.ts';
import type { Theme } from '../../theme.ts';
import { severityText } from './review-detail.ts';
import { rowsOf } from './review-state.ts';

/** Fewer free rows below the list say nothing. */
const MIN_ROWS = 4;
const MAX_AUTHORS = 4;

/** What the room below a list is good for: all findings, who wrote what, and what was not looked at. */
export function summaryLines(
  review: MemoryReview,
  room: Size,
  used: number,
  theme: Theme,
): readonly string[] {
  const free = room.rows - used - 1;
  if (free < MIN_ROWS) return [];
  const end = [...otherLines(review, room.columns, theme), ...authorLines(review, room.columns, theme)];
  const found = findingLines(review, room.columns, Math.max(2, free - end.length), theme);
  return ['', ...found, ...end].slice(0, free + 1);
}

/** @param rows room for them, at least two */
function findingLines(review: MemoryReview, columns: number, rows: number, theme: Theme): readonly string[] {
  const { findings } = review;
  if (findings.length === 0) return [theme.aside(' Nothing to look at was found.')];
  const shown = findings.length < rows ? findings : findings.slice(0, rows - 2);
  const more = findings.length - shown.length;
  return [
    theme.strong(' To look at'),
    ...shown.map(({ severity, rule, path, line }) => {
      const title = rowsOf(review).find((row) => row.path === path)?.title ?? path;
      const place = `${safeText(title)}${line === undefined ? '' : `, line ${line}`}`;
      return fit(`   ${severityText(severity, `! ${rule}`, theme)}  ${theme.aside(place)}`, columns);
    }),
    ...(more === 0 ? [] : [theme.aside(`   and ${more} more`)]),
  ];
}

function otherLines(
  { suppressed, problems }: MemoryReview,
  columns: number,
  theme: Theme,
): readonly string[] {
  return [
    ...(suppressed === 0
      ? []
      : [fit(`   ${plural(suppressed, 'finding')} more that the settings allow`, columns)]),
    ...problems.map(({ file, message }) =>
      theme.doubtful(fit(`   ${safeText(file)}: ${safeText(message)}`, columns)),
    ),
  ].slice(0, 4);
}

function authorLines({ changes }: MemoryReview, columns: number, theme: Theme): readonly string[] {
  const by = new Map<string, (typeof changes)[number]['change'][]>();
  for (const { change, commits } of changes) {
    const who = commits[0]?.authorName ?? 'not committed yet';
    by.set(who, [...(by.get(who) ?? []), change]);
  }
  const told = [...by]
    .slice(0, MAX_AUTHORS)
    .map(([who, own]) => `${safeText(who)} ${countsOf(own, theme.style)}`);
  const more = by.size > MAX_AUTHORS ? `   and ${plural(by.size - MAX_AUTHORS, 'other')}` : '';
  return ['', theme.strong(' By author'), fit(`   ${told.join('   ')}${more}`, columns)];
}
