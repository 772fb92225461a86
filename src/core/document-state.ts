import type { DocumentName } from './documents.ts';
import type { CommitInfo } from './ports.ts';

/** What became of a living document in an edit. */
export interface DocumentEdit {
  readonly document: DocumentName;
  readonly path: string;
  readonly address: readonly string[];
  /** False where the file says so already; nothing was written. */
  readonly changed: boolean;
  /** How many secrets or machine names were taken out of the new text. */
  readonly redacted: number;
  /** Where the text went that was archived. */
  readonly archived?: string;
}

/** A section or field as it is written. */
export interface ShownSection {
  readonly document: DocumentName;
  readonly path: string;
  readonly address: readonly string[];
  /** 1-based line of the heading; absent where the file does not have the section. */
  readonly line?: number;
  /** With its heading and sub-sections; of a field, its value. */
  readonly text: string;
}

/** Why a section should be looked at. */
export type ReviewFinding =
  | { readonly kind: 'overdue'; readonly days: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'cited'; readonly file: string; readonly detail: string };

export interface ReviewedSection {
  readonly document: DocumentName;
  readonly path: string;
  readonly address: readonly string[];
  /** 1-based line of the heading. */
  readonly line: number;
  /** When its lines were last changed or confirmed, in ms since 1970; absent before the first commit of them. */
  readonly touched?: number;
  /** Changed since the last commit: counts as of now. */
  readonly uncommitted?: true;
  readonly filled: boolean;
  /** Fields of the table that nobody filled. */
  readonly open: readonly string[];
  readonly findings: readonly ReviewFinding[];
}

export interface ReviewReport {
  /** Every section that says something itself, or should. */
  readonly sections: readonly ReviewedSection[];
  /** Documents that are not there yet; the first write makes them. */
  readonly missing: readonly DocumentName[];
  /** Days after which a section is overdue. */
  readonly days: number;
}

/** A commit that touched living documents. */
export interface DocumentCommit {
  readonly commit: CommitInfo;
  /** Sections that it wrote, confirmed, changed or took out; none where it only made the form. */
  readonly sections: readonly { readonly document: DocumentName; readonly address: readonly string[] }[];
}
