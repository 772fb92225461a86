import { type BlockPiece, blockPieces } from '../format/conflict-block.ts';
import { compareText } from '../format/lines.ts';
import type { Texts } from './fields.ts';
import { mergeOrder } from './order.ts';
import { nameOf, type Part, partsOf, withoutBlankEnd } from './parts.ts';
import { earlier, mergePassage, mergePlainly, versionLines, versionsIn } from './passage.ts';
import { mergeVersions } from './versions.ts';

type Parts = ReadonlyMap<string, Part>;

/**
 * Three markdown texts, LF, as one: as git would where that is clean, else heading by heading. What cannot be merged
 * stands there in all its versions.
 * @param sections the order of sections that both sides added, lower case.
 */
export function mergeBody(texts: Texts, sections: readonly string[]): string {
  const { base, a, b } = texts;
  if (a === b || b === base) return a;
  if (a === base) return b;
  const plain = mergePlainly(texts);
  const [before, inA, inB] = [byKey(base), byKey(a), byKey(b)];
  if (plain !== undefined && partsOf(plain).every(({ key }) => inA.has(key) || inB.has(key))) return plain;

  const kept = new Map<string, string>();
  for (const key of new Set([...inA.keys(), ...inB.keys()])) {
    const content = mergePart(before.get(key), inA.get(key), inB.get(key));
    if (content !== undefined) kept.set(key, content);
  }
  // What a part hangs on cannot go while it stays.
  for (const key of [...kept.keys()])
    for (let at = parentOf(key, inA, inB); at !== undefined; at = parentOf(at, inA, inB))
      if (!kept.has(at)) kept.set(at, headingOf(inA.get(at) ?? inB.get(at)));

  const rank = (key: string): number => {
    const at = sections.indexOf(nameOf(key));
    return at < 0 ? sections.length : at;
  };
  const compare = (x: string, y: string): number => rank(x) - rank(y) || compareText(x, y);
  const order = mergeOrder([...before.keys()], [...inA.keys()], [...inB.keys()], compare);
  return assembled(
    order.filter((key) => kept.has(key)),
    kept,
    texts,
    [before, inA, inB],
  );
}

function byKey(text: string): Parts {
  return new Map(partsOf(text).map((part) => [part.key, part]));
}

function parentOf(key: string, a: Parts, b: Parts): string | undefined {
  return (a.get(key) ?? b.get(key))?.parent;
}

function headingOf(part: Part | undefined): string {
  return part?.content.split('\n', 1)[0] ?? '';
}

/** Undefined where the part goes. */
function mergePart(base: Part | undefined, a: Part | undefined, b: Part | undefined): string | undefined {
  if (a?.content === b?.content || b?.content === base?.content) return a?.content;
  if (a?.content === base?.content) return b?.content;
  const heading =
    [a, b].flatMap((part) => (part === undefined ? [] : headingOf(part))).sort(compareText)[0] ?? '';
  const named = (a ?? b)?.key !== '';
  if (a !== undefined && b !== undefined)
    return mergePassage({ base: base?.content ?? (named ? heading : ''), a: a.content, b: b.content });
  // Taken away there, changed here.
  const [before, here] = [below(base), below(a ?? b)];
  const versions = mergeVersions(versionsIn(before), [[]], versionsIn(here));
  const lines = versionLines(versions, earlier(before));
  return lines.length === 0 ? undefined : [heading, '', ...lines].join('\n');
}

/** What stands below a part's heading. */
function below(part: Part | undefined): readonly BlockPiece[] {
  const [, ...lines] = part?.content.split('\n') ?? [];
  return blockPieces(lines[0] === '' ? lines.slice(1) : lines);
}

/** The parts with the blanks between them that both sides would have. */
function assembled(
  order: readonly string[],
  kept: ReadonlyMap<string, string>,
  { base, a, b }: Texts,
  sides: readonly Parts[],
): string {
  const last = order.at(-1);
  const ends = [base, a, b].map((text) => text.slice(withoutBlankEnd(text).length));
  const between = (key: string): string => {
    const gaps = sides.map((parts) => {
      const isLast = [...parts.keys()].at(-1) === key;
      return isLast ? undefined : parts.get(key)?.gap;
    });
    return chosen(gaps) ?? (kept.get(key) === '' ? '\n' : '\n\n');
  };
  return order
    .map((key) => {
      const content = kept.get(key) ?? '';
      const gap = key === last ? (chosen(ends) ?? '') : between(key);
      return content + (gap.includes('\n') || (key === last && content === '') ? gap : `${gap}\n`);
    })
    .join('');
}

/** The blanks that a side changed; of two changes the longer, of two as long the first by text. */
function chosen([base, a, b]: readonly (string | undefined)[]): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a === b || b === base) return a;
  if (a === base) return b;
  return a.length === b.length ? [a, b].sort()[0] : a.length > b.length ? a : b;
}
