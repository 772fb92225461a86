import { type AdviceAnswer, type AdviceFact, type AdvisedRecord, isAdvised } from '../core/advice.ts';
import { shortId } from '../core/id.ts';
import { fit, plural, wrap } from './layout.ts';
import { standingText, type TextOptions, titleOf } from './recall-text.ts';
import { safeText } from './safe-text.ts';
import { wayText, withheldLines } from './trust-text.ts';

/** How much is told of a record. What is left out is in the data. */
type Detail = 'all' | 'line' | 'title';

/** By place: the first is what one will most likely take. */
const PATTERNS: readonly Detail[] = ['all', 'line', 'line'];
const OTHERS: readonly Detail[] = ['line'];

/** Advice as text: short; `explain` tells of every record why it is here, why it works and when it does not. */
export function adviceText(answer: AdviceAnswer, options: TextOptions): string {
  if (!isAdvised(answer)) return nothingText(answer, options);
  const { style } = options;
  const patterns = part('Patterns', answer.patterns, options, PATTERNS);
  const avoid = part('Avoid', answer.avoid, options, OTHERS, 'Instead: ');
  // What is not to be done comes first where it is what was asked about.
  const isAsked = (answer.avoid[0]?.score ?? 0) > (answer.patterns[0]?.score ?? 0);
  const lines = [
    ...typeLines(answer, options),
    ...(isAsked ? [...avoid, ...patterns] : [...patterns, ...avoid]),
    ...part('Known errors', answer.errors, options),
    ...part('Decided here', answer.decided, options),
    ...factLines('Preferences', answer.preferences, options),
    ...factLines('By the facts', answer.facts, options),
  ];
  if (answer.history !== undefined) {
    const { approach, confidence, similar } = answer.history;
    const told = `${safeText(approach)}, confidence ${confidence.toFixed(2)}, by ${plural(similar, 'similar task')}`;
    lines.push(...labelled('History', told, options));
  }
  const [first] = isAsked
    ? answer.avoid
    : [...answer.patterns, ...answer.avoid, ...answer.decided, ...answer.errors];
  if (options.agent !== true && first !== undefined)
    lines.push(...folded(`In full: nexus show ${shortId(first.id)}`, 0, options).map(style.dim));
  for (const line of withheldLines(answer.withheld)) lines.push(...folded(line, 0, options));
  return `${lines.join('\n')}\n`;
}

function nothingText({ searched, types, withheld }: AdviceAnswer, options: TextOptions): string {
  const { records, packs, sources = 0 } = searched;
  const beside = [packs ? `${packs} of packs` : '', sources > 0 ? `${sources} of sources` : ''];
  const where = [plural(records, 'record'), ...beside].filter((part) => part !== '').join(' and ');
  const about = types.length === 0 ? '' : ` It sounds like ${types.map(({ title }) => title).join(', ')}.`;
  const pack =
    packs !== undefined || options.agent === true
      ? ''
      : ' Packs of knowledge that could be turned on: nexus seed';
  const told = [`Nothing known for this in ${where}.${about}${pack}`, ...withheldLines(withheld)];
  return `${told.flatMap((line) => folded(line, 0, options)).join('\n')}\n`;
}

function typeLines({ types }: AdviceAnswer, options: TextOptions): string[] {
  if (types.length === 0) return [];
  const told = types.map(({ title, cues }) => `${title} (${cues.slice(0, 3).join(', ')})`).join(' · ');
  return labelled('About', told, options);
}

function part(
  title: string,
  records: readonly AdvisedRecord[],
  options: TextOptions,
  details = OTHERS,
  lead = '',
): string[] {
  if (records.length === 0) return [];
  return [
    options.style.bold(title),
    ...records.flatMap((record, at) =>
      recordLines(record, options.explain || options.agent ? 'all' : (details[at] ?? 'title'), lead, options),
    ),
  ];
}

function recordLines(record: AdvisedRecord, detail: Detail, lead: string, options: TextOptions): string[] {
  const { style } = options;
  const standing =
    record.pack === undefined ? standingText(record, options.agent === true) : `${record.pack} pack`;
  const facts = [shortId(record.id), standing, ...wayText(record), record.weaker, record.used]
    .filter((fact) => fact !== undefined && fact !== '')
    .join(', ');
  const freshness = record.freshness === 'stale' ? [style.yellow('    stale: what it cites changed')] : [];
  const wrong =
    record.wrong === undefined ? [] : folded(safeText(record.wrong), 4, options).map(style.yellow);
  const below = (label: string, text: string | undefined): string[] =>
    text === undefined || text === '' ? [] : folded(`${label}${safeText(text)}`, 4, options);
  return [
    ...folded(`${safeText(titleOf(record))} (${facts})`, 2, options),
    ...freshness,
    ...wrong,
    ...(detail === 'line' ? short(`${lead}${record.does}`, options) : []),
    ...(detail === 'all'
      ? [...below(lead, record.does), ...below('Why: ', record.why), ...below('Not: ', record.unless)]
      : []),
    ...(options.explain === true ? below('Chosen by: ', record.reasons.join('; ')).map(style.dim) : []),
  ];
}

/** One line of it. */
function short(text: string, { columns, style }: TextOptions): string[] {
  const line = safeText(text);
  if (line === '') return [];
  return [style.dim(`    ${columns > 4 ? fit(line, columns - 4) : line}`)];
}

function factLines(title: string, facts: readonly AdviceFact[], options: TextOptions): string[] {
  if (facts.length === 0) return [];
  return [
    options.style.bold(title),
    ...facts.flatMap(({ text, from }) => folded(`${safeText(text)} (${safeText(from)})`, 2, options)),
  ];
}

function labelled(label: string, text: string, options: TextOptions): string[] {
  const [first = '', ...rest] = folded(`${label}: ${text}`, 0, options);
  return [first.replace(label, options.style.bold(label)), ...rest];
}

function folded(text: string, indent: number, { columns }: TextOptions): string[] {
  return columns > 0 ? wrap(text, columns, indent).split('\n') : [`${' '.repeat(indent)}${text}`];
}
