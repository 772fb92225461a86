import { shortId } from '../core/id.ts';
import { type CheckedAnswer, QUERIES_FILE, type RecallCheck } from '../core/recall-check.ts';
import { plural, table, wrap } from './layout.ts';
import { searchedText, type TextOptions } from './recall-text.ts';
import { safeText } from './safe-text.ts';

/** A row for each question and record that it lost, or, to explain, for all; and the sum of it. */
export function recallCheckText(check: RecallCheck, { style, columns, explain }: TextOptions): string {
  const shown = explain === true ? check.answers : check.answers.filter(({ lost }) => lost);
  const rows = shown.map((one) => [
    one.lost ? 'lost' : 'found',
    placeText(one),
    shortId(one.id),
    safeText(one.title ?? ''),
    safeText(one.ask),
    `${QUERIES_FILE}:${one.line}`,
  ]);
  const lines =
    rows.length === 0
      ? []
      : [
          ...table(
            [['', 'place', 'record', 'title', 'question', ''], ...rows],
            columns > 0 ? columns : Number.POSITIVE_INFINITY,
          )
            .split('\n')
            .map((line, at) =>
              at === 0 ? style.dim(line) : shown[at - 1]?.lost ? style.yellow(line) : line,
            ),
          '',
        ];
  const { questions, lost, searched } = check;
  const found = questions - lost;
  const sum =
    lost === 0
      ? `${plural(questions, 'question')}: all find their records, in ${searchedText(searched)}.`
      : `${found} of ${plural(questions, 'question')} ${found === 1 ? 'finds its' : 'find their'} records, in ${searchedText(searched)}; ${lost} lost.`;
  return `${[...lines, columns > 0 ? wrap(sum, columns) : sum].join('\n')}\n`;
}

/** `12th, not in 5` */
function placeText({ place, within, lost, why }: CheckedAnswer): string {
  if (!lost && place !== undefined) return ordinal(place);
  if (why !== undefined) return safeText(why);
  return `${place === undefined ? 'not found' : ordinal(place)}, not in ${within}`;
}

function ordinal(place: number): string {
  const end = place % 100 > 10 && place % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `${place}${end}`;
}
