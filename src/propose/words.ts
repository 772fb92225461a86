/** Words of names: `readUserById` and `read_user_by_id` are `read user by id`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** The last part of a qualified name. */
export function ownName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Words that say nothing about what a thing is for. */
const EMPTY = new Set(
  'a an and by do for from get has in is it make new of on or run set the to with'.split(' '),
);

/** Words that most of some names have, in the order in which the first name has them; at most four. */
export function commonWords(names: readonly string[]): string[] {
  const sets = names.map((name) => new Set(wordsOf(ownName(name))));
  const counts = new Map<string, number>();
  for (const set of sets) for (const word of set) counts.set(word, (counts.get(word) ?? 0) + 1);
  const most = Math.max(2, Math.ceil(names.length * 0.6));
  const order = [...new Set(names.flatMap((name) => wordsOf(ownName(name))))];
  return order.filter((word) => (counts.get(word) ?? 0) >= most).slice(0, 4);
}

/** Do some words mean something? One that is only `get` or `is` does not. */
export function meanSomething(words: readonly string[]): boolean {
  return words.some((word) => word.length > 2 && !EMPTY.has(word));
}

const CALL = /([A-Za-z_$][\w$]*)\s*(?:<[\w, .]*>)?\(/g;
/** Not calls, though they look like it, and calls that every program makes. */
const NOT_CALLS = new Set(
  `if for while switch catch return function def class super and or not in is elif with lambda await typeof new
   match except raise assert print len str int float list dict set tuple isinstance range sorted enumerate zip
   push map filter join slice get has add append String Number Boolean Array Object Set Map Error format
   toString replace split trim includes some every forEach find flatMap keys values entries max min sizeof
   func fn let var const unwrap clone into as_str to_string Ok Err Some make string`.split(/\s+/),
);

/** What a source text calls, each once, in order; without what every program calls. */
export function callsIn(text: string): string[] {
  const names = [...text.matchAll(CALL)].map((match) => match[1] ?? '');
  return [...new Set(names)].filter((name) => !NOT_CALLS.has(name));
}

/** What all of some texts call, in the order of the first. @param own names of the units themselves */
export function sharedCalls(texts: readonly string[], own: readonly string[]): string[] {
  const [first, ...rest] = texts.map(callsIn);
  const names = new Set(own.map(ownName));
  return (first ?? []).filter((call) => !names.has(call) && rest.every((calls) => calls.includes(call)));
}
