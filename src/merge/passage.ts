import { isPlaceholder, REVIEW_MARK } from '../core/documents.ts';
import { type BlockPiece, blockPieces, conflictLines } from '../format/conflict-block.ts';
import { compareText } from '../format/lines.ts';
import type { Texts } from './fields.ts';
import { interleave } from './order.ts';
import { keepsShared, mergedItems, mergeSequences, type Stretch } from './sequence.ts';
import { mergeVersions } from './versions.ts';

type Lines = readonly string[];

/** Lines as units that are merged as a whole: a conflict always, code between its fences where it is asked for. */
export function unitsOf(lines: Lines, wholeCode: boolean): string[] {
  const units: string[] = [];
  let inCode = false;
  for (const { lines: own, code } of blockPieces(lines)) {
    const text = own.join('\n');
    if (wholeCode && code && inCode) units.push(`${units.pop() ?? ''}\n${text}`);
    else units.push(text);
    inCode = code;
  }
  return units;
}

/** Lines of all three merged as git would; undefined where that leaves conflicts. */
export function mergePlainly({ base, a, b }: Texts): string | undefined {
  const units = (text: string): string[] => unitsOf(text.split('\n'), false);
  return mergedItems(mergeSequences(units(base), units(a), units(b), 'touch'))?.join('\n');
}

/** A text without headings, or with one at its begin, merged; what cannot be stands there in all its versions. */
export function mergePassage(texts: Texts): string {
  const plain = mergePlainly(texts);
  if (plain !== undefined) return plain;
  const units = (text: string): string[] => unitsOf(text.split('\n'), true);
  const stretches = mergeSequences(units(texts.base), units(texts.a), units(texts.b), 'touch');
  return stretches.flatMap((stretch) => ('items' in stretch ? stretch.items : settled(stretch))).join('\n');
}

type Clash = Exclude<Stretch, { readonly items: Lines }>;

/** What both changed: as lists item by item, else as a conflict. Blank lines that both have around it are no part of it. */
function settled(clash: Clash): Lines {
  const { before, a, b } = clash;
  const blank = (line: string | undefined): boolean => line === '';
  let [from, to] = [0, 0];
  while (blank(a[from]) && blank(b[from])) from++;
  const rest = Math.min(a.length, b.length) - from;
  while (to < rest && blank(a.at(-1 - to)) && blank(b.at(-1 - to))) to++;
  const cut = (lines: Lines): Lines => lines.slice(from, lines.length - to);
  let [first, last] = [0, before.length];
  while (first < Math.min(from, last) && blank(before[first])) first++;
  while (last > Math.max(first, before.length - to) && blank(before[last - 1])) last--;
  const inner = { before: before.slice(first, last), a: cut(a), b: cut(b) };
  const lines = mergeItems(inner) ?? mergeMarks(inner) ?? conflictIn(inner);
  return [...a.slice(0, from), ...lines, ...a.slice(a.length - to)];
}

/** Of two days on which a section was found right the later one counts. */
function mergeMarks({ a, b }: Clash): Lines | undefined {
  const [only] = a;
  const [other] = b;
  if (a.length !== 1 || b.length !== 1 || only === undefined || other === undefined) return undefined;
  const [x, y] = [REVIEW_MARK.exec(only)?.[1], REVIEW_MARK.exec(other)?.[1]];
  return x === undefined || y === undefined ? undefined : [x > y ? only : other];
}

const BULLET = /^([ \t]*)[-*+][ \t]/;

/** Items of a list that has no numbers, what hangs on each with it; undefined for any other lines. */
function itemsIn(lines: Lines): string[] | undefined {
  const items: string[] = [];
  let indent: number | undefined;
  for (const line of lines) {
    const own = BULLET.exec(line)?.[1]?.length;
    indent ??= own;
    if (own !== undefined && indent !== undefined && own <= indent) items.push(line);
    else if (indent === undefined || !(line.trim() === '' || /^[ \t]/.test(line))) return undefined;
    else items.push(`${items.pop() ?? ''}\n${line}`);
  }
  return items;
}

/** What was added to a list by either side is in it, in an order of its own; undefined for what is no list. */
function mergeItems({ before, a, b }: Clash): Lines | undefined {
  const [old, inA, inB] = [itemsIn(before), itemsIn(a), itemsIn(b)];
  if (old === undefined || inA === undefined || inB === undefined) return undefined;
  const prompts = old.filter((item) => isPlaceholder(item.replace(BULLET, '')));
  const written = old.filter((item) => !prompts.includes(item) || inA.includes(item) || inB.includes(item));
  const out: string[] = [];
  for (const stretch of mergeSequences(written, inA, inB, 'overlap')) {
    if ('items' in stretch) out.push(...stretch.items);
    else if (stretch.before.length === 0) out.push(...interleave(stretch.a, stretch.b, compareText));
    else out.push(...oneByOne(stretch));
  }
  const lines = linesIn(out);
  return keepsShared(lines, linesIn(inA), linesIn(inB)) ? lines : undefined;
}

/** Where all have as many items each stands for itself. */
function oneByOne(clash: Clash): Lines {
  const { before, a, b } = clash;
  if (before.length !== a.length || before.length !== b.length) return conflictIn(clash);
  return before.flatMap((old, index) => {
    const [x = '', y = ''] = [a[index], b[index]];
    if (x === y || y === old) return [x];
    return x === old ? [y] : conflictIn({ before: [old], a: [x], b: [y] });
  });
}

function conflictIn({ before, a, b }: Clash): Lines {
  const [base, inA, inB] = [before, a, b].map((units) => blockPieces(linesIn(units)));
  return versionLines(mergeVersions(versionsIn(base), versionsIn(inA), versionsIn(inB)), earlier(base));
}

function linesIn(units: Lines): Lines {
  return units.flatMap((unit) => unit.split('\n'));
}

/** One version as it is, several as a conflict. */
export function versionLines(sides: readonly Lines[], before: Lines): Lines {
  const [only = [], second] = sides;
  if (second === undefined) return only;
  return conflictLines({ before: before.length === 0 ? undefined : before, sides });
}

/** Every text that these lines may mean, where conflicts are among them. */
export function versionsIn(pieces: readonly BlockPiece[] = []): readonly Lines[] {
  let out: Lines[] = [[]];
  for (const { lines, block } of pieces) {
    const choices = block === undefined ? [lines] : block.sides;
    out = out.flatMap((begun) => choices.map((choice) => [...begun, ...choice]));
  }
  return out;
}

/** What stood there before all conflicts. */
export function earlier(pieces: readonly BlockPiece[] = []): Lines {
  return pieces.flatMap(({ lines, block }) => (block === undefined ? lines : (block.before ?? [])));
}
