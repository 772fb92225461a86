import type { ProblemFound } from '../core/advice.ts';
import { type Aspect, PROBLEM_TYPES, type ProblemType } from './problem-types.ts';

/** Text → tokens, as the search has them. Passed in: stages do not import each other. */
export type Analyse = (text: string) => readonly string[];

/** A side of the problem, and how surely it is the one that is meant. */
export interface MeantAspect {
  readonly look: string;
  /** 0 to 1. */
  readonly weight: number;
}

export interface Recognised extends ProblemFound {
  /** 0 to 1; of the surest it is 1. */
  readonly weight: number;
  /** The heaviest first. */
  readonly aspects: readonly MeantAspect[];
  readonly categories: readonly string[];
}

export interface Recognition {
  /** The request without words that name no subject; as it is where it has no others. */
  readonly subject: string;
  readonly types: readonly Recognised[];
  /** 0 to 1: how much of the request only says what sort of problem it is, and leaves the subject open. */
  readonly open: number;
}

const HINT = 0.5;
const PHRASE = 1.5;
/** From here on a type is named. */
const SURE = 1;
/** … and beside the surest, from this share of it. */
const BESIDE = 0.5;
const MOST_TYPES = 3;
const MOST_ASPECTS = 4;
/** Of a usual side of the problem that no word points at; the first is thought of first. */
const USUAL = 0.6;
const USUAL_STEP = 0.04;

/** Words that name no subject; stems. */
const SAYS_NOTHING =
  'code program python typescript javascript node app application project want need help make implement create good best way how'.split(
    ' ',
  );

/** Which sorts of problems a request is about; several may hold. */
export function recognise(request: string, analyse: Analyse): Recognition {
  const tokens = analyse(request);
  const empty = new Set(analyse(SAYS_NOTHING.join(' ')));
  const told = new Set(empty);
  const found = Object.entries<ProblemType>(PROBLEM_TYPES).flatMap(([type, row]) => {
    const sure = matching(row.cues, request, tokens, analyse);
    const hints = matching(row.hints ?? '', request, tokens, analyse).filter(
      (hint) => !sure.some((cue) => hint.tokens.every((token) => cue.tokens.includes(token))),
    );
    const score =
      sure.reduce((sum, cue) => sum + (cue.tokens.length > 1 ? PHRASE : 1), 0) + hints.length * HINT;
    return score < SURE ? [] : [{ type, row, score, cues: [...sure, ...hints] }];
  });
  const top = Math.max(0, ...found.map(({ score }) => score));
  const chosen = found
    .filter(({ score }) => score >= top * BESIDE)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_TYPES);
  for (const { cues } of chosen) for (const cue of cues) for (const token of cue.tokens) told.add(token);
  const unique = new Set(tokens);
  const open = unique.size === 0 ? 0 : [...unique].filter((token) => told.has(token)).length / unique.size;
  const words = request.split(/\s+/);
  const telling = words.filter((word) => analyse(word).some((token) => !empty.has(token)));
  return {
    open,
    subject: (telling.length === 0 ? words : telling).join(' '),
    types: chosen.map(({ type, row, score, cues }) => ({
      type,
      title: row.title,
      cues: cues.map(({ text }) => text),
      weight: score / top,
      aspects: meant(row.aspects, request, tokens, analyse),
      categories: row.categories,
    })),
  };
}

function meant(
  aspects: readonly Aspect[],
  request: string,
  tokens: readonly string[],
  analyse: Analyse,
): MeantAspect[] {
  return aspects
    .map(({ look, cues = '' }, at) => {
      const pointed = matching(cues, request, tokens, analyse).length;
      return { look, weight: pointed > 0 ? Math.min(1, 0.8 + 0.1 * pointed) : USUAL - USUAL_STEP * at };
    })
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_ASPECTS);
}

interface Cue {
  readonly text: string;
  readonly tokens: readonly string[];
}

/** Those of the cues that stand in the text, each wording once. */
function matching(cues: string, request: string, tokens: readonly string[], analyse: Analyse): Cue[] {
  const known = new Set(tokens);
  const seen = new Set<string>();
  return cues.split(', ').flatMap((text): Cue[] => {
    const own = tokensOf(text, analyse);
    const key = own.join(' ');
    if (own.length === 0 || seen.has(key) || !own.every((token) => known.has(token))) return [];
    if (own.length > 1 && !stands(own, tokens)) return [];
    if (own.length < text.split(' ').length && !standsAsWritten(text, request)) return [];
    seen.add(key);
    return [{ text, tokens: own }];
  });
}

/** The table's words are taken apart once for each way of doing it. */
const taken = new WeakMap<Analyse, Map<string, readonly string[]>>();

function tokensOf(cue: string, analyse: Analyse): readonly string[] {
  const known = taken.get(analyse) ?? new Map<string, readonly string[]>();
  taken.set(analyse, known);
  const tokens = known.get(cue) ?? analyse(cue);
  known.set(cue, tokens);
  return tokens;
}

/** For a phrase of which the analyser keeps less than the whole: "clean up" is not "clean", nor "same time" "time". */
function standsAsWritten(phrase: string, request: string): boolean {
  if (!/^[a-z ]+$/.test(phrase)) return true;
  return new RegExp(`\\b${phrase.split(' ').join('\\w* +')}\\b`, 'i').test(request.slice(0, 2_000));
}

function stands(phrase: readonly string[], tokens: readonly string[]): boolean {
  return tokens.some((_, at) => phrase.every((token, step) => tokens[at + step] === token));
}
