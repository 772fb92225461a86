import { safeText } from './safe-text.ts';

/**
 * Foreign text in GitHub Flavored Markdown. A page makes links of addresses, mentions and numbers even where the signs
 * around them are escaped, since it looks for them in what was rendered; in code it makes none. So foreign text is code:
 * a span here, a block in `fence`.
 */
export function codeSpan(text: string, max = 300): string {
  const line = cut(safeText(text.replaceAll(/\s+/g, ' ').trim()), max);
  if (line === '') return '';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${marks}${pad}${line}${pad}${marks}`;
}

/** Lines as a block that none of them can end. */
export function fence(language: string, lines: readonly string[]): string {
  const safe = lines.map((line) => safeText(line, { newlines: true }).replaceAll('\n', ' '));
  const longest = Math.max(
    2,
    ...safe.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  const marks = '`'.repeat(longest + 1);
  return [`${marks}${language}`, ...safe, marks].join('\n');
}

/** What a page could take for more than words: markup, a mention, an address, a number of an issue, a commit. */
const MORE_THAN_WORDS =
  /[@#<>&\\`*_[\]{}|~$^!]|:\/\/|:[\w+-]*:|www\.|\b(?:GH-\d|[0-9a-f]{7,64}\b)|(?:^|\s)[-+=]|\.\w/i;

/** A sentence of ours with foreign words in it: as it is where it is words alone, else as code. */
export function sentence(text: string): string {
  const safe = safeText(text.replaceAll(/\s+/g, ' ').trim());
  return MORE_THAN_WORDS.test(safe) ? codeSpan(safe) : safe;
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max).replace(/[\ud800-\udbff]$/, '')}…`;
}
