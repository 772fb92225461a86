import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { canonicalBody, eolOf, oneLine } from './lines.ts';

/** A part of a body under a `## ` heading. Offsets are UTF-16 units of the body. */
export interface Section {
  readonly name: string;
  readonly start: number;
  /** Where the heading's own text ends. */
  readonly contentStart: number;
  /** The next heading of this level or above, or the end of the body. */
  readonly end: number;
  /** What is below the heading, blank lines around it left out. */
  readonly text: string;
}

const parser = unified().use(remarkParse);

/** The blocks of a body. The parser takes a byte order mark away and counts from there. */
function blocksOf(body: string) {
  return parser.parse(body.slice(bomLength(body))).children;
}

function bomLength(text: string): number {
  return text.startsWith('\ufeff') ? 1 : 0;
}

/** The named sections of a body, by the markdown parser: headings in code, comments, lists and quotes do not count. */
export function sectionsOf(body: string): Section[] {
  const sections: Section[] = [];
  let open: { name: string; start: number; contentStart: number } | undefined;
  const close = (end: number): void => {
    if (open !== undefined)
      sections.push({ ...open, end, text: canonicalBody(body.slice(open.contentStart, end)) });
    open = undefined;
  };
  const shift = bomLength(body);
  for (const node of blocksOf(body)) {
    const start = node.position?.start.offset;
    const end = node.position?.end.offset;
    if (node.type !== 'heading' || node.depth > 2 || start === undefined || end === undefined) continue;
    close(shift + start);
    if (node.depth < 2) continue;
    const from = node.children[0]?.position?.start.offset ?? end;
    const to = node.children.at(-1)?.position?.end.offset ?? from;
    const name = oneLine(body.slice(shift + from, shift + to));
    open = { name, start: shift + start, contentStart: shift + end };
  }
  close(body.length);
  return sections;
}

/** The text of the first section of that name, in whatever case. */
export function sectionText(body: string, name: string): string | undefined {
  return find(sectionsOf(body), name)?.text;
}

/**
 * Replaces the text of the first section of that name, or adds the section at the end. Everything
 * else stays byte for byte; where the text leaves a code block or comment open, it is closed, so that
 * it cannot swallow the sections after it.
 */
export function replaceSection(body: string, name: string, text: string): string {
  const eol = eolOf(body);
  const content = canonicalBody(text).replaceAll('\n', eol);
  const sections = sectionsOf(body);
  const old = find(sections, name);
  if (old === undefined) return addSection(body, name, content, eol);
  const after = sections.filter((section) => section.start >= old.end);
  const head = body.slice(0, old.contentStart);
  const tail = body.slice(old.end);
  const build = (closing: string): string => {
    const inner = content === '' ? '' : `${eol}${eol}${content}${closing === '' ? '' : eol + closing}`;
    return `${head}${inner}${eol}${tail === '' ? '' : eol}${tail}`;
  };
  const sound = (candidate: string): boolean => {
    if (after.length === 0) return true;
    const now = sectionsOf(candidate).slice(-after.length);
    return now.length === after.length && now.every((section, i) => section.text === after[i]?.text);
  };
  return closings(content).map(build).find(sound) ?? build('');
}

function addSection(body: string, name: string, content: string, eol: string): string {
  const base = body.trimEnd();
  const lines = `## ${oneLine(name)}${eol}${content === '' ? '' : `${eol}${content}${eol}`}`;
  const before = closings(base).map((closing) => {
    if (base === '') return '';
    return `${base}${eol}${closing === '' ? '' : `${closing}${eol}`}${eol}`;
  });
  const sound = (head: string): boolean =>
    sectionsOf(head + lines).some((section) => section.start === head.length);
  return (before.find(sound) ?? before[0] ?? '') + lines;
}

/** What may have to follow a text so that markdown after it is read as such: nothing, or the end of an open block. */
function closings(text: string): string[] {
  const last = blocksOf(text).at(-1);
  if (last?.type === 'html') return ['', ...HTML_ENDS];
  const fence =
    last?.type === 'code'
      ? /^(?:`{3,}|~{3,})/.exec(text.slice(bomLength(text) + (last.position?.start.offset ?? 0)))
      : null;
  return fence === null ? [''] : ['', fence[0]];
}

/** How the HTML blocks end that a blank line does not end (CommonMark 0.31, section 4.6, kinds 1 to 5). */
const HTML_ENDS = ['-->', '</pre>', '?>', ']]>', '>'] as const;

function find(sections: readonly Section[], name: string): Section | undefined {
  const wanted = oneLine(name).toLowerCase();
  return sections.find((section) => section.name.toLowerCase() === wanted);
}
