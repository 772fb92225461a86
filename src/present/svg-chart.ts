/** Charts as inline SVG: colours and fonts come from the page's classes, sizes from its columns. */
import { type Html, html } from './html.ts';

/** What a chart shows, in words, for those who do not see it; and its name in the page. */
export interface ChartLabel {
  readonly id: string;
  readonly title: string;
}

/** Numbers from 0 to a maximum as a line with its end marked; one number is its end alone. Oldest on the left. */
export function sparkline(values: readonly number[], max: number, label: ChartLabel): Html {
  const [width, height, edge] = [120, 28, 4];
  const points = values.map((value, at) => [
    values.length === 1 ? width - edge : edge + (at * (width - 2 * edge)) / (values.length - 1),
    height - edge - share(value, max) * (height - 2 * edge),
  ]);
  const [x = 0, y = 0] = points.at(-1) ?? [];
  return html`<svg class="spark" viewBox="0 0 ${width} ${height}" ${named(label)}<path class="base" d="M0 ${height - edge}H${width}"/><path class="line" d="${path(points)}"/>${points.length === 0 ? '' : html`<circle class="end" cx="${round(x)}" cy="${round(y)}" r="3"/>`}</svg>`;
}

/** A share of 1 as a bar; the number stands beside it. */
export function shareBar(value: number): Html {
  return html`<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect class="good" width="${round(100 * share(value, 1))}" height="8"/></svg>`;
}

/** Counts over time as a filled line, as wide as its place. All with one maximum can be compared. */
export function area(counts: readonly number[], max: number, label: ChartLabel): Html {
  const [width, height] = [160, 48];
  const all = counts.length === 1 ? [...counts, ...counts] : counts;
  const points = all.map((count, at) => [
    (at * width) / (all.length - 1),
    height - 2 - share(count, max) * (height - 4),
  ]);
  const line = path(points);
  return html`<svg class="area" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" ${named(label)}<path class="fill" d="${line}V${height}H0Z"/><path class="line" d="${line}"/><path class="base" d="M0 ${height - 0.5}H${width}"/></svg>`;
}

/** One column: how many, and how many of these were good. */
export interface Column {
  readonly name: string;
  readonly all: number;
  readonly good: number;
}

const WIDTH = 420;
const HEIGHT = 176;
const LEFT = 34;
const TOP = 10;
const BOTTOM = 26;
/** More names below the columns than this run into each other. */
const NAMES = 6;

/** Columns of which the filled part is the good one, the outlined part the rest. */
export function columns(some: readonly Column[], label: ChartLabel): Html {
  const most = roundMax(Math.max(0, ...some.map(({ all }) => all)));
  const floor = HEIGHT - BOTTOM;
  const slot = (WIDTH - LEFT) / Math.max(1, some.length);
  const wide = Math.min(30, slot * 0.64);
  const tall = (count: number): number => share(count, most) * (floor - TOP);
  const every = Math.ceil(some.length / NAMES);
  const ticks = (most > 1 ? [0, most / 2, most] : [0, most]).map((value) => {
    const y = round(floor - tall(value));
    return html`<path class="${value === 0 ? 'base' : 'grid'}" d="M${LEFT} ${y}H${WIDTH}"/><text class="tick" x="${LEFT - 8}" y="${y + 4}" text-anchor="end">${value}</text>`;
  });
  const bars = some.map(({ name, all, good }, at) => {
    const middle = LEFT + slot * (at + 0.5);
    const x = round(middle - wide / 2);
    const top = floor - tall(all);
    const rest =
      all > good
        ? html`<rect class="rest" x="${round(x + 0.75)}" y="${round(top + 0.75)}" width="${round(wide - 1.5)}" height="${round(Math.max(1, tall(all - good) - 1.5))}"/>`
        : '';
    const named =
      (some.length - 1 - at) % every === 0
        ? html`<text class="tick" x="${round(middle)}" y="${HEIGHT - 8}" text-anchor="middle">${name}</text>`
        : '';
    return html`<rect class="good" x="${x}" y="${round(floor - tall(good))}" width="${round(wide)}" height="${round(tall(good))}"/>${rest}${named}`;
  });
  return html`<svg class="columns" viewBox="0 0 ${WIDTH} ${HEIGHT}" ${named(label)}${ticks}${bars}</svg>`;
}

/** The rest of the opening tag, and the title. */
function named({ id, title }: ChartLabel): Html {
  return html`role="img" aria-labelledby="${id}"><title id="${id}">${title}</title>`;
}

/** The next number of 2, 4, 10, 20, 40, 100 …: half of it is a whole number. At least 1. */
function roundMax(most: number): number {
  if (most <= 1) return 1;
  const ten = 10 ** Math.floor(Math.log10(most));
  return [2, 4, 6, 10].map((step) => step * ten).find((step) => step >= most) ?? most;
}

/** 0 to 1, whatever is asked. */
function share(value: number, max: number): number {
  return Number.isFinite(value) && max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
}

function path(points: readonly (readonly number[])[]): string {
  return points.map(([x = 0, y = 0], at) => `${at === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
}

/** Tenths are finer than what is seen. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
