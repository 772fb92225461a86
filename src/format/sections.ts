import { joint } from './closing.ts';
import { canonicalBody, eolOf, oneLine } from './lines.ts';
import { outlineOf } from './outline.ts';

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

/** The `## ` sections of a body; what is deeper belongs to them. */
export function sectionsOf(body: string): Section[] {
  return outlineOf(body)
    .filter(({ depth }) => depth === 2)
    .map(({ name, start, contentStart, end }) => ({
      name,
      start,
      contentStart,
      end,
      text: canonicalBody(body.slice(contentStart, end)),
    }));
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
  const head = body.slice(0, old.contentStart);
  const tail = body.slice(old.end);
  const inner = content === '' ? '' : eol + eol + content;
  if (tail === '') return head + inner + eol;
  return head + inner + joint(content, eol + eol, tail, eol) + tail;
}

function addSection(body: string, name: string, content: string, eol: string): string {
  const base = body.trimEnd();
  const lines = `## ${oneLine(name)}${eol}${content === '' ? '' : `${eol}${content}${eol}`}`;
  return base + (base === '' ? '' : joint(base, eol + eol, lines, eol)) + lines;
}

function find(sections: readonly Section[], name: string): Section | undefined {
  const wanted = oneLine(name).toLowerCase();
  return sections.find((section) => section.name.toLowerCase() === wanted);
}
