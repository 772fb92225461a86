import { codeBlock, withoutMargin } from '../core/code-block.ts';
import { NexusError } from '../core/error.ts';
import { KNOWLEDGE_TYPES, type Knowledge, type KnowledgeType, knowledgeTypeOf } from '../core/knowledge.ts';
import { nearest } from '../core/nearest.ts';
import type { Draft } from '../core/record.ts';
import { canonicalBody, oneLine } from '../format/lines.ts';
import { sectionsOf } from '../format/sections.ts';

/** The draft that a piece of knowledge makes. Throws `bad-value` for an unknown type and for metadata of no plain form. */
export function draftOfKnowledge({ title, content, type, metadata = {} }: Knowledge): Draft {
  const row: Row = KNOWLEDGE_TYPES[typeOf(type)];
  const given = new Map(Object.entries(metadata).filter(([, value]) => value != null));
  const take = (name: string): string | undefined => {
    const value = given.get(name);
    given.delete(name);
    return value === undefined ? undefined : oneLine(scalar(name, value));
  };
  const takeList = (name: string): readonly string[] => {
    const value = given.get(name);
    given.delete(name);
    if (value === undefined) return [];
    return (Array.isArray(value) ? value : String(scalar(name, value)).split(',')).flatMap((each) => {
      const text = oneLine(scalar(name, each));
      return text === '' ? [] : [text];
    });
  };
  const language = take('language');
  const files = takeList('files');
  const tags = [...takeList('tags'), ...takeList('framework')];
  const pattern = row.kind === 'pattern' ? patternOf(row, take) : undefined;
  const error = row.kind === 'error' ? errorOf(title, take) : undefined;
  for (const name of [...given.keys()]) tags.push(...takeList(name).map((value) => `${name}:${value}`));
  return {
    kind: row.kind,
    title,
    body: bodyOf(content, row, language),
    ...(language === undefined ? {} : { language }),
    ...(tags.length === 0 ? {} : { tags: [...new Set(tags)] }),
    ...(files.length === 0 ? {} : { files }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(error === undefined ? {} : { error }),
  };
}

type Row = {
  readonly kind: Draft['kind'];
  readonly section?: string;
  readonly pattern?: Draft['pattern'];
};
type Take = (name: string) => string | undefined;

function typeOf(text: string): KnowledgeType {
  const type = knowledgeTypeOf(text);
  if (type !== undefined) return type;
  const known = Object.keys(KNOWLEDGE_TYPES);
  const guess = nearest(text, known);
  throw new NexusError(
    'usage',
    'bad-value',
    `there is no type of knowledge "${oneLine(text).slice(0, 40)}"`,
    `${guess === undefined ? '' : `did you mean ${guess}? `}types: ${known.join(', ')}`,
  );
}

const COMPLEXITIES = ['low', 'medium', 'high'] as const;

function patternOf(row: Row, take: Take): Draft['pattern'] {
  const category = take('category');
  const told = take('complexity')?.toLowerCase();
  const complexity = COMPLEXITIES.find((each) => each === told);
  if (complexity !== told) throw new NexusError('usage', 'bad-value', 'complexity is low, medium or high');
  const pattern = {
    ...row.pattern,
    ...(category === undefined ? {} : { category }),
    ...(complexity === undefined ? {} : { complexity }),
  };
  return Object.keys(pattern).length === 0 ? undefined : pattern;
}

/** An error is found by what it prints; without that, by its title. */
function errorOf(title: string, take: Take): Draft['error'] {
  const type = take('error_type');
  const message = take('message') ?? title;
  return { ...(type === undefined ? {} : { type }), message };
}

function scalar(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new NexusError(
    'usage',
    'bad-value',
    `metadata ${oneLine(name).slice(0, 40)} is neither a text, a number, a flag nor a list of them`,
    'put what is nested into the content',
  );
}

/** What has no sections belongs into the one that its kind answers with. */
function bodyOf(content: string, row: Row, language: string | undefined): string {
  const text = isCode(content, language)
    ? codeBlock((language ?? '').toLowerCase(), withoutMargin(content))
    : canonicalBody(content);
  if (text === '' || row.section === undefined || sectionsOf(text).length > 0) return text;
  return `## ${row.section}\n\n${text}`;
}

/** A line of a program rather than of a text. */
const CODE_LINE =
  /[;{}([,:]\s*$|^\s*[)\]}]|^\s*(?:import|from|def|class|async|await|return|const|let|var|function|export|func|fn|pub|use|package|public|private|if|for|while|try|with|raise|throw|@\w+|#|\/\/)(?:\b|\s)|\w\(.*\)\s*$|\s=\s|=>/;
/** Words in a row, outside of a comment. */
const PROSE_LINE = /^(?!\s*(?:#|\/\/|\*|--)).*\p{L}+,?(?: \p{L}+,?){3}/u;
const MARKDOWN = /^(?:#{1,6} .*\n\s*\n|[-*+] |\d+[.)] |> )/m;

/** Bare code would be read as markdown: its comments as headings. */
function isCode(content: string, language: string | undefined): boolean {
  if (language === undefined || content.includes('```')) return false;
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  const code = lines.filter((line) => CODE_LINE.test(line) && !PROSE_LINE.test(line)).length;
  return lines.length > 0 && code / lines.length >= 0.5 && !MARKDOWN.test(content);
}
