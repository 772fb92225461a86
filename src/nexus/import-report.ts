import type { Problem } from '../core/problem.ts';
import type { Kind } from '../core/record.ts';
import type { Origin } from '../transfer/item.ts';
import { SOURCE_FORMATS } from '../transfer/sources.ts';

/** Names of what can be imported, and what each is. */
export const IMPORT_SOURCES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(SOURCE_FORMATS).map(([name, { summary }]) => [name, summary]),
);

/** What becomes of an item: `kept` means that what stands there already differs, and stays. */
export type ImportOutcome = 'new' | 'duplicate' | 'kept' | 'refused';

export interface ImportedItem {
  readonly what: Kind | 'document' | 'file';
  readonly title: string;
  /** File and section that it comes from. */
  readonly from: string;
  readonly outcome: ImportOutcome;
  readonly why?: string;
  /** The record's, or that of the one which says the same. */
  readonly id?: string;
  /** What is, or would be, written. */
  readonly path?: string;
  /** Secrets taken out. */
  readonly redacted: number;
}

export interface ImportReport {
  /** True where nothing was written. */
  readonly dryRun: boolean;
  /** What each given path was taken for. */
  readonly sources: readonly { readonly path: string; readonly format: string; readonly files: number }[];
  readonly items: readonly ImportedItem[];
  /** Files that were not read. */
  readonly problems: readonly Problem[];
}

export function originText({ file, section }: Origin): string {
  return section === undefined ? file : `${file} · ${section}`;
}
