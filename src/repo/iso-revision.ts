import * as fs from 'node:fs';
import type { IsoModule, IsoObjects } from './iso-objects.ts';

export interface RefPlace {
  readonly iso: IsoModule;
  readonly gitdir: string;
  readonly objects: IsoObjects;
}

const OID = /^[0-9a-f]{40}$/;
/** `~2`, `^`, `^2`, `^{commit}`, `^{}` behind a name. */
const STEPS = /(?:~\d*|\^\d*|\^\{(?:commit)?\})+$/;
/** gitrevisions(7): where a short name is looked for, in this order. */
const SHORT_FORMS = ['refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'];

/**
 * The commit that people mean by: a full or short id, a branch, a tag, `refs/...`, HEAD and its
 * siblings, `@`, each with `~n` and `^n` behind it. Everything else of gitrevisions(7) is undefined.
 */
export async function resolveCommit(place: RefPlace, rev: string): Promise<string | undefined> {
  const steps = STEPS.exec(rev)?.[0] ?? '';
  const named = await resolveName(place, rev.slice(0, rev.length - steps.length));
  let at = named === undefined ? undefined : await place.objects.peel(named);
  if (at?.type !== 'commit') return undefined;
  for (const step of steps.match(/~\d*|\^\{[a-z]*\}|\^\d*/g) ?? []) {
    let parents = step.startsWith('^{') || step === '^0' ? 0 : 1;
    let which = 0;
    if (step.startsWith('~')) parents = step === '~' ? 1 : Number(step.slice(1));
    else if (/^\^\d+$/.test(step)) which = Math.max(0, Number(step.slice(1)) - 1);
    for (; parents > 0; parents--) {
      const oid: string | undefined = (await place.objects.commit(at.oid))?.parents[which];
      if (oid === undefined) return undefined;
      at = { oid, type: 'commit' };
    }
  }
  return (await place.objects.commit(at.oid)) === undefined ? undefined : at.oid;
}

async function resolveName(place: RefPlace, name: string): Promise<string | undefined> {
  if (OID.test(name.toLowerCase())) return name.toLowerCase();
  return (await resolveRef(place, name === '@' ? 'HEAD' : name)) ?? expandId(place, name);
}

async function resolveRef(place: RefPlace, name: string): Promise<string | undefined> {
  if (!isRefName(name)) return undefined;
  const full = /^[A-Z_]+$/.test(name) || name.startsWith('refs/') ? [name] : [];
  const forms = [...full, ...SHORT_FORMS.map((prefix) => prefix + name), `refs/remotes/${name}/HEAD`];
  for (const ref of forms) {
    try {
      const oid = await place.iso.resolveRef({ fs, gitdir: place.gitdir, ref });
      if (OID.test(oid)) return oid;
    } catch (error) {
      if (!isIsoError(error, ['NotFoundError', 'InvalidRefNameError', 'InternalError'])) throw error;
    }
  }
  return undefined;
}

async function expandId({ iso, gitdir, objects }: RefPlace, prefix: string): Promise<string | undefined> {
  if (!/^[0-9a-f]{4,39}$/i.test(prefix)) return undefined;
  try {
    return await iso.expandOid({ fs, gitdir, oid: prefix.toLowerCase(), cache: objects.packs });
  } catch (error) {
    if (isIsoError(error, ['NotFoundError', 'AmbiguousError'])) return undefined;
    throw error;
  }
}

/** git-check-ref-format(1). Names become file names, so nothing else may get through. */
function isRefName(name: string): boolean {
  return (
    name !== '' &&
    !/[\0-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|\.$|\.lock(?:\/|$)|^\/|\/$/.test(name) &&
    !name.split('/').some((part) => part.startsWith('.') || part === '')
  );
}

function isIsoError(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
