/** ECMA-48 SGR parameters: what switches a style on, and what switches it off again. */
const SGR = {
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  inverse: [7, 27],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
  gray: [90, 39],
} as const;

export type StyleName = keyof typeof SGR;

/** Each function takes text that is already safe and gives it a style, or returns it as it is without colour. */
export type Style = Readonly<Record<StyleName, (text: string) => string>>;

function paint(open: number, close: number): (text: string) => string {
  const start = `\x1b[${open}m`;
  const end = `\x1b[${close}m`;
  // A style inside ends with a code that ends this one too, so start again behind it.
  return (text) => (text === '' ? '' : start + text.replaceAll(end, end + start) + end);
}

export function createStyle(options: { readonly color: boolean }): Style {
  const plain = (text: string) => text;
  const style = (name: StyleName) => (options.color ? paint(SGR[name][0], SGR[name][1]) : plain);
  return {
    bold: style('bold'),
    dim: style('dim'),
    italic: style('italic'),
    underline: style('underline'),
    inverse: style('inverse'),
    red: style('red'),
    green: style('green'),
    yellow: style('yellow'),
    blue: style('blue'),
    magenta: style('magenta'),
    cyan: style('cyan'),
    gray: style('gray'),
  };
}
