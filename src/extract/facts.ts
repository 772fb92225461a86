import type { CodeLanguage, UnitKind } from '../core/code.ts';

/** What the rules for idioms and algorithms know of a unit. */
export interface UnitFacts {
  readonly kind: UnitKind;
  readonly language: CodeLanguage;
  /** Without the names before it. */
  readonly name: string;
  /** The class that it stands in. */
  readonly owner: string | undefined;
  /** Can it be called by its bare name? Not a method, nor a function that is a property. */
  readonly inScope: boolean;
  readonly async: boolean;
  readonly decorators: readonly string[];
  readonly bases: readonly string[];
  /** Names of a class's members. */
  readonly members: readonly string[];
  /** Types of the nodes in it, those in functions of its own left out. */
  readonly types: ReadonlySet<string>;
  /** What it calls, as written, without arguments and blanks; those in functions of its own left out. */
  readonly calls: readonly string[];
  /** How deep loops stand in each other. */
  readonly loops: number;
  /** Its source, without comments, and without what stands in strings. */
  readonly code: string;
}
