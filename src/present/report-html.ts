import { duration, percent } from '../core/amounts.ts';
import type { Trend } from '../core/execution.ts';
import { describeProblem } from '../core/problem.ts';
import type { LearnReport, Week } from '../core/report.ts';
import { type Html, html } from './html.ts';
import {
  count,
  day,
  foreign,
  list,
  type PageColumn,
  type Part,
  pageTable,
  shortDay,
  time,
} from './page-parts.ts';
import { errorPart, memoryPart, recordPart } from './report-html-memory.ts';
import { page } from './report-page.ts';
import { headline, TREND } from './report-text.ts';
import { columns, shareBar, sparkline } from './svg-chart.ts';

/** A report as one self-contained page, to be mailed around or printed: it loads nothing, and its tables need no script. */
export function reportHtml(report: LearnReport): string {
  const name = report.project_name === '' ? 'What was learned' : `${report.project_name}: what was learned`;
  const all: readonly (Part | undefined)[] = [
    advicePart(report),
    categoryPart(report),
    weekPart(report.weeks),
    errorPart(report),
    recordPart(report),
    memoryPart(report),
    linesPart('problems', 'Problems', report.problems.map(describeProblem)),
    linesPart('left-out', 'Not counted', report.left_out),
  ];
  const parts = all.flatMap((part) => (part === undefined ? [] : [part]));
  return page(
    name,
    html`<header>
<p class="eyebrow">Nexus report</p>
<h1>${foreign(name)}</h1>
<p class="lead">${foreign(headline({ ...report, project_name: '' }))}</p>
<p class="when">Made ${day(report.generated_at)}</p>
${parts.length < 2 ? '' : html`<nav aria-label="Parts"><ul>${parts.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>`}
</header>
<main>
${parts.length === 0 ? '' : tiles(report)}
${report.overall_metrics.status === 'measured' ? '' : firstSteps(report)}
${parts.map(({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2>\n${body}</section>\n`)}</main>
<footer><p>Folded from what this repository’s episodes tell: all clones that hold the same memory report the same.</p></footer>`,
  );
}

/** What to do where there is nothing to measure. */
function firstSteps({ since, category }: LearnReport): Html {
  if (since !== undefined || category !== undefined)
    return html`<section id="start" aria-labelledby="start-h"><h2 id="start-h">Nothing was measured here</h2>
<div class="card"><p>Make the report without <code>--since</code> and <code>--category</code> to see all that there is.</p></div></section>`;
  return html`<section id="start" aria-labelledby="start-h"><h2 id="start-h">Nothing was measured yet</h2>
<div class="card"><ol class="steps">
<li>Give the repository a memory, and the hooks by which commits carry it:<pre><code>nexus init</code></pre></li>
<li>Tell what a command is for; how it went is kept, and goes with the next commit:<pre><code>nexus run --task "add the login form" --category frontend -- npm test</code></pre></li>
<li>Say whether a record was of use:<pre><code>nexus outcome &lt;id&gt; helped</code></pre></li>
</ol></div></section>`;
}

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

function tiles({ overall_metrics: overall, weeks, health }: LearnReport): Html {
  const sum = (of: (week: Week) => number): number => weeks.reduce((all, week) => all + of(week), 0);
  const span = weeks.length === 1 ? 'in one week' : `in ${weeks.length} weeks`;
  const some: Tile[] = [];
  const add = (name: string, value: string, note: string): unknown => some.push({ name, value, note });
  if (overall.status === 'measured') {
    add('Executions', count(overall.total_executions), `${count(overall.successful_executions)} succeeded`);
    add('Success', percent(overall.success_rate), 'of all that count');
    if (overall.average_duration_s > 0)
      add('On average', duration(overall.average_duration_s), 'where it was timed');
  }
  const errors = sum((week) => week.errors);
  if (errors > 0)
    add('Errors met', count(errors), `${count(sum((week) => week.resolved))} resolved, ${span}`);
  const shown = sum((week) => week.shown);
  if (shown > 0) add('Records shown', count(shown), `${count(sum((week) => week.helped))} helped, ${span}`);
  if (health.records > 0)
    add(
      'Records',
      count(health.records),
      `${count(health.freshness.stale)} stale, ${count(health.never_recalled)} never recalled`,
    );
  return html`<dl class="tiles">${some.map(({ name, value, note }) => html`<div><dt>${name}</dt><dd>${value}</dd><dd class="note">${note}</dd></div>`)}</dl>`;
}

function advicePart({ overall_metrics, recommendations, learning_insights }: LearnReport): Part | undefined {
  if (overall_metrics.status !== 'measured') return undefined;
  const body = html`<div class="pair"><div class="card"><h3>What to do</h3>${list(recommendations)}</div><div class="card"><h3>What works</h3>${list(learning_insights)}</div></div>`;
  return { id: 'advice', title: 'Advice and insights', body };
}

const ARROW: Readonly<Record<Trend, string>> = {
  improving: '↗',
  declining: '↘',
  stable: '→',
  insufficient_data: '·',
};

function categoryPart({ category_performance, series }: LearnReport): Part | undefined {
  if (category_performance.length === 0) return undefined;
  const rates = new Map(series.map((entry) => [entry.category, entry.rates]));
  const rows = category_performance.map((one, at) => ({ ...one, at, rates: rates.get(one.category) ?? [] }));
  const body = pageTable(
    'category-table',
    'Rates, averages and approaches are those of the newest executions of each category, at most twenty; the line shows all of them, oldest on the left.',
    [
      { head: 'Category', cell: ({ category }) => foreign(category) },
      {
        head: 'Succeeded',
        cell: ({ success_rate }) => html`${percent(success_rate)}${shareBar(success_rate)}`,
        by: ({ success_rate }) => success_rate,
      },
      {
        head: 'Success over time',
        cell: ({ at, rates: some }) =>
          sparkline(some, 1, {
            id: `rate-${at}`,
            title: `Oldest to newest: ${some.map((rate) => `${Math.round(rate * 100)} %`).join(', ')}`,
          }),
      },
      {
        head: 'Trend',
        cell: ({ trend }) =>
          html`<span class="nowrap"><span aria-hidden="true">${ARROW[trend]} </span>${TREND[trend]}</span>`,
      },
      { head: 'Executions', cell: ({ total }) => count(total), by: ({ total }) => total },
      {
        head: 'Average',
        cell: ({ average_duration_s }) => time(average_duration_s),
        by: (one) => one.average_duration_s,
      },
      {
        head: 'Best approaches',
        cell: ({ best_approaches }) =>
          html`<span class="wide">${best_approaches.map(([name, times], at) => html`${at === 0 ? '' : ', '}${foreign(name)} ${times}`)}</span>`,
      },
    ],
    rows,
  );
  return { id: 'categories', title: 'By category', body };
}

function weekPart(weeks: readonly Week[]): Part | undefined {
  if (weeks.length === 0) return undefined;
  const chart = (
    title: string,
    all: 'executions' | 'errors',
    good: 'succeeded' | 'resolved',
    rest: string,
  ): Html => {
    const some = weeks.map((week) => ({ name: shortDay(week.week), all: week[all], good: week[good] }));
    const words = some.map((one) => `${one.name} ${one.all}, ${one.good} ${good}`).join('; ');
    return html`<figure class="card"><h3>${title}</h3>${columns(some, { id: `${all}-by-week`, title: `${title} by week: ${words}` })}<figcaption class="key"><span>${good}</span><span>${rest}</span></figcaption></figure>`;
  };
  const number = (head: string, of: (week: Week) => number): PageColumn<Week> => ({ head, cell: of, by: of });
  const body = html`<div class="pair">${chart('Executions', 'executions', 'succeeded', 'failed')}${chart('Errors', 'errors', 'resolved', 'open')}</div>
<details><summary>The same in figures</summary>${pageTable(
    'week-table',
    'What was counted in each week, which begins on the Monday named, UTC.',
    [
      { head: 'Week of', cell: ({ week }) => day(week) },
      number('Executions', (week) => week.executions),
      number('Succeeded', (week) => week.succeeded),
      number('Errors', (week) => week.errors),
      number('Resolved', (week) => week.resolved),
      number('Records shown', (week) => week.shown),
      number('Helped', (week) => week.helped),
    ],
    weeks,
  )}</details>`;
  return { id: 'weeks', title: 'By week', body };
}

function linesPart(id: string, title: string, lines: readonly string[]): Part | undefined {
  return lines.length === 0 ? undefined : { id, title, body: html`<div class="card">${list(lines)}</div>` };
}
