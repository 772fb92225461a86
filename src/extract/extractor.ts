import type { CodeFile, CodeLanguage } from '../core/code.ts';
import type { Problem } from '../core/problem.ts';
import type { LanguageRules } from './language.ts';
import { languageOfPath } from './language.ts';
import { C_SHARP } from './languages/c-sharp.ts';
import { CPP } from './languages/cpp.ts';
import { GO } from './languages/go.ts';
import { JAVA } from './languages/java.ts';
import { JAVASCRIPT } from './languages/javascript.ts';
import { PHP } from './languages/php.ts';
import { PYTHON } from './languages/python.ts';
import { RUBY } from './languages/ruby.ts';
import { RUST } from './languages/rust.ts';
import { type GrammarSource, parse } from './parser.ts';
import { unitsOf } from './units.ts';

/** Characters of one file, and of one of its lines: beyond, it is data, generated or minified. */
export const CODE_LIMITS = { file: 1024 * 1024, line: 5_000 } as const;

const RULES: Readonly<Record<CodeLanguage, LanguageRules>> = {
  python: PYTHON,
  typescript: JAVASCRIPT,
  tsx: JAVASCRIPT,
  javascript: JAVASCRIPT,
  go: GO,
  rust: RUST,
  java: JAVA,
  'c-sharp': C_SHARP,
  ruby: RUBY,
  php: PHP,
  cpp: CPP,
};

/**
 * Takes a source file apart; its language is that of its name. A problem where that is none of ours, where the file
 * is too big or minified, where the parser gave up. Broken code gives the units that are sound.
 * @param stop asked now and then: is it taking too long?
 */
export async function extractFile(
  path: string,
  text: string,
  source: GrammarSource,
  stop?: () => boolean,
): Promise<CodeFile | Problem> {
  const language = languageOfPath(path);
  if (language === undefined)
    return { code: 'unreadable', message: 'is in no language that can be taken apart', file: path };
  if (text.length > CODE_LIMITS.file)
    return {
      code: 'too-big',
      message: `${text.length} characters, the limit is ${CODE_LIMITS.file}`,
      file: path,
    };
  if (hasLongLine(text))
    return { code: 'too-big', message: 'has lines as only generated code has them', file: path };
  try {
    const tree = await parse(language, text, source, stop);
    if (tree === undefined) return { code: 'unreadable', message: 'takes too long to parse', file: path };
    return unitsOf(path, language, tree, RULES[language]);
  } catch (cause) {
    // The parser runs out of its own memory or stack: that is the end of this file, not of the others.
    if (cause instanceof RangeError || (cause instanceof Error && cause.name === 'RuntimeError'))
      return { code: 'unreadable', message: `the parser gave up: ${cause.message}`, file: path };
    throw cause;
  }
}

function hasLongLine(text: string): boolean {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    if ((end < 0 ? text.length : end) - at > CODE_LIMITS.line) return true;
    if (end < 0) return false;
    at = end + 1;
  }
  return false;
}
