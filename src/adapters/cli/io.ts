import type { ChildStreams } from '../../nexus.ts';

/** Everything a command may touch of the process it runs in. Tests give one made of buffers. */
/** What a person left in their editor. */
export interface Edited {
  readonly text: string;
  /** They had it written, with a change in it or without. */
  readonly isSaved: boolean;
}

export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results. Text must be safe for a terminal already. */
  out(text: string): void;
  /** Narration, warnings, progress. */
  err(text: string): void;
  readonly stdinIsTTY: boolean;
  readonly stdoutIsTTY: boolean;
  readonly stderrIsTTY: boolean;
  readonly columns: number;
  readonly color: boolean;
  /** All of standard input, at most `max` bytes; throws past that. */
  readStdin(max: number): Promise<string>;
  /**
   * One line from a person; undefined at end of input. With `deliberate` what was typed before the question is no
   * answer, and Ctrl-C is none either instead of our end: undefined.
   */
  ask(question: string, how?: { readonly deliberate?: boolean }): Promise<string | undefined>;
  /** Opens a text in the person's editor and returns what they left; undefined where there is none. */
  edit(text: string, fileName: string): Promise<Edited | undefined>;
  now(): number;
  /** The raw streams, for a command that is passed through. */
  readonly streams: ChildStreams;
}
