/** What is read out of source code: its units (functions, methods, classes, handlers), each with what it shows. */

/** Languages whose sources can be taken apart. */
export const CODE_LANGUAGES = [
  'python',
  'typescript',
  'tsx',
  'javascript',
  'go',
  'rust',
  'java',
  'c-sharp',
  'ruby',
  'php',
  'cpp',
] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

/** Habits of good code that can be seen in its structure. */
export const IDIOMS = [
  'context-manager',
  'dataclass',
  'descriptor',
  'generator',
  'iterator',
  'decorator',
  'property',
  'enumeration',
  'abstract-base',
  'protocol',
  'exception-hierarchy',
  'error-context',
  'retry',
  'fixture',
  'parametrised-test',
  'dependency-injection',
  'pipeline',
  'builder',
  'singleton',
  'factory',
  'concurrent-tasks',
  'type-guard',
  'resource-cleanup',
] as const;
export type Idiom = (typeof IDIOMS)[number];

/** Algorithms that can be seen in a function's structure. */
export const ALGORITHMS = [
  'recursion',
  'memoisation',
  'binary-search',
  'two-pointers',
  'sliding-window',
  'graph-walk',
  'priority-queue',
  'dynamic-programming',
  'backtracking',
] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export type Complexity = 'low' | 'medium' | 'high';

export const UNIT_KINDS = ['function', 'method', 'class', 'handler'] as const;
/** A handler answers an error: `except`, `catch`, `rescue`, a Go `if err != nil`, a Rust arm of `Err`. */
export type UnitKind = (typeof UNIT_KINDS)[number];

export interface CodeUnit {
  readonly kind: UnitKind;
  /** Qualified (`Class.method`); of a handler, the function or class that it stands in; `''` where it stands in none. */
  readonly name: string;
  readonly path: string;
  /** First line, from 1, decorators included. */
  readonly from: number;
  /** Last line, inclusive. */
  readonly to: number;
  readonly language: CodeLanguage;
  readonly async: boolean;
  /** As written, without the mark and its arguments: `app.get`, `Override`. */
  readonly decorators: readonly string[];
  /** Of a class: what it extends and implements, as written, without type arguments. */
  readonly bases: readonly string[];
  /** Of a class: methods in its own body. */
  readonly methods: number;
  /** Cyclomatic number: 1 + decisions. */
  readonly branches: number;
  /** How deep decisions and loops stand in each other. */
  readonly depth: number;
  readonly lines: number;
  readonly complexity: Complexity;
  readonly idioms: readonly Idiom[];
  readonly algorithms: readonly Algorithm[];
  /** Fingerprint of the structure, 16 hex digits: the same under other names, literals, comments and white space. */
  readonly shape: string;
  /** Its source, cut at 8,000 characters. */
  readonly text: string;
}

export interface CodeFile {
  readonly path: string;
  readonly language: CodeLanguage;
  readonly units: readonly CodeUnit[];
  /** Places that the grammar could not read; the units around them are still here. */
  readonly broken: number;
}
