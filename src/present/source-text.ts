import type { LeftOut, SourceState, SourceUpdate } from '../core/source.ts';
import { changeSummary } from './change-summary.ts';
import { ago, displayWidth, plural, wrap } from './layout.ts';
import type { TextOptions } from './recall-text.ts';
import { changesText } from './record-text.ts';
import { safeText } from './safe-text.ts';

/** Of what is left out so many are named; `--json` has more. */
const NAMED = 5;

/** A source in some lines: what is recalled of it, what is not and why, and how it stands with the other side. */
export function sourceText(source: SourceState, options: TextOptions): string {
  const { style, now } = options;
  const { name, url, ref, pin, records, tip, rewritten, failed } = source;
  const when = ago(Date.parse(pin.committed), now);
  const from = `${pin.commit.slice(0, 10)}${ref === undefined ? '' : ` of ${safeText(ref)}`}, ${when}`;
  const lines = [
    `${style.bold(name)}  ${plural(records, 'record')} at ${from}`,
    ...folded(`from ${safeText(url)}`, options).map(style.dim),
    ...leftLines(source, options),
  ];
  if (rewritten === true)
    lines.push(
      ...folded(
        `history was rewritten there: ${pin.commit.slice(0, 10)} is not in it any more, and stays what is recalled. To take what is there now: nexus source update ${name} --force`,
        options,
      ).map(style.yellow),
    );
  else if (tip !== undefined)
    lines.push(...folded(`newer there: ${tip.slice(0, 10)}. nexus source update ${name}`, options));
  if (failed !== undefined)
    lines.push(
      ...folded(
        `no answer ${ago(Date.parse(failed.at), now)}: ${safeText(failed.message)}. What is here is recalled as before.`,
        options,
      ).map(style.yellow),
    );
  return `${lines.join('\n')}\n`;
}

/** What came in, or would: in a few words, then record by record. */
export function updateText(update: SourceUpdate, options: TextOptions): string {
  const { source, outcome, before, commit, changes, message = '' } = update;
  const { style } = options;
  const name = style.bold(source.name);
  const range = `${before.slice(0, 10)}..${commit.slice(0, 10)}`;
  switch (outcome) {
    case 'failed':
      return `${name}  ${style.yellow(`no answer: ${safeText(message)}`)}\n  What is here is recalled as before.\n`;
    case 'rewritten':
      return sourceText(source, options);
    case 'current':
      return `${name}  nothing new at ${commit.slice(0, 10)}\n${leftLines(source, options).join('\n')}`.replace(
        /(?<!\n)$/,
        '\n',
      );
    default: {
      const summary = changes.length === 0 ? 'no record differs' : changeSummary(changes);
      const left = outcome === 'updated' ? leftLines(source, options) : [];
      const listed = changes.length === 0 ? '' : changesText(changes, options, false);
      return `${name}  ${summary} (${range})\n${listed}${left.map((line) => `${line}\n`).join('')}`;
    }
  }
}

function leftLines({ leftOut, left }: SourceState, options: TextOptions): readonly string[] {
  if (leftOut === 0) return [];
  const { style } = options;
  const more = leftOut > NAMED ? [`… and ${leftOut - NAMED} more`] : [];
  return [
    ...folded(`${plural(leftOut, 'file')} left out:`, options).map(style.yellow),
    ...left.slice(0, NAMED).flatMap((one) => folded(`  ${leftText(one)}`, options)),
    ...more.flatMap((line) => folded(`  ${line}`, options)),
  ];
}

/** The file, where in it, the rule, and what is wrong: never the text itself. */
export function leftText({ file, line, rule, message }: LeftOut): string {
  const at = line === undefined ? file : `${file}:${line}`;
  return `${safeText(at)}: ${safeText(message)}${rule === undefined ? '' : ` (${rule})`}`;
}

function folded(text: string, { columns }: TextOptions): readonly string[] {
  const indent = text.startsWith('  ') ? 4 : 2;
  const line = text.trim();
  return columns > 0 && displayWidth(line) + indent > columns
    ? wrap(line, columns, indent).split('\n')
    : [' '.repeat(indent) + line];
}
