import { NexusError } from '../core/error.ts';
import { shortId } from '../core/id.ts';
import { inPack } from '../core/pack.ts';
import { present } from '../core/present.ts';
import type { StoredRecord } from '../core/record.ts';
import type { Audience, TrustLevel, Withheld } from '../core/trust.ts';
import type { Context } from './context.ts';
import { openIndex } from './index-cache.ts';
import { anyWithheld, type Deliverable, type Serving, served, servingFor } from './served.ts';

/** What a record lacks that is below the minimum, as a sentence goes on. */
export const LACKS: Readonly<Record<TrustLevel, string>> = {
  any: 'is not trusted enough',
  committed: 'is not committed yet',
  merged: 'is not on the main branch yet',
};

/** Throws `refused` where an agent may not have a record. @param at as of this revision */
export async function requireServed(
  context: Context,
  stored: StoredRecord,
  at: string | undefined,
): Promise<void> {
  const serving = await openFor(context, at);
  const [verdict = 'served'] = (await serving?.judge([deliverable(stored, at)])) ?? [];
  if (verdict === 'served' || serving === undefined) return;
  const id = shortId(stored.record.id);
  const person = `a person sees it: nexus show ${id}`;
  if (verdict === 'below')
    throw refused(`${id} ${LACKS[serving.minimum]}: held back by ${settingOf(serving.audience)}`, person);
  throw refused(`${id} is withheld from agents: flagged by ${verdict.rules.join(', ')}`, person);
}

/** The first so many that an agent may have, and what it may not of those before them. */
export async function servedRecords(
  context: Context,
  records: readonly StoredRecord[],
  limit: number,
  at: string | undefined,
): Promise<{ readonly records: readonly StoredRecord[]; readonly withheld?: Withheld }> {
  const serving = await openFor(context, at);
  if (serving === undefined) return { records: records.slice(0, limit) };
  const found = await served(serving, records, (stored) => deliverable(stored, at), limit);
  const withheld = anyWithheld(found.withheld) ? found.withheld : undefined;
  return { records: found.served, ...present({ withheld }) };
}

function settingOf(audience: Audience): string {
  return `trust.${audience}`;
}

async function openFor(context: Context, at: string | undefined): Promise<Serving | undefined> {
  const { index } =
    at === undefined
      ? await openIndex(context)
      : await (await import('./index-at.ts')).openIndexAt(context, at);
  return servingFor(context, index, at);
}

function deliverable({ record, path }: StoredRecord, at: string | undefined): Deliverable {
  const { id, kind, title, tags, files, body, derived_from: derived } = record;
  const text = [title, ...tags, ...files, body].join('\n');
  return { id, kind, path, derived, ...present({ pack: inPack(path)?.pack, text: at && text }) };
}

function refused(message: string, hint: string): NexusError {
  return new NexusError('usage', 'refused', message, hint);
}
