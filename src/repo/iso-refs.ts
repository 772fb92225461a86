import * as fs from 'node:fs';
import type { GitRef } from '../core/ports.ts';
import { type RefPlace, resolveCommit } from './iso-revision.ts';
import { nameOf, newestFirst, REF_KINDS } from './refs-parse.ts';

/** Each costs the reading of a commit; in a repository with more, not all are looked at. */
const MAX_READ = 5_000;

export async function listRefs(place: RefPlace, max: number): Promise<readonly GitRef[]> {
  const { iso, gitdir, objects } = place;
  const names: string[] = [];
  // In packed-refs: what the tag before it names.
  for (const filepath of Object.keys(REF_KINDS))
    for (const name of await iso.listRefs({ fs, gitdir, filepath }))
      if (!name.endsWith('^{}')) names.push(`${filepath}/${name}`);
  const refs: GitRef[] = [];
  for (const ref of names.slice(0, MAX_READ)) {
    const named = nameOf(ref);
    if (named === undefined || (named.kind === 'remote' && ref.endsWith('/HEAD'))) continue;
    const oid = await resolveCommit(place, ref);
    const commit = oid === undefined ? undefined : await objects.commit(oid);
    if (commit === undefined) continue;
    refs.push({ ...named, oid: commit.oid, commitTime: commit.commitTime, subject: commit.subject });
  }
  return newestFirst(refs).slice(0, max);
}
