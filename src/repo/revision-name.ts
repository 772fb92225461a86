import { NexusError } from '../core/error.ts';

/** False for what can never name one commit: nothing, ranges, exclusions, index entries, several lines. */
export function mayNameOne(rev: string): boolean {
  return rev !== '' && !rev.includes('..') && !/^[\^:]|[\0\n]/.test(rev);
}

export function unknownRevision(rev: string): NexusError {
  return new NexusError(
    'usage',
    'unknown-revision',
    `there is no revision '${rev}'`,
    'name a commit, branch or tag; in a shallow clone older commits are not there',
  );
}

export function notInRevision(path: string, rev: string): NexusError {
  return new NexusError('not-found', 'bad-value', `there is no file '${path}' in ${rev}`);
}

/** The arguments that limit git to a path; none for the whole tree. */
export function limitTo(path: string): readonly string[] {
  const plain = path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  return plain === '' || plain === '.' ? [] : [plain];
}
