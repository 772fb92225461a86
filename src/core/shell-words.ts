/** Characters that mean something to a shell; a text with one of them outside of quotes is a program, not words. */
const SPECIAL = /[|&;<>()$`*?[\]#~{}!\n\r]/;

interface Scan {
  /** Words, and the operators between commands. */
  readonly parts: readonly (readonly string[] | Operator)[];
  /** False where a shell would do more than take words apart. */
  readonly plain: boolean;
}

type Operator = '&&' | '||' | ';' | '|';

/**
 * A command line as words, the way a POSIX shell takes it apart: `npm test` and what a person gave to
 * `nexus run` are then the same command. Undefined where a shell has more to do than that.
 */
export function wordsOf(text: string): readonly string[] | undefined {
  const scan = scanned(text.trim());
  if (scan?.plain !== true || scan.parts.length !== 1) return undefined;
  const [only] = scan.parts;
  // An assignment in front changes what is run.
  return only === undefined || typeof only === 'string' || isAssignment(only[0]) ? undefined : only;
}

/** The folder of a `cd <folder> &&` in front, and what is run there. */
export function withoutFolder(text: string): { readonly folder?: string; readonly command: string } {
  const found = /^\s*cd\s+("[^"$`\\]+"|'[^']+'|[^\s"'&|;<>()$`*?~\\]+)\s*&&\s*(?=\S)/.exec(text);
  const folder = found?.[1]?.replace(/^(["'])(.*)\1$/, '$2');
  if (found === null || folder === undefined || folder.startsWith('-')) return { command: text };
  return { folder, command: text.slice(found[0].length) };
}

/**
 * The commands of which one decides how the whole ends: the last of each pipeline of the last list. Undefined
 * where that cannot be told by reading it.
 */
export function decidingCommands(text: string): readonly (readonly string[])[] | undefined {
  const scan = scanned(text.trim());
  if (scan === undefined) return undefined;
  const last = scan.parts.findLastIndex((part, at) => part === ';' && at < scan.parts.length - 1);
  const list = scan.parts.slice(last + 1).filter((part, at, all) => part !== ';' || at < all.length - 1);
  return list.flatMap((part, at) => {
    if (typeof part === 'string' || list[at + 1] === '|') return [];
    const words = part.slice(part.findIndex((word) => !isAssignment(word)));
    return [words];
  });
}

/** Every command in it. Undefined where that cannot be told by reading it. */
export function allCommands(text: string): readonly (readonly string[])[] | undefined {
  return scanned(text.trim())?.parts.filter((part) => typeof part !== 'string');
}

function isAssignment(word: string | undefined): boolean {
  return word !== undefined && /^[A-Za-z_]\w*=/.test(word);
}

/** Longer texts are scripts. */
const MAX_TEXT = 4_000;

function scanned(text: string): Scan | undefined {
  if (text === '' || text.length > MAX_TEXT) return undefined;
  const parts: (string[] | Operator)[] = [];
  let words: string[] = [];
  let word: string | undefined;
  let plain = true;
  const endWord = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  for (let at = 0; at < text.length; ) {
    const token = TOKEN.exec(text.slice(at))?.[0] ?? text.slice(at, at + 1);
    at += token.length;
    if (/^\s/.test(token) && !token.includes('\n')) endWord();
    else if (token === "'" || token === '"') return undefined;
    else if (token.startsWith("'")) word = (word ?? '') + token.slice(1, -1);
    else if (token.startsWith('"')) {
      plain &&= !/[$`\\]/.test(token);
      word = (word ?? '') + token.slice(1, -1);
    } else if (token.startsWith('\\')) word = (word ?? '') + token.slice(1);
    else if (/^2>&1$|^[12&]?>>? ?\/dev\/null$/.test(token)) {
      // Where the output goes changes nothing in how it ends; `2>&1` loses nothing of it either.
      plain &&= token === '2>&1';
      endWord();
    } else if (token === '&&' || token === '||' || token === '|' || /^[;\n]/.test(token)) {
      plain = false;
      endWord();
      if (words.length === 0) return undefined;
      parts.push(words, /^[;\n]/.test(token) ? ';' : (token as Operator));
      words = [];
    } else {
      if (/^[<>()`&#]$|^\$\(/.test(token)) return undefined;
      plain &&= !SPECIAL.test(token);
      word = (word ?? '') + token;
    }
  }
  endWord();
  if (words.length > 0) parts.push(words);
  const opened = parts.some((part) => typeof part !== 'string' && COMPOUND.has(part[0] ?? ''));
  return parts.length === 0 || opened ? undefined : { parts, plain };
}

const TOKEN =
  /^(?:[ \t]+|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|2>&1|[12&]?>>? ?\/dev\/null(?![\w/.])|&&|\|\||\$\(|[;\n]\s*|[\w./@%+=:,-]+)/;

const COMPOUND = new Set(['if', 'for', 'while', 'until', 'case', 'function', 'select', '{', '[[', '!']);
