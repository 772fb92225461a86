import { ALGORITHMS, type Algorithm } from '../core/code.ts';
import type { UnitFacts } from './facts.ts';

/** Each algorithm with its evidence: what must stand in a function, whatever its names are. */
const RULES: Readonly<Record<Algorithm, (unit: UnitFacts) => boolean>> = {
  recursion: (unit) => callsItself(unit),
  memoisation: (unit) => unit.decorators.some((name) => MEMO.test(name)) || keepsResults(unit.code),
  'binary-search': (unit) => unit.calls.some((call) => SEARCHES.test(call)) || halves(unit),
  'two-pointers': ({ loops, code }) => {
    const [, low, high] = /\bwhile\s*\(?\s*\$?(\w+)\s*<=?\s*\$?(\w+)\b/.exec(code) ?? [];
    if (loops === 0 || low === undefined || high === undefined) return false;
    return stepped(code, low, '+') && stepped(code, high, '-');
  },
  'sliding-window': ({ loops, code }) => {
    if (/([\w.]+)\s*-=\s*\$?\w+\[\s*\$?\w+\s*-\s*\$?\w+\s*\]/.test(code) && loops > 0) return true;
    if (/\+=\s*\$?(\w+)\[\$?(\w+)\]\s*-\s*\$?\1\[\$?\2\s*-\s*\$?\w+\]/.test(code) && loops > 0) return true;
    const start = /\b\w+\s*-\s*\$?(\w+)\s*\+\s*1\b/.exec(code)?.[1];
    return loops > 1 && start !== undefined && (stepped(code, start, '+') || jumped(code, start));
  },
  'graph-walk': (unit) => isWorkList(unit) || (callsItself(unit) && unit.loops > 0 && marksSeen(unit.code)),
  'priority-queue': ({ calls, code }) =>
    calls.some((call) =>
      /(?:^|\.)heap(?:push|pop|ify|replace|pushpop)$|^heap\.(?:Push|Pop|Init|Fix)$/.test(call),
    ) ||
    /\b(?:PriorityQueue|priority_queue|SplPriorityQueue|BinaryHeap)\b/.test(code) ||
    climbs(code),
  'dynamic-programming': ({ loops, code }) => loops > 0 && fillsTable(code),
  backtracking: (unit) => {
    if (!callsItself(unit) || unit.loops === 0) return false;
    const { code } = unit;
    const call = new RegExp(`\\b${escaped(unit.name)}\\s*\\(`, 'g');
    return namesIn(code, /([\w.]+)(?:\.|->)(?:append|push|add|push_back|insert)\(/g).some((name) => {
      const on = escaped(name);
      call.lastIndex =
        new RegExp(`\\b${on}(?:\\.|->)(?:append|push|add|push_back|insert)\\(`).exec(code)?.index ?? 0;
      const again = call.exec(code);
      const undo = new RegExp(`\\b${on}(?:\\.|->)(?:pop|pop_back|remove|removeLast|delete|discard)\\(`);
      return again !== null && undo.test(code.slice(again.index));
    });
  },
};

/** Algorithms that a function shows; a class and a handler show none of their own. */
export function algorithmsOf(unit: UnitFacts): Algorithm[] {
  if (unit.kind !== 'function' && unit.kind !== 'method') return [];
  return ALGORITHMS.filter((name) => RULES[name](unit));
}

const MEMO = /(?:^|\.)(?:lru_cache|cache|cached|memoi[sz]ed?|cached_property|cachedmethod)$/i;
const SEARCHES =
  /(?:^|[.:])(?:bisect|bisect_left|bisect_right|insort|binarySearch|BinarySearch|binary_search|lower_bound|upper_bound)$|^sort\.Search/;

/** In these a method calls its sibling by its bare name. */
const BARE_METHODS = new Set(['java', 'c-sharp', 'ruby', 'cpp']);

/** A call of its own name, on itself where it is a method: another object's method of that name is another. */
function callsItself(unit: UnitFacts): boolean {
  const { name, owner } = unit;
  const itself = ['self.', 'this.', '$this->', 'this->', 'cls.', 'Self::', 'self::', 'static::'];
  if (owner !== undefined && owner !== '') itself.push(`${owner}.`, `${owner}::`);
  const isBare = unit.kind === 'function' ? unit.inScope : BARE_METHODS.has(unit.language);
  return unit.calls.some(
    (call) =>
      (isBare && call === name) ||
      (unit.kind === 'method' || !unit.inScope ? itself.some((before) => call === before + name) : false),
  );
}

function escaped(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}

function stepped(code: string, name: string, sign: '+' | '-'): boolean {
  const s = `\\${sign}`;
  return new RegExp(`\\b${name}\\s*(?:${s}${s}|${s}=\\s*1\\b)|${s}${s}\\s*\\$?${name}\\b`).test(code);
}

/** The start of a window set right behind a place that was remembered. */
function jumped(code: string, name: string): boolean {
  return new RegExp(`\\b${name}\\s*=[^=\\n]*\\+\\s*1\\b`).test(code);
}

/** The middle of two bounds, and one of the two set to it. */
function halves({ loops, code }: UnitFacts): boolean {
  if (loops === 0) return false;
  const middles = code.matchAll(/\b(\w+)\s*:?=\s*([^;=\n]*?)(?:>>>?\s*1\b|\/\/?\s*2\b)/g);
  for (const [, middle = '', sum = ''] of middles) {
    const bounds = new Set(sum.match(/\b[a-z_]\w*\b(?!\s*[.(])/gi) ?? []);
    if (bounds.size < 2 || !/[+-]/.test(sum)) continue;
    if (
      [...bounds].some((bound) =>
        new RegExp(`\\b${bound}\\s*=\\s*\\$?${middle}\\b(?!\\s*[.\\[(])`).test(code),
      )
    )
      return true;
  }
  return false;
}

/** The parent of a place in a heap, and the way up to it. */
function climbs(code: string): boolean {
  const step = /\b(\w+)\s*:?=\s*\(\s*\$?(\w+)\s*-\s*1\s*\)\s*(?:>>>?\s*1|\/\/?\s*2)/.exec(code);
  return step !== null && new RegExp(`\\b${step[2]}\\s*=\\s*\\$?${step[1]}\\b`).test(code);
}

/** Read from and put into something that outlives the call, and what was read is returned. */
function keepsResults(code: string): boolean {
  if (/(?:^|\n)\s*@\w+\s*\|\|=/.test(code)) return true;
  if (/\.(?:computeIfAbsent|GetOrAdd)\(/.test(code)) return true;
  const puts = /([\w.$@>-]{1,80}?)(?:\[[^\]\n]+\]\s*=(?!=)|\.(?:set|put|insert|Add)\()/g;
  for (const kept of namesIn(code, puts)) {
    const name = escaped(kept.replace(/^[$@]/, ''));
    if (
      name === '' ||
      new RegExp(
        `(?:\\b(?:const|let|var|auto|final)\\s+[^=;\\n]*)\\b${name}\\b|(?:^|\\n)\\s*\\$?${name}\\s*(?::[^=\\n]+)?:?=\\s*`,
      ).test(code)
    )
      continue;
    const asks = new RegExp(
      `\\bin\\s+${name}\\b|\\b${name}\\.(?:has|contains\\w*|ContainsKey|TryGetValue|key\\?|get|count|find)\\(|isset\\(\\$?${name}|,\\s*ok\\s*:?=\\s*${name}\\[`,
    );
    const reads = new RegExp(`\\breturn\\s+[&*$]?${name}(?:\\[|\\.(?:get|at)\\()`);
    if (asks.test(code) && (reads.test(code) || returnsFound(code, name))) return true;
  }
  return false;
}

/** `const known = kept.get(key)` … `return known`, and it is put there further on. */
function returnsFound(code: string, name: string): boolean {
  const read = new RegExp(
    `\\b(\\w+)(?:\\s*:[^=\\n(){};]+)?(?:\\s*,\\s*\\w+)?\\s*:?=\\s*[&*$]?${name}(?:\\[|\\.get\\()`,
  ).exec(code);
  if (read === null) return false;
  const rest = code.slice(read.index);
  const given = new RegExp(`\\breturn\\s+[&*$]?${read[1]}\\b`).exec(rest);
  if (given === null) return false;
  return new RegExp(`${name}(?:\\[|\\.(?:set|put|insert)\\()`).test(rest.slice(given.index));
}

/** Names that a pattern finds, each once: asked one by one, so there may not be any number of them. */
function namesIn(code: string, pattern: RegExp): string[] {
  const names = new Set<string>();
  for (const found of code.matchAll(pattern)) {
    const name = found.slice(1).find((part) => part !== undefined);
    if (name !== undefined) names.add(name);
    if (names.size >= 50) break;
  }
  return [...names];
}

/** `.has(x)` or `x in seen`, and the same thing gets what was met. */
function marksSeen(code: string, list = ''): boolean {
  for (const seen of namesIn(code, /\b(\w+)(?:\.|->)(?:add|insert|Add|push|append)\(/g))
    if (
      seen !== list &&
      new RegExp(
        `\\bin\\s+${seen}\\b|\\b${seen}(?:\\.|->)(?:has|contains|Contains|include\\?|count|find)\\(`,
      ).test(code)
    )
      return true;
  for (const seen of namesIn(code, /\b(\w+)\[[^\]\n]+\]\s*=\s*(?:true|True|1)\b/g))
    if (new RegExp(`(?:if|!|not|unless|\\bin)\\s*\\(?!?\\$?${seen}\\b`).test(code)) return true;
  return /if\s*\(?\s*!?\s*\w+\.(?:add|insert|Add)\(/.test(code);
}

/** Taken out of a list and put into it in one loop, with a mark on what was met. */
function isWorkList({ loops, code }: UnitFacts): boolean {
  if (loops === 0 || !/\b(?:while|until|for|loop)\b/.test(code)) return false;
  const taken =
    /\b(\w+)(?:\.|->)(?:pop|popleft|shift|poll|removeFirst|Dequeue|Pop|TryDequeue|pop_front|pop_back|front|top)\b|\barray_(?:shift|pop)\(\s*\$(\w+)|:?=\s*(\w+)\[(?:0|len\(\w+\)\s*-\s*1)\]/g;
  for (const list of namesIn(code, taken)) {
    const put = new RegExp(
      `\\b${list}(?:\\.|->)(?:push|append|extend|add|offer|addLast|unshift|Enqueue|Push|push_back|appendleft|insert)\\b|\\$${list}\\[\\]\\s*=|\\b${list}\\s*(?:\\+=|<<)|${list}\\s*=\\s*append\\(`,
    );
    if (put.test(code) && marksSeen(code, list)) return true;
  }
  return false;
}

/** A cell of a table out of two cells before it, or out of the best of one: a running sum has but one. */
function fillsTable(code: string): boolean {
  for (const [, table = '', value = ''] of code.matchAll(
    /\b(\w+)(?:\[[^\]\n]+\])+\s*\+?=(?!=)\s*([^;\n]+)/g,
  )) {
    const before =
      value.match(new RegExp(`\\b${table}(?:\\[[^\\]]*\\])*\\[[^\\]]*-\\s*\\w+[^\\]]*\\]`, 'g')) ?? [];
    const cells = value.match(new RegExp(`\\b${table}\\[`, 'g')) ?? [];
    if (before.length > 0 && (cells.length > 1 || /\b(?:min|max|Min|Max)\b/.test(value))) return true;
  }
  return false;
}
