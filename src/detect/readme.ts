import type { Fact } from './facts.ts';
import { type Tree, words } from './tree.ts';

/** What a README says first. */
export interface Readme {
  readonly title?: Fact;
  /** Its first paragraph of prose, in one line. */
  readonly paragraph?: Fact;
}

const NAMES = /^readme(?:\.(?:md|markdown|rst|txt|adoc))?$/i;
/** Fewer words are a label, not a sentence. */
const MIN_WORDS = 4;
const MAX_LINES = 200;
const MAX_LENGTH = 20_000;

export function readReadme(tree: Tree): Readme {
  const from = tree.files.filter((path) => NAMES.test(path)).sort()[0];
  const text = from === undefined ? undefined : tree.text(from)?.slice(0, MAX_LENGTH);
  if (from === undefined || text === undefined) return {};
  const { title, paragraph } = /\.rst$/i.test(from) ? readRst(text) : readMarkdown(text);
  return {
    ...(title === undefined ? {} : { title: { value: title, from } }),
    ...(paragraph === undefined ? {} : { paragraph: { value: paragraph, from } }),
  };
}

interface Said {
  readonly title: string | undefined;
  readonly paragraph: string | undefined;
}

/** Code, HTML, badges, images, lists, tables and directives are passed over. */
function readMarkdown(text: string): Said {
  const clean = text
    .replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/^( {0,3})(```+|~~~+)[\s\S]*?(?:^ {0,3}\2[^\n]*$|(?![\s\S]))/gm, '')
    .replace(/<(script|style|table|details|picture)\b[\s\S]*?<\/\1>/gi, '');
  let title: string | undefined;
  for (const block of blocksOf(clean)) {
    const head =
      /^#{1,6}\s+(.+?)\s*#*$/m.exec(block[0] ?? '')?.[1] ??
      htmlHeading(block.join('\n')) ??
      underlined(block);
    if (head !== undefined) {
      title ??= plain(head);
      const rest = block.slice(/^#/.test(block[0] ?? '') ? 1 : 2);
      const prose = proseOf(rest);
      if (prose !== undefined) return { title, paragraph: prose };
      continue;
    }
    const prose = proseOf(block);
    if (prose !== undefined) return { title, paragraph: prose };
  }
  return { title, paragraph: undefined };
}

function blocksOf(text: string): string[][] {
  const lines = text.split(/\r?\n/).slice(0, MAX_LINES);
  const blocks: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === '' || /^#{1,6}\s/.test(line)) blocks.push([]);
    if (line.trim() !== '') blocks.at(-1)?.push(line);
  }
  return blocks.filter((block) => block.length > 0);
}

function htmlHeading(text: string): string | undefined {
  return words(/<h1\b[^>]*>([\s\S]*?)<\/h1>/i.exec(text)?.[1]);
}

function underlined(block: readonly string[]): string | undefined {
  return /^(?:=+|-+)\s*$/.test(block[1] ?? '') ? block[0] : undefined;
}

/** A paragraph as one line of plain words; undefined where the lines are something else. */
function proseOf(lines: readonly string[]): string | undefined {
  const quoted = lines.map((line) => line.replace(/^\s{0,3}>\s?/, ''));
  const [first = ''] = quoted;
  if (/^(?:\s*[-*+]\s|\s*\d+[.)]\s|\s*\||\s{4}|\t|:{3}|\[!|\[[^\]]+\]:\s)/.test(first)) return undefined;
  const text = plain(quoted.join(' '));
  // Links alone are a row of badges or a menu.
  const withoutLinks = plain(quoted.join(' ').replace(/\[[^\]]*\]\([^)]*\)|\[[^\]]*\]\[[^\]]*\]/g, ' '));
  const isProse = text.split(' ').length >= MIN_WORDS && withoutLinks.replace(/[^\p{L}]/gu, '').length >= 12;
  return isProse ? text : undefined;
}

/** Markdown's and HTML's marks taken away; what stands in inline code stays. */
function plain(text: string): string {
  return text
    .replace(/\[!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])\](?:\([^)]*\)|\[[^\]]*\])/g, ' ')
    .replace(/!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?/g, ' ')
    .replace(/\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/<\/?[a-zA-Z][^>]*>/g, ' ')
    .replace(/&nbsp;|&[lr]?dquo;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/(\*\*|__)(.*?)\1/g, '$2')
    .replace(/(^|[\s(])[*_]([^*_]+)[*_](?=[\s.,;:!?)]|$)/g, '$1$2')
    .replace(/:[a-z_]+:/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\s+([.,;:!?])/g, '$1')
    .trim();
}

function readRst(text: string): Said {
  const blocks = text
    .split(/\r?\n/)
    .slice(0, MAX_LINES)
    .join('\n')
    .split(/\n\s*\n/)
    .map((block) => block.split('\n').filter((line) => line.trim() !== ''))
    .filter((block) => block.length > 0);
  let title: string | undefined;
  for (const block of blocks) {
    const ruler = /^([=\-~^"'*#+])\1{2,}\s*$/;
    const lines = block.filter((line) => !ruler.test(line));
    if (lines.length < block.length) title ??= words(lines[0]);
    const rest = lines.length < block.length ? lines.slice(1) : lines;
    const [first = ''] = rest;
    if (first === '' || /^(?:\.\.|\s|\|[\w ]+\||[-*]\s|:\w+:)/.test(first)) continue;
    const prose = words(
      rest
        .join(' ')
        .replace(/`([^`<]+?)\s*<[^>]*>`_+/g, '$1')
        .replace(/(\*\*|``)(.*?)\1/g, '$2'),
    );
    if (prose !== undefined && prose.split(' ').length >= MIN_WORDS) return { title, paragraph: prose };
  }
  return { title, paragraph: undefined };
}
