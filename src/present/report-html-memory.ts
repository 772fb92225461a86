import { shortId } from '../core/id.ts';
import type { HealthWeek, LearnReport, OutcomeNote, UsedRecord } from '../core/report.ts';
import { type Html, html } from './html.ts';
import { count, day, foreign, type Part, pageTable, shortDay, time } from './page-parts.ts';
import { HEALTH } from './report-text.ts';
import { area } from './svg-chart.ts';

/** Which errors come back. */
export function errorPart({ errors }: LearnReport): Part | undefined {
  if (errors.length === 0) return undefined;
  const body = pageTable(
    'error-table',
    'Most often met first. Cost is the time from a first failure to the success; what is still open costs what nobody knows yet.',
    [
      { head: 'Error', cell: ({ signature }) => html`<code>${foreign(signature)}</code>` },
      { head: 'Met', cell: ({ met }) => count(met), by: ({ met }) => met },
      { head: 'Resolved', cell: ({ resolved }) => count(resolved), by: ({ resolved }) => resolved },
      { head: 'Cost', cell: ({ cost_s }) => time(cost_s), by: ({ cost_s }) => cost_s },
      { head: 'Last met', cell: ({ last }) => day(last), by: ({ last }) => Date.parse(last) },
    ],
    errors,
  );
  return { id: 'errors', title: 'Errors that come back', body };
}

/** Which records helped, and which did not. */
export function recordPart({ helpful, harmful }: LearnReport): Part | undefined {
  const shown = (
    id: string,
    caption: string,
    head: string,
    of: (one: UsedRecord) => number,
    said: (told: OutcomeNote) => boolean,
    some: readonly UsedRecord[],
  ): Html =>
    pageTable(
      id,
      caption,
      [
        {
          head: 'Record',
          cell: ({ title, id: record, notes = [] }) =>
            html`${foreign(title)} <code class="id">${shortId(record)}</code>${notes.filter(said).map(({ note }) => html`<p class="note">${foreign(note)}</p>`)}`,
        },
        { head: 'Kind', cell: ({ kind }) => kind },
        { head, cell: (one) => `${count(of(one))} of ${count(one.uses)}`, by: of },
        { head: 'Last', cell: ({ last }) => day(last), by: ({ last }) => Date.parse(last) },
      ],
      some,
    );
  const tables = [
    ...(helpful.length === 0
      ? []
      : [
          shown(
            'helped-table',
            'What helped most',
            'Helped',
            (one) => one.helped,
            ({ helped }) => helped,
            helpful,
          ),
        ]),
    ...(harmful.length === 0
      ? []
      : [
          shown(
            'harmful-table',
            'What was said to be wrong: correct it, or retire it',
            'Wrong',
            (one) => one.wrong,
            ({ helped }) => !helped,
            harmful,
          ),
        ]),
  ];
  if (tables.length === 0) return undefined;
  return {
    id: 'records',
    title: 'Records that were used',
    body: html`<div class="pair tables">${tables}</div>`,
  };
}

/** How the records do, now and week by week. */
export function memoryPart({ health }: LearnReport): Part | undefined {
  if (health.records === 0) return undefined;
  const { weeks, stale } = health;
  const most = Math.max(0, ...weeks.map(({ records }) => records));
  const last = weeks.at(-1);
  const small = ([name, of]: (typeof HEALTH)[number], at: number): Html =>
    html`<figure><p><span>${name}</span><b>${count(last === undefined ? 0 : of(last))}</b></p>${area(weeks.map(of), most, { id: `health-${at}`, title: `${name} by week, oldest first: ${weeks.map(of).join(', ')}` })}</figure>`;
  const states = Object.entries(health.freshness).flatMap(([name, number]) =>
    number === 0 ? [] : [`${count(number)} ${name}`],
  );
  const of = health.checked < health.records ? ` of the newest ${count(health.checked)}` : '';
  const charts =
    most === 0
      ? ''
      : html`<div class="small">${HEALTH.map(small)}</div><p class="note">Of the records that are served today, at each week’s end, ${shortDay(weeks[0]?.week ?? '')} to ${shortDay(last?.week ?? '')}; all against the same scale.</p>`;
  const body = html`<div class="card">${charts}<p>Now: ${count(health.records)} in all${of === '' ? '' : ';'}${of}${of === '' ? ', ' : ' '}${states.join(', ')}; ${count(health.never_recalled)} never recalled.</p></div>
${
  stale.length === 0
    ? ''
    : html`<div class="below">${pageTable(
        'stale-table',
        'Stale: what they cite changed, or is gone. Confirm, edit or retire them.',
        [
          {
            head: 'Record',
            cell: ({ title, id }) => html`${foreign(title)} <code class="id">${shortId(id)}</code>`,
          },
          { head: 'What changed', cell: ({ detail }) => foreign(detail) },
        ],
        stale,
      )}</div>`
}
${most === 0 ? '' : html`<details><summary>The same in figures</summary>${healthTable(weeks)}</details>`}`;
  return { id: 'memory', title: 'How memory does', body };
}

function healthTable(weeks: readonly HealthWeek[]): Html {
  return pageTable(
    'health-table',
    'At the end of the week that began on the Monday named, UTC.',
    [
      { head: 'Week of', cell: ({ week }) => day(week) },
      ...HEALTH.map(([head, of]) => ({ head, cell: of, by: of })),
    ],
    weeks,
  );
}
