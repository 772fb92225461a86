import { displayWidth, fit } from './layout.ts';
import { type MarkdownPaint, wordsOf } from './markdown-inline.ts';
import { safeText } from './safe-text.ts';
import { flow, type Word, wordsIn } from './word-flow.ts';

const FENCE = /^(\s*)(`{3,}|~{3,})(.*)$/;
const HEADING = /^ {0,3}#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
const BREAK = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const QUOTE = /^ {0,3}>( ?)(.*)$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])[ \t]+(.*)$/;
const TABLE = /^\s*\|/;
/** A table's second row, where the first has no bar in front; and what a link's name stands for. */
const OWN_LINE = /^\s*:?-+:?\s*\||^ {0,3}\[[^\]]+\]:\s/;
const CODE = /^(?: {4}|\t)/;
const HARD_BREAK = / {2,}$|\\$/;
/** Columns that a text has at least, however deep in a list it stands. */
const LEAST = 12;

/**
 * Markdown as lines for a terminal, by its lines and not by a parser: what is no markdown stays as it is, and no word
 * gets lost but what is cut of a long line of code. Makes the text safe itself.
 */
export function markdownLines(text: string, columns: number, paint: MarkdownPaint): readonly string[] {
  const lines = safeText(text, { newlines: true }).split('\n');
  return new Renderer(Math.max(1, columns), paint).render(lines).map((line) => fit(line, columns));
}

class Renderer {
  readonly #columns: number;
  readonly #paint: MarkdownPaint;
  readonly #out: string[] = [];
  /** Lines of the paragraph that is being read. */
  #open: string[] = [];
  /** Before its first line, and before the others. */
  #first = '';
  #rest = '';

  constructor(columns: number, paint: MarkdownPaint) {
    this.#columns = columns;
    this.#paint = paint;
  }

  render(lines: readonly string[]): readonly string[] {
    for (let at = 0; at < lines.length; ) at += this.#take(lines, at);
    this.#close();
    while (this.#out.at(-1) === '') this.#out.pop();
    return this.#out;
  }

  /** Reads what begins at a line; says how many lines that were. */
  #take(lines: readonly string[], at: number): number {
    const line = lines[at] ?? '';
    const fence = FENCE.exec(line);
    if (fence !== null && !fence[3]?.includes('`')) return this.#code(lines, at, fence);
    if (line.trim() === '') return this.#blank(lines[at + 1] ?? '');
    if (this.#open.length > 0 && this.#first === '' && UNDERLINE.test(line)) return this.#underlined();
    const quote = QUOTE.exec(line);
    if (quote !== null) return this.#quoted(lines, at);
    const heading = HEADING.exec(line);
    if (heading !== null) this.#heading(heading[1] ?? '');
    else if (BREAK.test(line)) this.#put([this.#paint.aside(line.trim())]);
    else if (ITEM.test(line)) this.#item(line);
    else if (TABLE.test(line) || OWN_LINE.test(line)) this.#row(line);
    else if (CODE.test(line) && this.#open.length === 0 && this.#rest === '') this.#put([expanded(line)]);
    else this.#text(line);
    return 1;
  }

  #text(line: string): void {
    this.#open.push(line);
    if (HARD_BREAK.test(line)) this.#close();
  }

  #put(lines: readonly string[]): void {
    this.#close();
    this.#out.push(...lines);
  }

  /** Several are one; what follows indented still belongs to the item above. */
  #blank(next: string): number {
    this.#close();
    if (this.#out.length > 0 && this.#out.at(-1) !== '') this.#out.push('');
    this.#first = this.#rest;
    if (!/^\s{2,}\S/.test(next)) this.#outdent();
    return 1;
  }

  #outdent(): void {
    this.#first = '';
    this.#rest = '';
  }

  #heading(name: string): void {
    this.#close();
    this.#outdent();
    if (this.#out.length > 0 && this.#out.at(-1) !== '') this.#out.push('');
    const words = wordsOf(name, this.#paint, this.#paint.strong);
    this.#out.push(...flow(words, this.#columns, '', ''));
  }

  #underlined(): number {
    const name = this.#open.join(' ');
    this.#open = [];
    this.#heading(name);
    return 1;
  }

  #item(line: string): void {
    this.#close();
    const [, indent = '', mark = '', text = ''] = ITEM.exec(line) ?? [];
    const deep = Math.min(expanded(indent).length, Math.max(0, this.#columns - LEAST));
    const lead = ' '.repeat(deep);
    this.#first = `${lead}${mark} `;
    this.#rest = `${lead}${' '.repeat(Math.min(mark.length + 1, this.#columns - 1))}`;
    if (text === '') this.#out.push(this.#first.trimEnd());
    else this.#text(text);
  }

  /** A row stands alone: as it is where it fits. */
  #row(line: string): void {
    this.#close();
    const shown = expanded(line);
    this.#out.push(
      ...(displayWidth(shown) <= this.#columns ? [shown] : flow(plainWords(shown), this.#columns, '', '  ')),
    );
  }

  #quoted(lines: readonly string[], from: number): number {
    this.#close();
    let at = from;
    const inner: string[] = [];
    for (; at < lines.length; at++) {
      const match = QUOTE.exec(lines[at] ?? '');
      if (match === null) break;
      inner.push(match[2] ?? '');
    }
    const room = Math.max(1, this.#columns - this.#rest.length - 2);
    const mark = `${this.#rest}${this.#paint.aside('>')} `;
    this.#out.push(...new Renderer(room, this.#paint).render(inner).map((line) => mark + line));
    return at - from;
  }

  #code(lines: readonly string[], from: number, fence: RegExpExecArray): number {
    this.#close();
    const [, indent = '', ticks = '', info = ''] = fence;
    const isDiff = info.trim().split(/\s/)[0] === 'diff';
    this.#out.push(this.#rest + this.#paint.aside(ticks + info));
    for (let at = from + 1; at < lines.length; at++) {
      const line = lines[at] ?? '';
      const end = FENCE.exec(line);
      if (end?.[2]?.startsWith(ticks) === true && end[3]?.trim() === '') {
        this.#out.push(this.#rest + this.#paint.aside(end[2]));
        return at + 1 - from;
      }
      const own = line.startsWith(indent) ? line.slice(indent.length) : line.trimStart();
      this.#out.push(this.#rest + this.#painted(expanded(own), isDiff));
    }
    return lines.length - from;
  }

  #painted(line: string, isDiff: boolean): string {
    if (!isDiff) return line;
    if (line.startsWith('+')) return this.#paint.added(line);
    return line.startsWith('-') ? this.#paint.removed(line) : line;
  }

  /** Ends the paragraph. */
  #close(): void {
    if (this.#open.length === 0) return;
    const text = this.#open.map((line) => line.trim().replace(/\\$/, '')).join(' ');
    this.#out.push(...flow(wordsOf(text, this.#paint), this.#columns, this.#first, this.#rest));
    this.#open = [];
    this.#first = this.#rest;
  }
}

function expanded(line: string): string {
  return line.replaceAll('\t', '    ');
}

function plainWords(text: string): readonly Word[] {
  return wordsIn([{ text, paint: (one) => one }]);
}
