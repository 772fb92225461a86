import { codeBlock } from '../core/code-block.ts';
import type { Draft } from '../core/record.ts';
import { code, cut, firstLine, headline, listed, MAX_CITED, MAX_FIELD, MAX_TITLE } from './draft-text.ts';
import { commandLine } from './journal-event.ts';
import { costOf, isSilent, type Struggle } from './struggle.ts';

const MAX_STEPS = 10;

/** What failed, what was run and changed in between, and what it cost. */
export function errorDraft(struggle: Struggle): Draft {
  const last = struggle.failures.at(-1);
  const failure = last?.failure;
  const line = commandLine(last?.command ?? []);
  const fix = struggle.success?.fix;
  const resolution = [`Passed again after ${costOf(struggle)}.`];
  if (struggle.between.length > 0) {
    const steps = [...new Set(struggle.between.map((run) => code(commandLine(run.command))))];
    resolution.push(`Run in between:\n\n${listed(steps, MAX_STEPS)}`);
  }
  if (fix !== undefined && fix.changed.length > 0) {
    const shown = fix.changed.slice(0, MAX_CITED);
    const more = fix.changed.length - shown.length;
    resolution.push(`Changed: ${shown.map(code).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`);
    if (fix.diff !== '') resolution.push(codeBlock('diff', fix.diff));
  }
  if (struggle.between.length === 0 && (fix === undefined || fix.changed.length === 0)) {
    resolution.push(
      'Nothing that a commit holds changed, and no other command was seen: the cause was outside.',
    );
  }
  const where = last?.folder === undefined || last.folder === '' ? '' : ` in ${code(last.folder)}`;
  const failed = `${code(line)}${where} failed with exit code ${last?.exit ?? 1}`;
  const context = isSilent(last)
    ? `${failed} and printed nothing.`
    : `${failed}.\n\n${codeBlock('text', failure?.excerpt ?? '')}`;
  return {
    kind: 'error',
    title: cut(headline(last), MAX_TITLE),
    ...(failure?.language === undefined ? {} : { language: failure.language }),
    files: (fix?.changed ?? []).slice(0, MAX_CITED),
    error: {
      ...(failure?.type === undefined ? {} : { type: cut(failure.type, MAX_TITLE) }),
      message: cut(failure === undefined ? '' : firstLine(failure), MAX_FIELD),
      signature: failure?.signature ?? '',
      command: cut(line, MAX_FIELD),
    },
    body: `## Context\n\n${context}\n\n## Resolution\n\n${resolution.join('\n\n')}\n`,
  };
}
