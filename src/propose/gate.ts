import type { CodeUnit } from '../core/code.ts';
import { callsIn, ownName } from './words.ts';

/** Folders and files that somebody else wrote, or a program. */
const FOREIGN =
  /(?:^|\/)(?:node_modules|vendor|third[_-]party|external|dist|build|out|target|generated|gen|__pycache__|site-packages|migrations|\.[^/]+)\/|(?:\.min\.|\.generated\.|\.g\.|_pb2(?:_grpc)?\.|\.pb\.|\.d\.[mc]?ts$|_generated\.)/i;
const TEST =
  /(?:^|\/)(?:tests?|specs?|__tests__|testing|fixtures?|benchmarks?|bench|examples?)\/|(?:[._-](?:test|spec)\.|(?:^|\/)(?:test_|conftest\.)|Tests?\.(?:java|cs|php)$|_test\.)/i;

/** Is this code that nobody here wrote by hand? */
export function isForeign(path: string): boolean {
  return FOREIGN.test(path);
}

export function isTest(path: string): boolean {
  return TEST.test(path);
}

/** Names of what every class has, whatever it is for. */
const COMMONPLACE =
  /^(?:constructor|__(?:init|repr|str|eq|ne|hash|len|bool|lt|le|gt|ge|contains|post_init|new|del|copy|deepcopy|reduce|getstate|setstate|sizeof|class_getitem)__|toString|toJSON|equals|hashCode|initialize|__construct|setUp|tearDown|main)$/;

/** Least lines of a unit that could be a pattern by itself, and of a handler. */
const MIN_LINES = 5;
const MIN_HANDLER = 4;
/** Beyond, a unit is a program rather than a pattern. */
const MAX_LINES = 80;

/** Could this be a pattern? Accessors, constructors that only assign, what is too small or too long could not. */
export function hasSubstance(unit: CodeUnit): boolean {
  if (isForeign(unit.path)) return false;
  if (unit.kind === 'class') return unit.lines >= MIN_LINES && unit.lines <= MAX_LINES * 2;
  if (unit.lines > MAX_LINES) return false;
  const calls = callsIn(unit.text).length;
  if (unit.kind === 'handler') return unit.lines >= MIN_HANDLER && calls >= 2;
  if (unit.lines < MIN_LINES || COMMONPLACE.test(ownName(unit.name))) return false;
  // A text alone, as a page or a query, is long and decides nothing.
  return unit.branches >= 2 || calls >= 1;
}

/** What a unit says, without white space: copies of it are no evidence of their own. */
export function squeezed(unit: CodeUnit): string {
  return unit.text.replace(/\s+/g, '');
}
