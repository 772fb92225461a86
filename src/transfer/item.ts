import type { DocumentName } from '../core/documents.ts';
import type { Draft } from '../core/record.ts';

/** One text to import. */
export interface Source {
  /** How it is named to people and in what it becomes: never an absolute path. */
  readonly path: string;
  readonly text: string;
}

/** Where an item stood. */
export interface Origin {
  readonly file: string;
  /** The heading that it stood below. */
  readonly section?: string;
}

/** A record to be. */
export interface RecordItem {
  readonly type: 'record';
  readonly draft: Draft;
  readonly from: Origin;
  /** When it was first written down, milliseconds since 1970; without it, now. */
  readonly created?: number;
  /** Why it is no longer served. */
  readonly retired?: string;
  /** Names it for other items of the same import. */
  readonly key?: string;
  /** Keys of the items that it takes the place of. */
  readonly replaces?: readonly string[];
}

/** Text for a living document: a field's value, or lines for a section. */
export interface FillItem {
  readonly type: 'fill';
  readonly document: DocumentName;
  /** Headings from the outermost. */
  readonly section: readonly string[];
  readonly field?: string;
  readonly text: string;
  readonly from: Origin;
}

/** A file of a memory, byte for byte. */
export interface FileItem {
  readonly type: 'file';
  readonly path: string;
  readonly text: string;
  readonly from: Origin;
}

/** What cannot be imported, and why. */
export interface BadItem {
  readonly type: 'bad';
  readonly title: string;
  readonly why: string;
  readonly from: Origin;
}

export type TransferItem = RecordItem | FillItem | FileItem | BadItem;
