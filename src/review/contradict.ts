import { sectionNamed } from '../core/sections.ts';

/** A decision, as far as another can contradict it. */
export interface Decided {
  readonly title: string;
  /** Citations. */
  readonly files: readonly string[];
  readonly body: string;
}

/** How two decisions stand against each other: they speak of the same, or the first decides what the other ruled out. */
export type Against = 'subject' | 'ruled out';

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

/**
 * Do two decisions speak of the same, so that whoever reads one must know of the other? Conservative: whether they
 * contradict each other is for a person to say.
 */
export function against(one: Decided, other: Decided): Against | undefined {
  const [subject, theirs] = [subjectOf(one.title), subjectOf(other.title)];
  const files = new Set(one.files.map(pathOf));
  const common = shared(subject, theirs);
  const cites = other.files.some((file) => files.has(pathOf(file)));
  const least = Math.min(subject.size, theirs.size);
  if (common >= LEAST && (common >= least * SHARED || (cites && common > LEAST))) return 'subject';
  return rulesOut(other, subject) ? 'ruled out' : undefined;
}

function pathOf(citation: string): string {
  return citation.replace(/#.*$/, '');
}

/** A sentence of what was ruled out that has nearly all words of a subject. */
function rulesOut({ body }: Decided, subject: ReadonlySet<string>): boolean {
  if (subject.size < LEAST) return false;
  const text = sectionNamed(body, 'Ruled out') ?? '';
  return text
    .split(/(?<=[.!?:;])\s+|\n/)
    .some((sentence) => shared(subject, subjectOf(sentence)) >= Math.max(LEAST + 1, subject.size * SHARED));
}
