import type { DocumentEdit, ReviewedSection, ReviewFinding, ReviewReport } from '../core/document-state.ts';
import { type DocumentName, REVIEW_DAYS } from '../core/documents.ts';
import { NexusError } from '../core/error.ts';
import { matchLines } from '../core/line-diff.ts';
import { parseCitation } from '../core/record.ts';
import { isoDate } from '../core/time.ts';
import { citedPaths } from '../format/cited-paths.ts';
import { partAt, reviewMark, withoutMark, writtenText } from '../format/document.ts';
import { fieldsOfSection } from '../format/field-lines.ts';
import { lineAt } from '../format/lines.ts';
import { type Heading, outlineOf, ownText } from '../format/outline.ts';
import { appendToSection, setSectionText } from '../format/outline-edit.ts';
import { type Context, type Repository, requireMemory, requireRepository } from './context.ts';
import { alone, type OpenDocument, openDocument, requireMerged, writeDocument } from './document-files.ts';
import { findSection, type SectionQuery } from './document-sections.ts';
import { checkCited } from './freshness.ts';

/** Of one section, more cited files than this are not checked. */
const MAX_CITED = 20;
const DAY = 86_400_000;

/**
 * Looks at each section that says something itself, or should: how old its lines are by git, whether
 * it is empty, and whether files that it cites changed or vanished since.
 */
export async function reviewDocuments(
  context: Context,
  names: readonly DocumentName[],
): Promise<ReviewReport> {
  const repository = requireRepository(context);
  const open = names.map((name) => openDocument(context, name));
  const sections = await Promise.all(
    open.filter(({ exists }) => exists).map((document) => reviewOne(repository, document, context.clock())),
  );
  return {
    sections: sections.flat(),
    missing: open.filter(({ exists }) => !exists).map(({ name }) => name),
    days: REVIEW_DAYS,
  };
}

async function reviewOne(
  repository: Repository,
  document: OpenDocument,
  now: number,
): Promise<readonly ReviewedSection[]> {
  const { name, path, text } = document;
  const lines = await signedLines(repository, path, text);
  const looked = outlineOf(text).flatMap((heading) => {
    if (heading.depth < 2) return [];
    const own = text.slice(heading.contentStart, heading.ownEnd);
    const filled = writtenText(own) !== '';
    const part = partAt(name, heading.address)?.part;
    const isLeaf = heading.ownEnd === heading.end;
    // What nobody fills, and headings that only hold others, are not looked at.
    if (!filled && (!isLeaf || part?.text !== undefined)) return [];
    const last = lastChange(text, heading, lines);
    const known = new Set(
      fieldsOfSection(text, heading).flatMap((field) =>
        writtenText(text.slice(field.start, field.end)) === '' ? [] : [field.name.toLowerCase()],
      ),
    );
    const unset = (part?.fields ?? []).filter((field) => !known.has(field.name.toLowerCase()));
    return [{ heading, own, filled, last, open: unset.map((field) => field.name) }];
  });
  const cited = await citedFindings(
    repository,
    looked.map(({ own, filled, last }) => ({ own, commit: filled ? last?.oid : undefined })),
    path.slice(0, path.lastIndexOf('/')),
  );
  return looked.map(({ heading, own, filled, last, open }, at): ReviewedSection => {
    const age = last?.oid === undefined ? 0 : now - last.time;
    const overdue = age >= REVIEW_DAYS * DAY;
    const confirmed = withoutMark(own) !== ownText(text, heading) && !overdue;
    const findings: ReviewFinding[] = [
      ...(filled || confirmed ? [] : [{ kind: 'empty' } as const]),
      ...(filled && overdue ? [{ kind: 'overdue', days: Math.floor(age / DAY) } as const] : []),
      ...(cited[at] ?? []),
    ];
    return {
      document: name,
      path,
      address: heading.address,
      line: lineAt(text, heading.start),
      ...(last?.oid === undefined ? {} : { touched: last.time }),
      ...(last !== undefined && last.oid === undefined ? { uncommitted: true } : {}),
      filled,
      open,
      findings,
    };
  });
}

/** Who signed for a line: a commit and its time in ms since 1970, or nobody yet. */
interface Signed {
  readonly oid?: string;
  readonly time: number;
}

/** For each line of the working text, the commit that it came with. */
async function signedLines(
  { git, facts }: Repository,
  path: string,
  text: string,
): Promise<readonly Signed[]> {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const committed =
    facts.head !== undefined && (await git.blobIds([{ rev: facts.head, path }]))[0] !== undefined;
  const blame = committed ? await git.blame(path, facts.head) : [];
  const match = matchLines(
    blame.map((line) => line.text.replace(/\r$/, '')),
    lines,
  );
  return lines.map((_, at) => {
    const line = blame[match[at] ?? -1];
    return line === undefined ? { time: 0 } : { oid: line.oid, time: line.authorTime * 1000 };
  });
}

/** The youngest of a section's own lines; one that no commit has is younger than all. */
function lastChange(text: string, heading: Heading, lines: readonly Signed[]): Signed | undefined {
  const from = lineAt(text, heading.contentStart);
  const own = text.slice(heading.contentStart, heading.ownEnd).split('\n').slice(1);
  const signed = own.flatMap((line, at) => {
    const found = line.trim() === '' ? undefined : lines[from + at];
    return found === undefined ? [] : [found];
  });
  return (
    signed.find(({ oid }) => oid === undefined) ??
    signed.reduce<Signed | undefined>(
      (best, one) => (best === undefined || one.time > best.time ? one : best),
      undefined,
    )
  );
}

/** What cited files say against each section. A word in code that never was a file is none. */
async function citedFindings(
  repository: Repository,
  sections: readonly { readonly own: string; readonly commit: string | undefined }[],
  folder: string,
): Promise<readonly (readonly ReviewFinding[])[]> {
  const cited = sections.flatMap(({ own, commit }, section) =>
    commit === undefined
      ? []
      : citedPaths(own, folder)
          .slice(0, MAX_CITED)
          .map((file) => ({ section, file, commit, citation: parseCitation(file), historical: false })),
  );
  const oids = await repository.git.blobIds(
    cited.map(({ commit, citation }) => ({ rev: commit, path: citation.path })),
  );
  const findings = await Promise.all(
    cited.map(async (entry, at) => {
      const oid = oids[at];
      if (oid === undefined) return [];
      const { freshness, detail } = await checkCited(repository, entry, oid);
      if (freshness === 'verified') return [];
      const finding: ReviewFinding = { kind: 'cited', file: entry.file, detail: detail ?? freshness };
      return [{ section: entry.section, finding }];
    }),
  );
  return sections.map((_, section) =>
    findings.flat().flatMap((found) => (found.section === section ? [found.finding] : [])),
  );
}

/**
 * Says that a section, and those below it, are still right: a line `<!-- reviewed 2026-11-21 -->` at its
 * end, which git dates when it is committed. The next edit of the section by Nexus takes it away.
 */
export function confirmSection(context: Context, query: SectionQuery): Promise<DocumentEdit> {
  requireMemory(context);
  return alone(context, () => confirmed(context, query));
}

function confirmed(context: Context, query: SectionQuery): DocumentEdit {
  const { document, address, heading, field } = findSection(context, query, true);
  requireMerged(document);
  if (heading === undefined || field !== undefined) {
    throw new NexusError('usage', 'bad-value', `"${address.join('/')}" is no section`, 'name a section');
  }
  const mark = reviewMark(isoDate(context.clock()));
  const below = outlineOf(document.text).filter(({ start }) => start >= heading.start && start < heading.end);
  let text = document.text;
  for (const { start, ownEnd, end } of below.reverse()) {
    const one = outlineOf(text).find((each) => each.start === start);
    if (one === undefined) continue;
    const own = ownText(text, one);
    if (own.endsWith(mark) || (own === '' && ownEnd < end)) continue;
    const cleared = own === withoutMark(own) ? text : setSectionText(text, one, withoutMark(own));
    const again = outlineOf(cleared).find((each) => each.start === start);
    if (again !== undefined) text = appendToSection(cleared, again, mark);
  }
  const changed = text !== document.text;
  if (changed) writeDocument(context, document, text);
  return { document: document.name, path: document.path, address, changed, redacted: 0 };
}
