import { expect } from 'vitest';
import type { Event, Here, LiveScreen } from '../../src/adapters/tui/screen.ts';
import { createTheme } from '../../src/adapters/tui/theme.ts';
import { displayWidth } from '../../src/present/layout.ts';
import type { TestRepo } from '../helpers/git-repo.ts';

/** What tests of a screen as a reducer have in common, and what makes frames the same in every run. */

/** 2026-11-21 12:00 UTC: for who looks. */
export const NOW = Date.UTC(2026, 10, 21, 12);

export function hereOf(columns: number, rows: number, more: Partial<Here> = {}): Here {
  const theme = createTheme({ color: false, ascii: false });
  return { size: { columns, rows }, theme, now: NOW, picks: false, ...more };
}

export function action(name: string): Event {
  return { type: 'action', action: name };
}

/** All that a screen's keys do. */
export function actionsOf({ keys }: LiveScreen): readonly string[] {
  return [...new Set([...keys.map((binding) => binding.action), 'back'])];
}

/** A line without its styles. */
export function bare(line: string): string {
  return line.replaceAll(/\x1b\[[0-9;]*m/g, '');
}

/** No line is too many, none too wide, and each can be seen. */
export function withinBounds(screen: LiveScreen, here: Here): readonly string[] {
  const { lines } = screen.view(here);
  expect(lines.length).toBeLessThanOrEqual(here.size.rows);
  for (const line of lines) {
    expect(displayWidth(line)).toBeLessThanOrEqual(here.size.columns);
    expect(bare(line)).not.toMatch(/[\p{Cc}\u202e]/u);
  }
  return lines;
}

/** A frame without the names that differ from run to run: those of commits, and ids; each as wide as it was. */
export function still(screen: string): string {
  return screen
    .replace(/\b01[0-9a-z]{8,24}/g, (id) => 'x'.repeat(id.length))
    .replace(/\b[0-9a-f]{7,10}\b/g, (name) => 'x'.repeat(name.length))
    .replace(/[ \t]+$/gm, '');
}

/** A commit of a fixed time, so that its name and age are fixed too. */
export function commitAt(repo: TestRepo, subject: string, hoursAgo: number, author = 'Ann Author'): string {
  const at = new Date(NOW - hoursAgo * 3_600_000).toISOString();
  Object.assign(repo.env, {
    ...{ GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at, GIT_AUTHOR_NAME: author },
    GIT_AUTHOR_EMAIL: `${author.split(' ')[0]?.toLowerCase()}@example.org`,
  });
  return repo.commit(subject);
}
