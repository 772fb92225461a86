import type { NexusRecord } from '../core/record.ts';
import type { SessionSummary } from '../core/session.ts';
import { safeText } from './safe-text.ts';

/**
 * Sessions and patterns in the form of the files that people kept by hand (`session-log.md`,
 * `patterns-learned.md`). Made when asked for; the records are what is kept.
 */
function line(text: string): string {
  return safeText(text.replace(/\s+/g, ' ').trim());
}

/** @param sessions newest first. */
export function sessionsView(sessions: readonly SessionSummary[]): string {
  const parts = sessions.map((session) => {
    const field = (name: string, items: readonly string[]): string =>
      `- **${name}**: ${items.map(line).join('; ')}`.trimEnd();
    return [
      `## ${line(session.started.slice(0, 10))} - Session Summary`,
      field('Focus', [session.focus ?? session.title]),
      field('Accomplished', session.accomplished),
      field('Next steps', session.next),
      field('Patterns learned', session.patterns),
    ].join('\n');
  });
  return `${['# Session Log', ...parts].join('\n\n')}\n`;
}

/** Names that a first letter in upper case does not make. */
const LANGUAGES: Readonly<Record<string, string>> = {
  javascript: 'JavaScript',
  typescript: 'TypeScript',
  php: 'PHP',
  sql: 'SQL',
  css: 'CSS',
  html: 'HTML',
  csharp: 'C#',
  cpp: 'C++',
};

const PERFORMANCE = 'Performance Patterns';
const TESTING = 'Testing Patterns';
const ANTI = "Anti-Patterns (Things That Don't Work)";

/** Which heading a pattern stands below: what it is about, else the language it is written in. */
function headingOf({ pattern, tags, language }: NexusRecord): string {
  const about = [pattern?.category ?? '', ...tags].map((word) => word.toLowerCase());
  if (pattern?.anti === true || about.some((word) => /^anti-?patterns?$/.test(word))) return ANTI;
  if (about.some((word) => /^(performance|optimi[sz]ation|profiling)$/.test(word))) return PERFORMANCE;
  if (about.some((word) => /^tests?(ing)?$/.test(word))) return TESTING;
  if (language === undefined || language.trim() === '') return 'Code Patterns';
  const name = line(language);
  const shown = LANGUAGES[name.toLowerCase()] ?? `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  return `${shown} Code Patterns`;
}

/** Patterns below the headings of their kind; those of code come first, by language. */
export function patternsView(patterns: readonly NexusRecord[]): string {
  const groups = new Map<string, string[]>();
  for (const record of patterns) {
    const heading = headingOf(record);
    groups.set(heading, [...(groups.get(heading) ?? []), `- ${line(record.title)}`]);
  }
  const last = [PERFORMANCE, TESTING, ANTI];
  const code = [...groups.keys()].filter((heading) => !last.includes(heading)).sort();
  const parts = [...(code.length === 0 ? ['Code Patterns'] : code), ...last].map((heading) =>
    [`## ${heading}`, ...(groups.get(heading) ?? [])].join('\n'),
  );
  return `${['# Learned Patterns', ...parts].join('\n\n')}\n`;
}
