import { extractError } from '../capture/extract-error.ts';
import { signatureOf } from '../capture/signature.ts';
import { PACKS, type PackName } from '../core/pack.ts';
import type { RecallAnswer } from '../core/recall.ts';
import { weighByCoverage } from '../recall/rank.ts';
import { errorTypeFacet, kindFacet, NOT_SERVED, signatureFacet } from '../search/facets.ts';
import { redactorOf } from './admit.ts';
import type { Context } from './context.ts';
import { linesAsSignatures, splitType } from './error-words.ts';
import { openIndex, openIndexWithOthers } from './index-cache.ts';
import { answer, countsFor, lookup, ranked, servingOf } from './recall.ts';

/** An error to find a fix for: raw text, or what is known of it already. */
export interface FixQuery {
  readonly text?: string;
  readonly type?: string | undefined;
  readonly message?: string;
  readonly signature?: string;
  /** Of the program that failed, where its output shows it. */
  readonly language?: string | undefined;
  readonly limit?: number;
  /** Nobody asked: answer only what is almost certainly it. */
  readonly push?: boolean;
  /** Nobody asked, and what is only like it is of use, too: of the same type, and most of its words. */
  readonly alike?: boolean;
}

/** Finds what resolved an error: by its signature, then by its type and words among errors and solutions. */
export async function fixFor(context: Context, given: FixQuery): Promise<RecallAnswer> {
  // Another repository is heard where somebody asks.
  const opened =
    given.push === true
      ? await openIndex(context)
      : await openIndexWithOthers(context, given.alike === true ? 'packs' : 'all');
  const serving = await servingOf(context, opened);
  const query = withoutMachine(context, given);
  const error = errorOf(query);
  const limit = query.limit ?? 3;
  const asked = query.text ?? `${error.type ?? ''} ${error.message}`.trim();
  const same = [
    ...new Set([error.signature, ...(query.text === undefined ? [] : linesAsSignatures(query.text))]),
  ].flatMap((signature) => lookup(opened, [[signatureFacet(signature)]], NOT_SERVED, 'signature', serving));
  // The same error is the answer; what only looks like it would be noise beside it.
  if (query.push === true || same.some(({ stored }) => countsFor(serving, stored)))
    return answer(context, opened, { asked, limit, total: same.length, at: undefined, serving }, same);
  const kinds = [kindFacet('error'), kindFacet('solution')];
  const text = [error.type, error.message].filter((part) => part !== undefined).join(' ');
  const near = ranked(
    opened,
    { text, literal: true, all: [kinds], none: NOT_SERVED, limit: FIX_CANDIDATES },
    'text',
    serving,
  );
  const typed = new Set(namesOf(error).flatMap((name) => opened.index.facet(errorTypeFacet(name))));
  const weighed = weighByCoverage(near.candidates).flatMap((hit, at) => {
    if (isOfAnother(error.language, hit.stored.pack)) return [];
    const covered = hit.score / (near.candidates[at]?.score ?? hit.score);
    if (query.alike === true && !(typed.has(hit.key) && covered >= ALIKE)) return [];
    return typed.has(hit.key) ? { ...hit, score: hit.score * SAME_TYPE } : hit;
  });
  const total = query.alike === true ? weighed.length : near.total;
  return answer(context, opened, { asked, limit, total, at: undefined, serving }, [...same, ...weighed]);
}

/** A pack knows the errors of its own languages. */
function isOfAnother(language: string | undefined, pack: PackName | undefined): boolean {
  if (language === undefined || pack === undefined) return false;
  return !PACKS[pack].languages.some((name) => name.toLowerCase() === language);
}

/** Enough for the one rare name to be among them, whatever else matched. */
const FIX_CANDIDATES = 200;
/** An error of the same type is likelier the same: worth about one more matching word. */
const SAME_TYPE = 1.3;
/** Such a share of an error's words, by their weight, makes another one like it. */
const ALIKE = 0.6;

/** The end of a pasted output: what failed is there, and no more is read. */
const MAX_PASTE = 64 * 1024;

/** Paths of this machine say nothing about an error: what is looked up is what would be written down. */
function withoutMachine(context: Context, query: FixQuery): FixQuery {
  if (query.text === undefined) return query;
  return { ...query, text: redactorOf(context).text(query.text.slice(-MAX_PASTE)).text };
}

/** What an error may be filed under: its type, that without its module, a code in its message. */
function namesOf({ type, message }: KnownError): readonly string[] {
  const codes = message.match(/\b[A-Z][A-Z0-9_]{3,}\b/g) ?? [];
  return type === undefined ? codes : [type, type.slice(type.lastIndexOf('.') + 1), ...codes];
}

interface KnownError {
  readonly type: string | undefined;
  readonly message: string;
  readonly signature: string;
  readonly language: string | undefined;
}

function errorOf(query: FixQuery): KnownError {
  const { message: given = query.text ?? '' } = query;
  const extracted = query.text === undefined ? undefined : extractError(query.text, []);
  const split = splitType(extracted?.message ?? given);
  const type = query.type ?? extracted?.type ?? split.type;
  const message = extracted?.type === undefined ? split.message : extracted.message;
  const signature = query.signature ?? signatureOf({ ...(type === undefined ? {} : { type }), message });
  return { type, message, signature, language: query.language ?? extracted?.language };
}
