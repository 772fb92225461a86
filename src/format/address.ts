import { titledPart } from './document.ts';
import { fieldsOfSection } from './field-lines.ts';
import { oneLine } from './lines.ts';
import { type Heading, outlineOf } from './outline.ts';

/** A section, or one of its fields, as a text has it. */
export interface Addressed {
  /** Names from the outermost section on, a field's last; as they are written. */
  readonly address: readonly string[];
  readonly heading: Heading;
  readonly field?: string;
}

/** Everything of a text that can be named. */
export function addressesOf(text: string): Addressed[] {
  return outlineOf(text)
    .filter(({ depth }) => depth > 1)
    .flatMap((heading) => [
      { address: heading.address, heading },
      ...fieldsOfSection(text, heading).map(({ name }) => ({
        address: [...heading.address, name],
        heading,
        field: name,
      })),
    ]);
}

/**
 * What of the given a person means: the whole address in whatever case, else its end, else the beginnings
 * of its names or of words in them. The first of these ways that fits something decides. One hit is the
 * answer; more are ambiguous.
 */
export function matching<T extends { readonly address: readonly string[] }>(
  typed: string,
  candidates: readonly T[],
): readonly T[] {
  const wanted = key([typed]);
  if (wanted === '') return [];
  const words = wanted.split('/').filter((part) => part !== '');
  const keyed = candidates.map((candidate) => ({ candidate, keys: keysOf(candidate.address) }));
  const ways: readonly ((keys: readonly string[]) => boolean)[] = [
    (keys) => keys.includes(wanted),
    (keys) => keys.some((one) => one.endsWith(`/${wanted}`)),
    (keys) => keys.some((one) => leads(one.split('/'), words)),
    (keys) => keys.some((one) => (one.split('/').at(-1) ?? '').includes(wanted)),
  ];
  for (const fits of ways) {
    const found = keyed.filter(({ keys }) => fits(keys));
    if (found.length > 0) return found.map(({ candidate }) => candidate);
  }
  return [];
}

/** Forms in which an address is compared: as written, and by what the table calls a heading with a name in it. */
function keysOf(address: readonly string[]): string[] {
  const plain = address.map((name) => titledPart(name)?.part ?? name);
  return [key(address), key(plain)];
}

function key(names: readonly string[]): string {
  return names
    .join('/')
    .split('/')
    .map((name) =>
      oneLine(name).toLowerCase().normalize('NFC').replace(/[`*_]/g, '').replace(/\s+/g, ' ').trim(),
    )
    .join('/');
}

/** True where the words lead names of the address in order, the last word the last name. */
function leads(names: readonly string[], words: readonly string[]): boolean {
  const [last = '', ...before] = [...words].reverse();
  const [own = '', ...above] = [...names].reverse();
  if (!begins(own, last)) return false;
  let at = 0;
  for (const name of above) if (at < before.length && begins(name, before[at] ?? '')) at++;
  return at === before.length;
}

/** True where the words begin the name, or one of the words in it. */
function begins(name: string, words: string): boolean {
  return (
    (words !== '' && ` ${name.replace(/[^\p{L}\p{N}+#]+/gu, ' ')}`.includes(` ${words}`)) ||
    name.startsWith(words)
  );
}
