import { SAMENESS, type Sameness } from '../core/proposal.ts';
import type { NexusRecord, StoredRecord } from '../core/record.ts';
import type { Finding } from '../core/review.ts';
import { sectionNamed } from '../core/sections.ts';
import { finding } from './hit.ts';

/** Words that say nothing of a decision's subject. */
const COMMON = new Set(
  'a an and are as at be been by can do does each every for from has have how in instead into is it its new no not of on one only or other our over own so than that the their them then there they this to two use used uses using via we what when where which who why will with without you your all always never must should may also both more most per'.split(
    ' ',
  ),
);

/** Of the shorter subject's words so many are in the other. */
const SHARED = 0.6;
const LEAST = 2;

/** The words that a text is about, without their endings. */
export function subjectOf(text: string): ReadonlySet<string> {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}][\p{L}\p{N}_.+#-]*/gu) ?? [];
  return new Set(
    words
      .map((word) => word.replace(/[.+_-]+$/, ''))
      .filter((word) => word.length > 2 && !COMMON.has(word))
      .map((word) => word.replace(/(?:ies|es|s|ed|ing|e)$/, '')),
  );
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const word of a) if (b.has(word)) count++;
  return count;
}

/** Is a decision still told to whoever asks? */
function lives({ kind, retired, forgotten }: NexusRecord): boolean {
  return kind === 'decision' && retired === undefined && forgotten === undefined;
}

/**
 * Living decisions that speak of the same as a new one, and are neither superseded by it nor supersede it. Conservative:
 * whether they contradict each other is for a person to say.
 * @param superseded ids that any record at head supersedes
 */
export function contradictions(
  fresh: StoredRecord,
  decisions: readonly StoredRecord[],
  superseded: ReadonlySet<string>,
): readonly Finding[] {
  const { record, path } = fresh;
  if (!lives(record) || superseded.has(record.id)) return [];
  const subject = subjectOf(record.title);
  const files = new Set(record.files.map((file) => file.replace(/#.*$/, '')));
  return decisions.flatMap(({ record: other }) => {
    if (!lives(other) || other.id === record.id || superseded.has(other.id)) return [];
    if (record.supersedes.includes(other.id) || other.supersedes.includes(record.id)) return [];
    const theirs = subjectOf(other.title);
    const common = shared(subject, theirs);
    const cites = other.files.some((file) => files.has(file.replace(/#.*$/, '')));
    const least = Math.min(subject.size, theirs.size);
    const near = common >= LEAST && (common >= least * SHARED || (cites && common > LEAST));
    const against = !near && rulesOut(other, subject);
    if (!near && !against) return [];
    const what = against ? 'decides what was ruled out by' : 'has the subject of';
    return [
      finding(
        'contradiction',
        { path, id: record.id },
        `${what} “${other.title}” (${other.id}), which still holds: look at both`,
      ),
    ];
  });
}

/** A sentence of what was ruled out that has nearly all words of a subject. */
function rulesOut(other: NexusRecord, subject: ReadonlySet<string>): boolean {
  if (subject.size < LEAST) return false;
  const text = sectionNamed(other.body, 'Ruled out') ?? '';
  return text
    .split(/(?<=[.!?:;])\s+|\n/)
    .some((sentence) => shared(subject, subjectOf(sentence)) >= Math.max(LEAST + 1, subject.size * SHARED));
}

/** A record that another says the same as. */
export interface Double extends Pick<NexusRecord, 'id' | 'title'> {
  readonly how: Sameness;
}

/** New records that say nearly the same as another. @param alike the other, where there is one */
export function duplicates(
  added: readonly StoredRecord[],
  alike: (record: NexusRecord) => Double | undefined,
): readonly Finding[] {
  return added.flatMap(({ record, path }) => {
    const other = alike(record);
    if (other === undefined || record.supersedes.includes(other.id)) return [];
    return [
      finding(
        'near-duplicate',
        { path, id: record.id },
        `says nearly the same as “${other.title}” (${other.id}): ${SAMENESS[other.how]}`,
      ),
    ];
  });
}

/** More new records than this in one change are not read. */
const MANY = 100;

export function floods(added: readonly StoredRecord[], folder: string): readonly Finding[] {
  return added.length <= MANY ? [] : [finding('flood', { path: folder }, `${added.length} new records`)];
}
