import type { Context } from './context.ts';

type Spec = Parameters<NonNullable<Context['repository']>['git']['blobIds']>[0][number];

/** What a commit has at a path never changes: a process that stays asks git for it once. */
const asked = new WeakMap<Context['files'], Map<string, string | undefined>>();
/** Then it is forgotten, and asked for anew. */
const MAX_ASKED = 50_000;

/** Ids of contents as of commits, which are named by their own ids. */
export async function blobIdsIn(
  { files, warm, repository }: Context,
  specs: readonly Spec[],
): Promise<readonly (string | undefined)[]> {
  if (repository === undefined) return specs.map(() => undefined);
  const { git } = repository;
  if (!warm) return git.blobIds(specs);
  const known = asked.get(files) ?? new Map<string, string | undefined>();
  if (known.size > MAX_ASKED) known.clear();
  asked.set(files, known);
  const nameOf = ({ rev, path }: Spec): string => `${rev}:${path}`;
  const missing = specs.filter((spec) => !known.has(nameOf(spec)));
  const oids = missing.length === 0 ? [] : await git.blobIds(missing);
  for (const [at, spec] of missing.entries()) known.set(nameOf(spec), oids[at]);
  return specs.map((spec) => known.get(nameOf(spec)));
}

/** Ids of these files as the commit at HEAD has them; undefined where it has none. */
export async function committedIds(
  context: Context,
  paths: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const head = context.repository?.facts.head;
  if (head === undefined || paths.length === 0) return paths.map(() => undefined);
  return blobIdsIn(
    context,
    paths.map((path) => ({ rev: head, path })),
  );
}
