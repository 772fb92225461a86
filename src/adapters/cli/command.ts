import type { Audience } from '../../core/trust.ts';
import type { Nexus } from '../../nexus.ts';
import type { Io } from './io.ts';

/** One `--option`. A `string` takes a value, named `value` in help. */
export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly summary: string;
  readonly short?: string;
  readonly value?: string;
  readonly multiple?: boolean;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** Parsed options; a name that was not given is absent. */
export interface Parsed {
  readonly positionals: readonly string[];
  has(name: string): boolean;
  flag(name: string): boolean;
  text(name: string): string | undefined;
  /** Values of a repeatable option; commas separate too. */
  list(name: string): readonly string[];
  /** Values of a repeatable option as they were given. */
  all(name: string): readonly string[];
}

export interface Invocation {
  readonly io: Io;
  readonly args: Parsed;
  /** Opens the repository of the current directory, once. @param audience where it is no person that is answered */
  nexus(audience?: Audience): Promise<Nexus>;
  /** `--json` was given. */
  readonly json: boolean;
}

/** Exit codes, the same for every verb. */
export const EXIT = { ok: 0, nothing: 1, usage: 2, broken: 3 } as const;

/** A verb: what help shows, and the function that does it. */
export interface Command {
  readonly name: string;
  /** Imperative, one line, no period. */
  readonly summary: string;
  /** The positional part of the usage line. */
  readonly usage: string;
  readonly positionals: { readonly min: number; readonly max: number };
  readonly options: OptionTable;
  readonly examples: readonly { readonly line: string; readonly tells: string }[];
  /** More for `--help`, after the options. */
  readonly notes?: readonly string[];
  /** Everything after the first positional belongs to another program. */
  readonly passThrough?: boolean;
  run(call: Invocation): Promise<number>;
}

/** Options that every verb has. */
export const COMMON_OPTIONS: OptionTable = {
  json: { type: 'boolean', summary: 'Print one JSON document instead of text' },
  help: { type: 'boolean', short: 'h', summary: 'Show this help' },
  'no-color': { type: 'boolean', summary: 'Print without colours (also: NO_COLOR)' },
  debug: { type: 'boolean', summary: 'Show the stack of an unexpected error' },
};
