import { subjectOf } from '../core/subject.ts';

/** A decision, as far as another can contradict it. */
export interface Decided {
  readonly subject: ReadonlySet<string>;
  /** Paths that it cites. */
  readonly paths: ReadonlySet<string>;
  /** What it says it ruled out, by sentence. */
  readonly ruledOut: readonly ReadonlySet<string>[];
}

export function decidedIn(title: string, files: readonly string[], ruledOut: string): Decided {
  const sentences = ruledOut === '' ? [] : ruledOut.split(/(?<=[.!?:;])\s+|\n/);
  return {
    subject: subjectOf(title),
    paths: new Set(files.map((file) => file.replace(/#.*$/, ''))),
    ruledOut: sentences.map(subjectOf),
  };
}

/** How two decisions stand against each other: they speak of the same, or the first decides what the other ruled out. */
export type Against = 'subject' | 'ruled out';

/** Of the shorter subject's words so many are in the other. */
const SHARED = 0.6;
const LEAST = 2;

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
  const { subject } = one;
  const common = shared(subject, other.subject);
  const least = Math.min(subject.size, other.subject.size);
  const isNear =
    common >= LEAST && (common >= least * SHARED || (common > LEAST && shared(one.paths, other.paths) > 0));
  if (isNear) return 'subject';
  const most = Math.max(LEAST + 1, subject.size * SHARED);
  const isRuledOut = subject.size >= LEAST && other.ruledOut.some((words) => shared(subject, words) >= most);
  return isRuledOut ? 'ruled out' : undefined;
}
