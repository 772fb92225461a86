/** Telling generated values from words. All measures are bounded by the caller's text and linear in it. */

/** Letter pairs that make up about 97 % of those in English text and identifiers, and about 40 % of random ones. */
const COMMON_PAIRS =
  'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak pu ui rg ib tl ny ki rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn eo vo rv nf xp gn sm fl iz ok nl my gl aw ju oa eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt bs ik dd rp xi';

const PAIRS = new Uint8Array(26 * 26);
for (const pair of COMMON_PAIRS.split(' ')) {
  PAIRS[(pair.charCodeAt(0) - 97) * 26 + pair.charCodeAt(1) - 97] = 1;
}

function letterOf(code: number): number {
  const lower = code | 32;
  return lower >= 97 && lower <= 122 ? lower - 97 : -1;
}

/**
 * Share (0 to 1) of adjacent letters that are a common pair, case ignored, pairs across a camelCase
 * joint left out. 1 where there are no pairs to judge by.
 */
export function wordiness(text: string): number {
  let pairs = 0;
  let common = 0;
  for (let i = 1; i < text.length; i++) {
    const left = text.charCodeAt(i - 1);
    const right = text.charCodeAt(i);
    const a = letterOf(left);
    const b = letterOf(right);
    if (a < 0 || b < 0 || (left >= 97 && right < 97)) continue;
    pairs++;
    common += PAIRS[a * 26 + b] ?? 0;
  }
  return pairs === 0 ? 1 : common / pairs;
}

/** Shannon entropy of the characters, in bits per character. */
export function entropyOf(text: string): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

export interface Mix {
  readonly lower: number;
  readonly upper: number;
  readonly digits: number;
  readonly others: number;
  /** How often the class changes from one character to the next; random text changes at every second. */
  readonly changes: number;
}

export function mixOf(text: string): Mix {
  let lower = 0;
  let upper = 0;
  let digits = 0;
  let others = 0;
  let changes = 0;
  let last = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    let kind = 4;
    if (code >= 97 && code <= 122) kind = 1;
    else if (code >= 65 && code <= 90) kind = 2;
    else if (code >= 48 && code <= 57) kind = 3;
    if (kind === 1) lower++;
    else if (kind === 2) upper++;
    else if (kind === 3) digits++;
    else others++;
    if (last !== 0 && kind !== last) changes++;
    last = kind;
  }
  return { lower, upper, digits, others, changes };
}

/** True for text that reads as words: names, kebab-case, prose. Digits make it unlikely. */
export function readsAsWords(text: string): boolean {
  const { digits } = mixOf(text);
  return digits < 2 && wordiness(text) >= 0.75;
}

/** A generated value of at least 8 characters, as opposed to a name, a word, a number, a version or a path. */
export function looksRandom(text: string): boolean {
  if (text.length < 8 || text.length > 4096) return false;
  const { lower, upper, digits, others, changes } = mixOf(text);
  const letters = lower + upper;
  if (letters < 2 || others > text.length / 3) return false;
  const words = wordiness(text);
  if (digits === 0) {
    return lower > 1 && upper > 1 && text.length >= 16 && words < 0.6 && changes > text.length / 4;
  }
  if (digits === 1 && words >= 0.7) return false;
  if (words >= 0.85 && changes <= 4) return false;
  return changes >= 2 || text.length >= 20;
}
