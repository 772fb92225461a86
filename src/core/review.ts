import type { FieldChange, RecordChange } from './change.ts';
import type { CommitInfo } from './ports.ts';
import type { Problem } from './problem.ts';
import type { Freshness } from './recall.ts';
import type { RuleName } from './review-rules.ts';

/** Worst first. */
export const SEVERITIES = ['high', 'medium', 'low'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** One thing that a reviewer should look at. Every text in it may be an attacker's: show it by `safeText`. */
export interface Finding {
  readonly rule: RuleName;
  readonly severity: Severity;
  /** Repository-relative; the file that changed. */
  readonly path: string;
  /** Of the record, where the file is one. */
  readonly id?: string;
  /** 1-based, in the file as it is at head. */
  readonly line?: number;
  /** What was found, in words. */
  readonly message: string;
  /** Why it matters, and what to look at. */
  readonly why: string;
  /** The words concerned, in one line, secrets taken out. */
  readonly excerpt?: string;
}

/** A file that a changed record cites, and whether it says at head what it said as the record was last written. */
export interface ReviewedCitation {
  /** As in the record: `path`, `path#L10`, `path#L10-L20`. */
  readonly text: string;
  readonly freshness: Exclude<Freshness, 'uncited'>;
  readonly detail?: string;
}

/** What a range did to one record. Of one added, `change.fields` holds all that it says, without a `before`. */
export interface ReviewedChange {
  readonly change: RecordChange;
  /** Those of the range that touched it, newest first; none for what is not committed. */
  readonly commits: readonly CommitInfo[];
  readonly citations: readonly ReviewedCitation[];
  readonly findings: readonly Finding[];
}

/** A changed file of `.nexus/` that is no record: settings, a living document, or what should not be there. */
export interface ReviewedFile {
  readonly path: string;
  readonly what: 'added' | 'changed' | 'deleted';
  /** Section by section where it is text. */
  readonly fields: readonly FieldChange[];
  readonly commits: readonly CommitInfo[];
  readonly findings: readonly Finding[];
}

export interface MemoryReview {
  /** What it is compared with; absent before the first commit. */
  readonly base?: { readonly name: string; readonly oid: string };
  /** Without `oid` the working tree, the index, or a patch. */
  readonly head: { readonly name: string; readonly oid?: string };
  /** Commits of the range that touched memory. */
  readonly commits: number;
  /** By path. */
  readonly changes: readonly ReviewedChange[];
  /** By path. */
  readonly files: readonly ReviewedFile[];
  /** All of them, worst first. */
  readonly findings: readonly Finding[];
  /** Findings that the settings at base allow, and so are not among these. */
  readonly suppressed: number;
  /** What kept something from being looked at. */
  readonly problems: readonly Problem[];
}

export interface ReviewQuery {
  /** Default: where HEAD left the main branch. */
  readonly base?: string;
  /** Default: the working tree. */
  readonly head?: string;
  /** From where `base` and `head` parted, as `a...b` means. */
  readonly parted?: boolean;
  /** What is staged, against HEAD. */
  readonly staged?: boolean;
  /** A patch, against `base` or HEAD. */
  readonly patch?: { readonly path: string } | { readonly text: string };
}

/** What the settings allow: a rule, everywhere or at one place. */
export interface ReviewAllowance {
  readonly rule: RuleName;
  /** A file, or a folder with all below it. */
  readonly path?: string;
  /** A record. */
  readonly id?: string;
}

/** Is a finding at, or worse than, a bar? */
export function reaches(severity: Severity, bar: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(bar);
}

/** Worst first, then by path, line and rule: the same findings are always told in the same order. */
export function byWeight(a: Finding, b: Finding): number {
  const weight = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  if (weight !== 0) return weight;
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  if (a.line !== b.line) return (a.line ?? 0) - (b.line ?? 0);
  return a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0;
}
