import { shortId } from '../core/id.ts';
import type { RecallAnswer, RecallHit } from '../core/recall.ts';
import { displayWidth, pieces, plural, wrap } from './layout.ts';
import { recallText, standingText, type TextOptions } from './recall-text.ts';
import { safeText } from './safe-text.ts';

/** What is known of a failure, below what that is: only the same signature is the same failure. */
export function knownText(known: RecallAnswer, options: TextOptions): string {
  const what = known.tier === 'signature' ? 'this was resolved before' : 'something like it is known';
  return `\nnexus: ${what}\n\n${recallText(known, options)}`;
}

/**
 * A command from memory as it is shown to the person who decides: where it is from, how far that has come, and
 * the whole of it with all that hides in it made visible, behind a bar that no text of it can leave.
 */
export function fixText(
  fix: { readonly command: string; readonly record: RecallHit; readonly task?: string },
  { style, columns }: TextOptions,
): string {
  const { command, record, task } = fix;
  const shown = safeText(command, { newlines: true });
  const [why] = record.reasons;
  const from = [
    `${record.kind} ${shortId(record.id)}`,
    safeText(record.title),
    ...(record.author === undefined ? [] : [safeText(record.author)]),
    ...(why === undefined ? [] : [safeText(why)]),
  ].join(' · ');
  const lines = shown.split('\n');
  const warnings = [
    ...(record.standing === 'committed' ? [] : [`from a record that is ${standingText(record, true)}`]),
    ...(shown === command ? [] : ['it holds characters that cannot be seen; they are written out here']),
  ];
  const fold = (text: string): string => (columns > 0 ? wrap(text, columns) : text);
  const head = lines.length > 1 ? `a known fix of ${plural(lines.length, 'line')}` : 'a known fix';
  return `${[
    fold(`nexus: ${task === undefined ? '' : `${safeText(task)}: `}${head}, from ${from}`),
    ...warnings.map((text) => style.yellow(fold(`nexus: ${text}`))),
    '',
    ...lines.flatMap((line) => barred(line, columns)),
    '',
  ].join('\n')}\n`;
}

/** Every piece of a long line has its bar: nothing looks as if it were ours. */
function barred(line: string, columns: number): readonly string[] {
  const text = line.replaceAll('\t', '    ');
  const room = columns > 0 ? Math.max(8, columns - 4) : Number.POSITIVE_INFINITY;
  if (displayWidth(text) <= room) return [`  | ${text}`];
  return pieces(text, room).map((piece, at) => `  ${at === 0 ? '|' : ':'} ${piece}`);
}
