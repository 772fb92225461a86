import { MEMORY_ROOT } from '../core/kinds.ts';
import { inPack } from '../core/pack.ts';
import { present } from '../core/present.ts';
import type { StoredDoc } from '../core/recall.ts';
import type { StoredRecord } from '../core/record.ts';
import { inSource } from '../core/source.ts';
import type { Provenance } from '../core/trust.ts';
import type { Context, Repository } from './context.ts';
import { openFlags } from './flags.ts';
import { openIndex } from './index-cache.ts';
import { isMerged, type Merged } from './known-merged.ts';
import { keepMerged, mergedOf } from './merged.ts';
import { weakerBy } from './origins.ts';
import { findAnywhere } from './others.ts';
import { standingOf } from './recall.ts';
import { committedConfig } from './trust-settings.ts';

export interface ProvenanceQuery {
  /** Verify the signature, by the program that git's configuration names. */
  readonly verify?: boolean;
}

/** All that git says of a record of the working tree, and why agents do not get it, for a person who looks at it. */
export async function recordProvenance(
  context: Context,
  id: string,
  { verify = false }: ProvenanceQuery = {},
): Promise<Provenance> {
  const stored = await findAnywhere(context, id);
  const { repository } = context;
  if (inPack(stored.path) !== undefined) return { standing: 'pack', flagged: [] };
  if (inSource(stored.path) !== undefined) return { standing: 'source', flagged: [] };
  const { index } = await openIndex(context);
  const doc = index.get(stored.path);
  const standing = doc === undefined ? 'uncommitted' : standingOf(doc);
  const flagged = await flaggedBy(context, stored);
  if (doc === undefined || repository === undefined) return { standing, flagged };
  await keepMerged(context);
  const merged = standing === 'committed' ? await mergedOf(context) : undefined;
  const { author, commit } = doc;
  return {
    standing,
    ...present({ author, commit }),
    ...(await signatureOf(repository, doc, verify)),
    ...(merged === undefined ? {} : await mergeFacts(repository, merged, doc)),
    ...present({ weaker: doc.derived === undefined ? undefined : await weakerBy(context, index, doc) }),
    flagged,
  };
}

async function flaggedBy(context: Context, { record, path }: StoredRecord): Promise<Provenance['flagged']> {
  if (context.repository === undefined) return [];
  const bytes = context.files.read(path);
  if (bytes === undefined || !path.startsWith(`${MEMORY_ROOT}/`)) return [];
  const findings = openFlags(context, await committedConfig(context));
  return findings({ text: new TextDecoder().decode(bytes), path, id: record.id });
}

async function signatureOf(
  { writer }: Repository,
  { commit, signed }: StoredDoc,
  verify: boolean,
): Promise<Pick<Provenance, 'signature' | 'signer'>> {
  if (commit === undefined) return {};
  if (signed !== true) return { signature: 'none' };
  if (!verify || writer === undefined) return { signature: 'signed' };
  const { state, signer } = await writer.verifySignature(commit);
  return { signature: state, ...present({ signer }) };
}

async function mergeFacts(
  { git, writer }: Repository,
  merged: Merged,
  doc: StoredDoc,
): Promise<Pick<Provenance, 'main' | 'merged' | 'mergedBy'>> {
  const { main } = merged;
  const { commit } = doc;
  if (main === undefined || doc.path === undefined) return {};
  const isThere = isMerged(merged, doc);
  const facts = { main: main.name, merged: isThere };
  if (!isThere || commit === undefined || writer === undefined) return facts;
  const merge = await writer.mergeOf(commit, main.oid);
  const [last] = merge === undefined ? [] : await git.log({ rev: commit, max: 1 });
  if (merge === undefined || last === undefined) return facts;
  const { authorName: name, authorEmail, committerEmail, oid } = merge;
  // Who merges what they wrote has shown it to nobody.
  return [authorEmail, committerEmail].includes(last.authorEmail)
    ? facts
    : { ...facts, mergedBy: { name, commit: oid } };
}
