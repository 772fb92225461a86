import { extractError } from '../../src/capture/extract-error.ts';
import { signatureOf } from '../../src/capture/signature.ts';
import type { RecallHit } from '../../src/core/recall.ts';
import type { NexusRecord } from '../../src/core/record.ts';
import { openMemory } from '../../src/nexus.ts';
import { meanOf, type Quality, qualityOf } from './metrics.ts';
import type { Collection, Doc, RetrievalSet } from './sets.ts';
import { NEXUS, recordOfDoc } from './ways.ts';

/** How a way did on errors that were remembered and come again. */
export interface ErrorOutcome {
  readonly set: string;
  /** What is different from when it was remembered. */
  readonly again: string;
  readonly asked: number;
  /** By the signature first, then by words, as `nexus fix` does. */
  readonly both: Quality;
  /** The same where no record has a signature that fits. */
  readonly words: Quality;
  /** Recalled where the error was never met, from its explanation alone. */
  readonly unmet: Quality;
  /** Share of the questions that the signature answered. */
  readonly bySignature: number;
}

/** A failure's output, as the compiler prints it, in another place each time. */
function output(text: string, file: string, line: number): string {
  const [head = '', ...code] = text.split('\n');
  const shown = code.map((one, at) => `${String(line + at).padStart(4)} | ${one}`);
  const message = /^error/.test(head) ? head : `error: ${head}`;
  return [message, `   --> ${file}:${line}:9`, '     |', ...shown, ''].join('\n');
}

/** Every number but those in names another one. */
function renumbered(text: string): string {
  return text.replace(/(?<![\w.])\d+(?![\w.])/g, (digits) => String(Number(digits) + 7));
}

const NAMES = 'ledger widget cursor invoice tenant canvas mesh solver parcel beacon harbour lantern'.split(
  ' ',
);

const KEYWORDS = new Set(
  'as async await break const crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self static struct super trait true type unsafe use where while'.split(
    ' ',
  ),
);

/** Names in code that the explanation does not know are the program's: another program has others. */
function renamed(text: string, explanation: string): string {
  const known = new Set(explanation.match(/[A-Za-z_]\w*/g) ?? []);
  const given = new Map<string, string>();
  const swap = (code: string): string =>
    code.replace(/\b[a-z_][a-z0-9_]*\b/g, (name) => {
      if (known.has(name) || KEYWORDS.has(name)) return name;
      given.set(name, given.get(name) ?? NAMES[given.size % NAMES.length] ?? name);
      return given.get(name) ?? name;
    });
  const [head = '', ...lines] = text.split('\n');
  // Advice stands below the code, further to the right.
  const code = lines.map((line) => (/^(?:help|note):|^\s{8}/.test(line) ? line : swap(line)));
  return [head.replace(/`[^`]+`/g, swap), ...code].join('\n');
}

interface Met {
  readonly text: string;
  readonly doc: Doc;
}

/** The first error of each explanation. */
function metIn({ docs, queries }: Collection): readonly Met[] {
  const byId = new Map(docs.map((doc) => [doc.id, doc]));
  const first = new Map<string, Met>();
  for (const { text, relevant } of queries)
    for (const id of relevant) {
      const doc = byId.get(id);
      if (doc !== undefined && !first.has(id)) first.set(id, { text, doc });
    }
  return [...first.values()];
}

/** Each explanation as the record of its error; one whose error is not known is there all the same. */
function recordsOf({ docs }: Collection, met: readonly Met[], signed: boolean): readonly NexusRecord[] {
  const texts = new Map(met.map(({ doc, text }) => [doc.id, text]));
  return docs.map((doc, at): NexusRecord => {
    const text = texts.get(doc.id);
    const found = extractError(output(text ?? doc.title, '/home/ann/app/src/main.rs', 12), []);
    const message = found?.message ?? doc.title;
    const type = found?.type === undefined ? {} : { type: found.type };
    const signature = signed ? signatureOf({ ...type, message }) : `none ${at}`;
    return { ...recordOfDoc(doc, at), kind: 'error', error: { ...type, message, signature } };
  });
}

const ELSEWHERE = ['/srv/build/crates/core/lib.rs', 481] as const;

const AGAIN: readonly (readonly [string, (met: Met) => string])[] = [
  ['the same, elsewhere', ({ text }) => output(text, ...ELSEWHERE)],
  ['other numbers, too', ({ text }) => output(renumbered(text), ...ELSEWHERE)],
  [
    'other names, too',
    ({ text, doc }) => output(renamed(renumbered(text), `${doc.title}\n${doc.text}`), ...ELSEWHERE),
  ],
];

/** Errors that come again, asked of a memory that resolved them: what the signature adds to the words. */
export async function errorOutcomes(set: RetrievalSet): Promise<readonly ErrorOutcome[]> {
  const out: ErrorOutcome[] = [];
  for (const [name, again] of AGAIN) {
    const both: Quality[] = [];
    const words: Quality[] = [];
    const unmet: Quality[] = [];
    let bySignature = 0;
    for (const collection of set.collections) {
      const met = metIn(collection);
      const recall = await NEXUS.prepare(collection.docs)();
      for (const one of met) unmet.push(qualityOf(await recall(again(one)), new Set([one.doc.id])));
      for (const signed of [true, false]) {
        const records = recordsOf(collection, met, signed);
        const ids = new Map(records.map(({ id }, at) => [id, collection.docs[at]?.id ?? '']));
        const memory = await openMemory({ records });
        for (const one of met) {
          const { hits } = await memory.fix({ text: again(one), limit: 10 });
          const found = hits.map(({ id }: RecallHit) => ids.get(id) ?? '');
          (signed ? both : words).push(qualityOf(found, new Set([one.doc.id])));
          if (signed && hits[0]?.tier === 'signature') bySignature += 1;
        }
      }
    }
    out.push({
      ...{ set: set.name, again: name, asked: both.length },
      ...{
        both: meanOf(both),
        words: meanOf(words),
        unmet: meanOf(unmet),
        bySignature: bySignature / both.length,
      },
    });
  }
  return out;
}
