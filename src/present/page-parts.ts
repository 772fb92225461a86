import { duration } from '../core/amounts.ts';
import { type Html, type HtmlValue, html } from './html.ts';

/** One part of the page, and what the list of parts calls it. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly body: HtmlValue;
}

/** How one column of a table is filled. */
export interface PageColumn<Row> {
  readonly head: string;
  readonly cell: (row: Row) => HtmlValue;
  /** By which number it is sorted, where it is not by its text; then it stands on the right. */
  readonly by?: (row: Row) => number;
}

/** A table whose first column names the rows; wider than the page, it is scrolled. @param id its own in the page */
export function pageTable<Row>(
  id: string,
  caption: string,
  columns: readonly PageColumn<Row>[],
  rows: readonly Row[],
): Html {
  const side = ({ by }: PageColumn<Row>): HtmlValue => (by === undefined ? '' : html` class="n"`);
  const cells = (row: Row): HtmlValue =>
    columns.map((column, at) => {
      const { cell, by } = column;
      if (at === 0) return html`<th scope="row">${cell(row)}</th>`;
      const value = by === undefined ? '' : html` data-v="${by(row)}"`;
      return html`<td${side(column)}${value}>${cell(row)}</td>`;
    });
  return html`<div class="card scroll" role="region" aria-labelledby="${id}" tabindex="0"><table>
<caption id="${id}"><span>${caption}</span></caption>
<thead><tr>${columns.map((column) => html`<th scope="col"${side(column)}>${column.head}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${cells(row)}</tr>\n`)}</tbody>
</table></div>`;
}

/** Text that others wrote, kept from turning the direction of what stands around it. */
export function foreign(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

/** Lines as a list; those that are indented belong to the one before. */
export function list(lines: readonly string[]): Html {
  const items: { readonly text: string; readonly inner: string[] }[] = [];
  for (const line of lines) {
    const last = items.at(-1);
    if (/^ +- /.test(line) && last !== undefined) last.inner.push(line.trim().slice(2));
    else items.push({ text: line, inner: [] });
  }
  const inner = (some: readonly string[]): HtmlValue =>
    some.length === 0 ? '' : html`<ul>${some.map((text) => html`<li>${foreign(text)}</li>`)}</ul>`;
  return html`<ul>${items.map(({ text, inner: some }) => html`<li>${foreign(text)}${inner(some)}</li>`)}</ul>`;
}

/** With separators of thousands. */
export function count(number: number): string {
  return number.toLocaleString('en');
}

/** Nothing where nothing was timed. */
export function time(seconds: number): string {
  return seconds === 0 ? '' : duration(seconds);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `9 Nov`, of an ISO date. */
export function shortDay(iso: string): string {
  return `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1] ?? ''}`;
}

/** `9 Nov 2026`. */
export function day(iso: string): Html {
  return html`<time class="nowrap" datetime="${iso.slice(0, 10)}">${shortDay(iso)} ${iso.slice(0, 4)}</time>`;
}
