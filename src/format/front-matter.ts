/** A file taken apart: offsets count UTF-16 units of the whole text, lines are 1-based. */
export interface FrontMatter {
  /** What is between the two `---` lines, the last line ending included. */
  readonly yaml: string;
  readonly yamlStart: number;
  /** The line of the text on which `yaml` begins: the one after the first `---`. */
  readonly yamlLine: number;
  /** Everything after the second `---` line. */
  readonly body: string;
  readonly bodyStart: number;
  readonly bodyLine: number;
}

export interface NoFrontMatter {
  readonly message: string;
  readonly line: number;
}

const FENCE = /^---[ \t]*(?:\r?\n|$)/;

/**
 * Splits at `---` lines. Nothing between them is looked at: no language tag after the dashes is
 * known, so nothing in a file can choose how it is read. A byte order mark and CRLF are accepted.
 */
export function splitFrontMatter(text: string): FrontMatter | NoFrontMatter {
  const from = text.startsWith('\ufeff') ? 1 : 0;
  const open = FENCE.exec(text.slice(from, from + 1024));
  if (open === null || !open[0].endsWith('\n')) return { message: 'no front matter', line: 1 };
  const yamlStart = from + open[0].length;
  let line = 2;
  for (let at = yamlStart; at < text.length; line++) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next + 1;
    if (text.startsWith('---', at) && FENCE.test(text.slice(at, end)))
      return {
        yaml: text.slice(yamlStart, at),
        yamlStart,
        yamlLine: 2,
        body: text.slice(end),
        bodyStart: end,
        bodyLine: line + 1,
      };
    at = end;
  }
  return { message: 'front matter without an end', line: 1 };
}
