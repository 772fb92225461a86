import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

export interface Doc {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface Query {
  readonly id: string;
  readonly text: string;
  readonly relevant: readonly string[];
}

/** One file: its questions are asked of its own documents. */
export interface Collection {
  readonly docs: readonly Doc[];
  readonly queries: readonly Query[];
}

export interface RetrievalSet {
  /** The folder's name, below the one that was given. */
  readonly name: string;
  readonly collections: readonly Collection[];
}

/** What is wrong, and where: `file: place: what`, one line each. */
export type Faults = readonly string[];

/** Every folder in or below this one that holds `*.json` is a set, and each of its files a collection. */
export function readSets(root: string): { readonly sets: readonly RetrievalSet[]; readonly faults: Faults } {
  const sets: RetrievalSet[] = [];
  const faults: string[] = [];
  const read = (folder: string, name: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    const collections: Collection[] = [];
    for (const entry of entries.filter((one) => one.isFile() && one.name.endsWith('.json'))) {
      const file = join(folder, entry.name);
      const { collection, faults: wrong } = parseCollection(readFileSync(file, 'utf8'));
      faults.push(...wrong.map((fault) => `${file}:${fault}`));
      if (collection !== undefined) collections.push(collection);
    }
    if (collections.length > 0)
      sets.push({ name: name === '' ? basename(resolve(folder)) : name, collections });
    for (const entry of entries.filter((one) => one.isDirectory()))
      read(join(folder, entry.name), name === '' ? entry.name : `${name}/${entry.name}`);
  };
  if (!existsSync(root)) return { sets, faults: [`${root}: there is no such folder`] };
  read(root, '');
  if (sets.length + faults.length === 0) faults.push(`${root}: holds no *.json, nor does a folder below it`);
  return { sets, faults };
}

/** @returns the collection, or its faults; each begins with a line of the text or with a place in the data. */
export function parseCollection(text: string): {
  readonly collection?: Collection;
  readonly faults: Faults;
} {
  const data = parsed(text);
  if ('fault' in data) return { faults: [data.fault] };
  const faults: string[] = [];
  const { docs: rawDocs, queries: rawQueries } = fieldsOf(data.value);
  const ids = new Set<string>();
  const docs = listOf(rawDocs, 'docs', faults).map((raw, at): Doc => {
    const place = `docs[${at}]`;
    const { id, title = '', text: body = '' } = fieldsOf(raw);
    const doc = { id: idOf(id, place, faults), title: textOf(title), text: textOf(body) };
    if (doc.title === undefined) faults.push(` ${place}.title: is not a text`);
    if (doc.text === undefined) faults.push(` ${place}.text: is not a text`);
    if (ids.has(doc.id)) faults.push(` ${place}.id: "${doc.id}" is there twice`);
    ids.add(doc.id);
    return { id: doc.id, title: doc.title ?? '', text: doc.text ?? '' };
  });
  const asked = new Set<string>();
  const queries = listOf(rawQueries, 'queries', faults).map((raw, at): Query => {
    const place = `queries[${at}]`;
    const { id, text: question, relevant } = fieldsOf(raw);
    const query = {
      id: idOf(id, place, faults),
      text: textOf(question) ?? '',
      relevant: listOf(relevant, `${place}.relevant`, faults).map((one) => textOf(one) ?? ''),
    };
    if (asked.has(query.id)) faults.push(` ${place}.id: "${query.id}" is there twice`);
    asked.add(query.id);
    if (query.text.trim() === '') faults.push(` ${place}.text: is no question`);
    for (const one of query.relevant)
      if (!ids.has(one)) faults.push(` ${place}.relevant: "${one}" is no document`);
    return query;
  });
  return faults.length === 0 ? { collection: { docs, queries }, faults } : { faults };
}

function parsed(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const at = / at position (\d+)/.exec(message);
    const line = at === null ? 1 : text.slice(0, Number(at[1])).split('\n').length;
    return { fault: `${line}: is no JSON: ${message.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, 200)}` };
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function listOf(value: unknown, place: string, faults: string[]): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  faults.push(` ${place}: is no list, or an empty one`);
  return [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function idOf(value: unknown, place: string, faults: string[]): string {
  if (typeof value === 'string' && value !== '') return value;
  faults.push(` ${place}.id: is not a text`);
  return place;
}
