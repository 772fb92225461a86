import { createStyle, type Style } from '../../present/style.ts';

type Paint = (text: string) => string;

/**
 * Styles by what they mean. The sixteen colours of the terminal's own palette, so that its background, light or dark,
 * stays readable; each sign has a glyph too. Without colour bold, dim and inverse remain: a selection must be seen.
 */
export interface Theme {
  readonly kind: Paint;
  readonly aside: Paint;
  readonly strong: Paint;
  readonly selected: Paint;
  readonly good: Paint;
  readonly doubtful: Paint;
  readonly bad: Paint;
  /** Words of the question in an answer. */
  readonly match: Paint;
  readonly title: Paint;
  readonly code: Paint;
  readonly added: Paint;
  readonly removed: Paint;
  /** That one looks at another time than now. */
  readonly travel: Paint;
  readonly glyphs: Glyphs;
  /** The same for what `present/` writes. */
  readonly style: Style;
  /** Nothing beyond ASCII is drawn. */
  readonly isAscii: boolean;
  /** A line as it can be drawn, whoever wrote it: our own signs in ASCII where that is all there is, each as wide. */
  readonly drawn: Paint;
}

/** What is drawn with more than letters; in plain ASCII where the terminal or its user cannot have others. */
export interface Glyphs {
  readonly prompt: string;
  readonly rule: string;
  readonly wall: string;
  readonly pointer: string;
  readonly verified: string;
  readonly moved: string;
  readonly stale: string;
  readonly uncited: string;
  readonly dot: string;
  readonly circle: string;
  readonly merge: string;
  readonly bullet: string;
  /** From nothing to all, for sparklines. */
  readonly levels: string;
  readonly bar: string;
  /** A bar's end where it fills a column in part, least first. */
  readonly barParts: string;
  readonly back: string;
  readonly to: string;
  /** Between where one is and what it is in. */
  readonly crumb: string;
  /** Behind a count. */
  readonly times: string;
}

const UNICODE: Glyphs = {
  prompt: '❯',
  rule: '─',
  wall: '│',
  pointer: '>',
  verified: '✓',
  moved: '~',
  stale: '✗',
  uncited: '·',
  dot: '●',
  circle: '○',
  merge: '◆',
  bullet: '·',
  levels: '▁▂▃▄▅▆▇█',
  bar: '█',
  barParts: '▏▎▍▌▋▊▉',
  back: '◀',
  to: '→',
  crumb: '›',
  times: '×',
};

const ASCII: Glyphs = {
  prompt: ':',
  rule: '-',
  wall: '|',
  pointer: '>',
  verified: 'v',
  moved: '~',
  stale: 'x',
  uncited: '.',
  dot: '*',
  circle: 'o',
  merge: '+',
  bullet: '-',
  levels: '._-=^#',
  bar: '#',
  barParts: '',
  back: '<',
  to: '->',
  crumb: '>',
  times: 'x',
};

/** What is written by who knows no theme: what was cut, and what stands between words. */
const IN_ASCII: Readonly<Record<string, string>> = { '…': '~', '·': '-', '×': 'x', '→': '>' };
const SIGNS = new RegExp(`[${Object.keys(IN_ASCII).join('')}]`, 'g');

export function createTheme(how: { readonly color: boolean; readonly ascii: boolean }): Theme {
  const shape = createStyle({ color: true });
  const style = createStyle({ color: how.color });
  return {
    kind: style.cyan,
    aside: shape.dim,
    strong: shape.bold,
    selected: shape.inverse,
    good: style.green,
    doubtful: style.yellow,
    bad: style.red,
    match: (text) => shape.bold(style.yellow(text)),
    title: shape.bold,
    code: style.cyan,
    added: style.green,
    removed: style.red,
    travel: (text) => shape.inverse(style.yellow(text)),
    glyphs: how.ascii ? ASCII : UNICODE,
    style: { ...style, bold: shape.bold, dim: shape.dim, inverse: shape.inverse },
    isAscii: how.ascii,
    drawn: how.ascii ? (line) => line.replace(SIGNS, (sign) => IN_ASCII[sign] ?? sign) : (line) => line,
  };
}
