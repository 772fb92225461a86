import { isKind } from '../core/kinds.ts';
import { plainText } from '../format/lines.ts';
import { isObject } from '../format/plain.ts';
import type { BadItem, RecordItem, Source, TransferItem } from './item.ts';
import { record } from './make-item.ts';

interface Relation {
  readonly from: string;
  readonly to: string;
  readonly type: string;
}

/**
 * The file of the Model Context Protocol's memory server: a line each for entities, with what was
 * observed of them, and for their relations; or the one JSON document that it shows as a graph.
 */
export function readMemoryServer(sources: readonly Source[]): TransferItem[] {
  return sources.flatMap((source) => {
    const bad: BadItem[] = [];
    const values = valuesOf(source, bad);
    const relations = values.flatMap((value) => relationIn(value) ?? []);
    const names = new Set(values.flatMap((value) => nameOf(value) ?? []));
    const items = values.flatMap((value) => entity(value, relations, source) ?? []);
    const loose = relations.filter(({ from }) => !names.has(from));
    return [
      ...items,
      ...bad,
      ...loose.map(
        ({ from, to, type }): BadItem => ({
          type: 'bad',
          title: `${from} ${type} ${to}`,
          why: `a relation of an entity that is not there: ${from}`,
          from: { file: source.path },
        }),
      ),
    ];
  });
}

function valuesOf({ path, text }: Source, bad: BadItem[]): Record<string, unknown>[] {
  const whole = parsed(text);
  if (isObject(whole) && Array.isArray(whole.entities)) {
    const relations = Array.isArray(whole.relations) ? whole.relations : [];
    return [
      ...whole.entities.filter(isObject).map((value) => ({ ...value, type: 'entity' })),
      ...relations.filter(isObject).map((value) => ({ ...value, type: 'relation' })),
    ];
  }
  const values: Record<string, unknown>[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const value = parsed(line);
    if (isObject(value) && (value.type === 'entity' || value.type === 'relation')) values.push(value);
    else
      bad.push({
        type: 'bad',
        title: `line ${at + 1}`,
        why: value === undefined ? 'not JSON' : 'neither an entity nor a relation',
        from: { file: path },
      });
  }
  return values;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(plainText(text));
  } catch {
    return undefined;
  }
}

function nameOf(value: Record<string, unknown>): string | undefined {
  return value.type === 'entity' && typeof value.name === 'string' ? value.name : undefined;
}

function relationIn(value: Record<string, unknown>): Relation | undefined {
  const { type, from, to, relationType } = value;
  if (type !== 'relation' || typeof from !== 'string' || typeof to !== 'string') return undefined;
  return { from, to, type: typeof relationType === 'string' ? relationType : 'relates to' };
}

/** An entity is a note, tagged with its type, or of the kind that its type names. */
function entity(
  value: Record<string, unknown>,
  relations: readonly Relation[],
  source: Source,
): RecordItem | undefined {
  const name = nameOf(value);
  if (name === undefined) return undefined;
  const type = typeof value.entityType === 'string' ? value.entityType.trim() : '';
  const observed = Array.isArray(value.observations)
    ? value.observations.filter((item) => typeof item === 'string')
    : [];
  const lines = observed.map((text) => `- ${text.trim().replaceAll('\n', '\n  ')}`);
  const mine = relations.filter(({ from }) => from === name).map(({ type: how, to }) => `- ${how} ${to}`);
  const body = [lines.join('\n'), mine.length === 0 ? '' : `## Relations\n\n${mine.join('\n')}`];
  const kind = type.toLowerCase();
  // An error record needs an error, an episode its time.
  const fits = isKind(kind) && kind !== 'error' && kind !== 'episode';
  return record(
    {
      kind: fits ? kind : 'note',
      title: name.replace(/(?<=[a-z0-9])_(?=[a-z0-9])/gi, ' '),
      body: body.filter((part) => part !== '').join('\n\n'),
      tags: fits || type === '' ? [] : [type],
    },
    { file: source.path },
  );
}
