import { sectionNamed } from '../core/sections.ts';

/** Where records say what resolves something. */
const SECTIONS = ['Resolution', 'Solution'];
/** Info words of code blocks that are typed into a shell. */
const SHELLS: readonly string[] = ['sh', 'bash', 'zsh', 'shell', 'console', 'shell-session', 'shellsession'];
/** What a person is asked about must be read before it is answered: a longer one is a script, not a command. */
const MAX_LINES = 40;
const MAX_CHARACTERS = 4_000;

/**
 * The commands that a record's resolution gives, in its order, each once and whole: its shell blocks, of a
 * block with prompts what is typed behind them, and the list of what was run as capture writes it. What was
 * cut or redacted is no command any more. Whoever runs one must have shown it first, whatever is in it.
 */
export function fixCommands(body: string): readonly string[] {
  const found = SECTIONS.flatMap((name) => commandsIn((sectionNamed(body, name) ?? '').split('\n')));
  return [...new Set(found.map((text) => text.replace(/^(?:[ \t]*\n)+|\s+$/g, '')))].filter(isWhole);
}

function isWhole(text: string): boolean {
  if (text.trim() === '' || text.length > MAX_CHARACTERS || text.split('\n').length > MAX_LINES) return false;
  // A comment does nothing, and a shell takes no NUL.
  if (text.split('\n').every((line) => /^\s*(?:#|$)/.test(line)) || text.includes('\0')) return false;
  return !/…$/.test(text) && !text.includes('[REDACTED:');
}

function commandsIn(lines: readonly string[]): string[] {
  const out: string[] = [];
  let listed = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const open = /^([ \t]*)(`{3,}|~{3,})[ \t]*([\w-]*)/.exec(line);
    if (open !== null) {
      const [, indent = '', ticks = '', info = ''] = open;
      const end = lines.findIndex((other, index) => index > at && closes(other, ticks));
      const inside = lines.slice(at + 1, end < 0 ? lines.length : end);
      // A block that nothing ends may have swallowed anything.
      if (end >= 0 && SHELLS.includes(info.toLowerCase())) out.push(...typed(inside, indent));
      at = end < 0 ? lines.length : end;
      listed = false;
    } else if (/^Run(?: in between)?:\s*$/i.test(line)) listed = true;
    else if (line.trim() !== '') {
      const item = /^[ \t]*(?:[-*+]|\d+[.)])[ \t]+(.*)$/.exec(line)?.[1];
      const ran = /^Run(?: in between)?:?[ \t]+(`.*`)\.?[ \t]*$/i.exec(item ?? line)?.[1];
      const command = inlineCode(ran ?? (listed ? item : undefined));
      if (command !== undefined) out.push(command);
      if (item === undefined) listed = false;
    }
  }
  return out;
}

function closes(line: string, ticks: string): boolean {
  const end = /^[ \t]*(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
  return end !== undefined && end[0] === ticks[0] && end.length >= ticks.length;
}

/** A block without what is not typed: the indentation of its list, prompts, and what was printed. */
function typed(block: readonly string[], indent: string): string[] {
  const lines = block.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()));
  const prompt = /^[ \t]*[$%][ \t]+/;
  if (!lines.some((line) => prompt.test(line))) return [lines.join('\n')];
  const out: string[] = [];
  let goesOn = false;
  for (const line of lines) {
    const begins = prompt.test(line);
    if (begins || goesOn) out.push(line.replace(begins ? prompt : /^> ?/, ''));
    goesOn = (begins || goesOn) && /(?:^|[^\\])(?:\\\\)*\\$/.test(line);
  }
  return [out.join('\n')];
}

/** The content of a text that is one piece of inline code and nothing else (CommonMark 0.31, 6.1). */
function inlineCode(text: string | undefined): string | undefined {
  const code = /^(`+)(?!`)(.*[^`])\1[ \t]*$/.exec(text ?? '');
  const [, ticks = '', inside = ''] = code ?? [];
  if (code === null || [...inside.matchAll(/`+/g)].some(([run]) => run.length === ticks.length))
    return undefined;
  return /^ .*[^ ].* $/.test(inside) ? inside.slice(1, -1) : inside;
}
