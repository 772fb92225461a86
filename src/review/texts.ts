import type { Finding } from '../core/review.ts';
import { hiddenCharacters } from './characters.ts';
import type { ReviewFacts } from './check-file.ts';
import { commands } from './commands.ts';
import { blobsIn } from './encoded.ts';
import { hiddenText } from './hidden-text.ts';
import { excerptOf, finding, type Hit, lineFinder, type SecretSpan } from './hit.ts';
import { hosts, sending } from './hosts.ts';
import { lookAlikes, unmasked } from './look-alikes.ts';
import { steering } from './steering.ts';

type TextRule = (text: string, facts: ReviewFacts) => readonly Hit[];

/** What a text says, however it is written. */
const SAYS: readonly TextRule[] = [
  steering,
  commands,
  sending,
  (text, { knownHosts }) => hosts(text, knownHosts),
];
/** How it is written. */
const SHOWS: readonly TextRule[] = [hiddenCharacters, lookAlikes, hiddenText];

/** Encoded text may hold encoded text. */
const DEPTH = 2;

/** All that the rules say of one text, each with its line and the words concerned. */
export function textFindings(
  text: string,
  at: Pick<Finding, 'path' | 'id'>,
  facts: ReviewFacts,
): readonly Finding[] {
  const secrets = facts.secretsIn(text);
  const lineOf = lineFinder(text);
  return hitsIn(text, secrets, facts, DEPTH).map((hit) =>
    finding(
      hit.rule,
      { ...at, line: lineOf(hit.start), excerpt: excerptOf(text, hit, secrets) },
      hit.message,
      hit.severity,
    ),
  );
}

function hitsIn(
  text: string,
  secrets: readonly SecretSpan[],
  facts: ReviewFacts,
  depth: number,
): readonly Hit[] {
  const said = distinct(SAYS.flatMap((rule) => rule(text, facts)));
  return [
    ...secrets.map(
      ({ rule, start, end }): Hit => ({
        rule: 'secret',
        start,
        end,
        message: `what looks like a secret (${rule})`,
      }),
    ),
    ...SHOWS.flatMap((rule) => rule(text, facts)),
    ...said,
    ...maskedHits(text, said, facts),
    ...(depth === 0 ? [] : blobHits(text, facts, depth)),
  ];
}

/** Two patterns may find the same words: what is the same and overlaps is told once. */
function distinct(hits: readonly Hit[]): readonly Hit[] {
  const kept = new Map<string, Hit[]>();
  return hits.filter((hit) => {
    const key = `${hit.rule} ${hit.message}`;
    const own = kept.get(key) ?? [];
    if (own.some(({ start, end }) => start < hit.end && hit.start < end)) return false;
    own.push(hit);
    kept.set(key, own);
    return true;
  });
}

/** What a line says once its disguise is taken off: hidden characters, other alphabets, letters with gaps. */
function maskedHits(text: string, said: readonly Hit[], facts: ReviewFacts): readonly Hit[] {
  const out: Hit[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    const plain = plainLine(line);
    if (plain !== line) {
      const known = new Set(said.filter((hit) => hit.start < end && hit.end > start).map(({ rule }) => rule));
      for (const { rule, message } of SAYS.flatMap((own) => own(plain, facts)))
        if (!known.has(rule)) out.push({ rule, start, end, message: `${message}, in disguise` });
    }
    start = end + 1;
  }
  return out;
}

const SPACED = /(?<![\p{L}\p{N}])(?:\p{L}[ ._*-]{1,2}){5,}\p{L}(?![\p{L}\p{N}])/gu;

function plainLine(line: string): string {
  const shown = /[^\t\x20-\x7e]/.test(line) ? unmasked(line) : line;
  // Two gaps are between words, one between letters.
  return shown.replace(SPACED, (run) =>
    run
      .replace(/[ ._*-]{2}/g, '\0')
      .replace(/[ ._*-]/g, '')
      .replaceAll('\0', ' '),
  );
}

function blobHits(text: string, facts: ReviewFacts, depth: number): readonly Hit[] {
  return blobsIn(text).flatMap((blob): Hit[] => {
    const place = { start: blob.start, end: blob.end };
    if (blob.text === undefined)
      return [
        {
          rule: 'encoded-blob',
          ...place,
          message: `${blob.end - blob.start} characters of ${blob.form} that are no text`,
        },
      ];
    const secrets = facts.secretsIn(blob.text);
    const says = excerptOf(blob.text.replaceAll('\n', ' '), { start: 0, end: blob.text.length }, secrets);
    const inside = hitsIn(blob.text, secrets, facts, depth - 1).filter(({ rule }) => rule !== 'encoded-blob');
    return [
      { rule: 'encoded-blob', ...place, message: `${blob.form} that says “${says}”` },
      ...inside.map((hit) => ({ ...hit, ...place, message: `${hit.message}, in ${blob.form}` })),
    ];
  });
}
