import type { RecallKind, Tier } from '../core/recall.ts';

/** A token of the question, and how common it is in what was searched. */
export interface AskedToken {
  readonly token: string;
  /** The word of the question that it came from. */
  readonly word: string;
  /** Documents that have it; 0 for what memory does not know. */
  readonly documents: number;
}

/** A question as the gate weighs it. */
export interface GateQuestion {
  readonly asked: readonly AskedToken[];
  /** How many documents were searched. */
  readonly searched: number;
}

/** What the gate must know of something that was found. */
export interface GateCandidate {
  readonly kind: RecallKind | 'section';
  readonly tier: Tier;
  /** Tokens of the question that it has. */
  readonly tokens: readonly string[];
}

/**
 * What nobody asked for must be surer than an answer: better silent than noise. All figures are from
 * `npm run bench -- context --data=<folder>`, which prints them against their neighbours.
 */
export const GATE = {
  /**
   * Least sureness: the weight of the words that match, times their share of the question's weight. A
   * word that nothing else here has weighs 1.
   */
  sure: 0.7,
  /** From this weight on a word tells; less than two telling words prove nothing … */
  telling: 0.5,
  tellingWords: 2,
  /** … unless one is an identifier, matched as a whole, of at least this weight. */
  identifier: 0.6,
  /** Beside the best of its question, so much of its relevance. */
  beside: 0.6,
  /** What words say that any task may hold. */
  genericShare: 0.2,
} as const;

/** The figures of a gate, so that others can be measured against ours. */
export type Gate = Readonly<Record<keyof typeof GATE, number>>;

/** Kinds that were not written to be told to others have to be that much surer. */
const KIND_FACTOR: Readonly<Partial<Record<GateCandidate['kind'], number>>> = {
  episode: 1.5,
  note: 1.2,
  solution: 1.2,
  commit: 2.5,
};
/** So does what may no longer hold. */
const STALE_FACTOR = 1.5;

/** An exact match stands for so much sureness. */
const EXACT = 2;

/** Stems of words that any task or prompt may hold, as the index knows them. */
const GENERIC = new Set(
  `add all befor best better branch bug build call case chang check class clean close code command
   commit continu correct creat current dai data default delet differ done easi error exampl explain
   fail file find first fix function get good handl help idea implement input instead issu keep know
   last let line list look main merg method move name need new next no not now number object ok old
   onli open option output page part pleas point possibl print problem program project pull push
   question read refactor releas remov renam request result return review right run same script
   second see set sever show simpl someth start step still stop string support sure task tell test
   text thank thing think time todo try turn type understand updat us user valu version wai want
   whole without word work write wrong ye yes`
    .trim()
    .split(/\s+/),
);

/** What binds the parts of an identifier, a path or a version together. */
const IDENTIFIER = /[\p{L}\p{N}](?:[._:/\\-]+[\p{L}\p{N}]|\p{N})|_|[\p{Ll}\p{N}]\p{Lu}/u;
const MIN_IDENTIFIER = 4;

/** How rare a token is: 1 where nothing searched has it, near 0 where everything has. */
function rarity(documents: number, searched: number): number {
  const idf = (count: number): number => Math.log(1 + (searched - count + 0.5) / (count + 0.5));
  return Math.max(0, idf(Math.min(Math.max(documents, 0.5), searched))) / idf(0.5);
}

/**
 * How surely something is what a question is about, by its words: their weight (2 for two that nothing
 * else has) times their share of the question's weight. 0 where too few of them tell anything. A word
 * that memory does not know counts against all, so a foreign question finds nothing.
 */
export function sureness(
  tokens: readonly string[],
  { asked, searched }: GateQuestion,
  gate: Gate = GATE,
): number {
  if (searched === 0) return 0;
  const has = new Set(tokens);
  const words = new Map<string, { most: number; all: number; matched: number; whole: boolean }>();
  for (const { token, word, documents } of asked) {
    const weight = rarity(documents, searched) * (GENERIC.has(token) ? gate.genericShare : 1);
    const known = words.get(word) ?? { most: 0, all: 0, matched: 0, whole: true };
    words.set(word, {
      most: Math.max(known.most, weight),
      all: known.all + weight,
      matched: known.matched + (has.has(token) ? weight : 0),
      whole: known.whole && has.has(token),
    });
  }
  let total = 0;
  let matched = 0;
  let telling = 0;
  for (const [word, { most, all, matched: part, whole }] of words) {
    const share = all === 0 ? 0 : part / all;
    total += most;
    matched += most * share;
    if (share >= 0.5 && most >= gate.telling) telling += 1;
    const named = whole && word.length >= MIN_IDENTIFIER && IDENTIFIER.test(word);
    if (named && most >= gate.identifier) telling += 1;
  }
  return telling < gate.tellingWords || total === 0 ? 0 : (matched * matched) / total;
}

/**
 * What a candidate is worth telling unasked: its sureness over what is asked of its kind; undefined
 * where it is to stay silent. Exact ways of finding (id, signature, citation) count by themselves, but
 * for commits, and for episodes, which cite whatever was at hand.
 */
export function worthTelling(
  candidate: GateCandidate,
  question: GateQuestion,
  gate: Gate = GATE,
): number | undefined {
  const { kind, tier, tokens } = candidate;
  const byWords = sureness(tokens, question, gate);
  const exact =
    tier === 'id' || tier === 'signature' || (tier === 'path' && kind !== 'episode' && kind !== 'commit');
  const worth = ((exact ? EXACT : 0) + byWords) / (KIND_FACTOR[kind] ?? 1);
  return worth >= gate.sure ? worth : undefined;
}

/**
 * What passes of what the words of a question found, best first as it came: nothing that is far behind
 * the first that passes. @param facts what the gate must know of each.
 */
export function passing<T>(
  found: readonly T[],
  question: GateQuestion,
  facts: (one: T) => Omit<GateCandidate, 'tier'> & { readonly score: number },
  gate: Gate = GATE,
): readonly { readonly one: T; readonly worth: number; readonly score: number }[] {
  const sure = found.flatMap((one) => {
    const { kind, tokens, score } = facts(one);
    const worth = worthTelling({ kind, tier: 'text', tokens }, question, gate);
    return worth === undefined ? [] : [{ one, worth, score }];
  });
  const best = sure[0]?.score ?? 0;
  return sure.filter(({ score }) => score >= gate.beside * best);
}

/** What remains of a worth once its citations were checked: what is stale needs more. */
export function worthStale(worth: number): number | undefined {
  const less = worth / STALE_FACTOR;
  return less >= GATE.sure ? less : undefined;
}
