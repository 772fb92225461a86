import type { RecallKind } from '../core/recall.ts';

/** Exact terms by which documents are filtered and looked up. One function each, for both sides. */

export function kindFacet(kind: RecallKind): string {
  return `kind:${kind}`;
}

export function tagFacet(tag: string): string {
  return `tag:${folded(tag)}`;
}

export function languageFacet(language: string): string {
  return `language:${folded(language)}`;
}

/** A repository-relative path, or a folder, which stands for all below it. Case counts, as in git. */
export function fileFacet(path: string): string {
  return `file:${path.replaceAll('\\', '/').replace(/^(?:\.?\/)+|\/+$/g, '')}`;
}

/** The file and each folder above it, the top of the repository left out. */
export function fileFacets(path: string): readonly string[] {
  const facet = fileFacet(path);
  const out = [facet];
  for (let at = facet.lastIndexOf('/'); at > 0 && out.length < 64; at = facet.lastIndexOf('/', at - 1)) {
    out.push(facet.slice(0, at));
  }
  return out;
}

/** A name or an e-mail address. */
export function authorFacet(author: string): string {
  return `author:${folded(author)}`;
}

/** The error record that keeps this signature. */
export function signatureFacet(signature: string): string {
  return `sig:${signature}`;
}

/** An episode in which this signature occurred. */
export function occurrenceFacet(signature: string): string {
  return `met:${signature}`;
}

export function errorTypeFacet(type: string): string {
  return `type:${folded(type)}`;
}

/** A record's id or a commit's object id. */
export function idFacet(id: string): string {
  return `id:${id.toLowerCase()}`;
}

/** A record that supersedes the one with this id. */
export function supersedesFacet(id: string): string {
  return `supersedes:${id.toLowerCase()}`;
}

/** A decision whose title has this word; see `subjectOf`. */
export function subjectFacet(word: string): string {
  return `subject:${word}`;
}

/** A decision that ruled out something with this word. */
export function ruledOutFacet(word: string): string {
  return `ruled-out:${word}`;
}

/** A record that was made from the one with this id. */
export function derivedFacet(id: string): string {
  return `derived:${id.toLowerCase()}`;
}

/** A record that is kept but not served. */
export function stateFacet(state: 'retired' | 'forgotten'): string {
  return `state:${state}`;
}

/** Kept in the tree, and no answer any more. */
export const NOT_SERVED: readonly string[] = [stateFacet('retired'), stateFacet('forgotten')];

/** A record whose file is not, or not so, in the commit at HEAD. */
export function uncommittedFacet(): string {
  return 'standing:uncommitted';
}

/** A record that a merge left undecided. */
export function conflictFacet(): string {
  return 'standing:in-conflict';
}

/** An episode that tells something that is counted. */
export function factsFacet(): string {
  return 'facts:episode';
}

/** An episode in which this record was shown, or said to be of use or none. */
export function recalledFacet(id: string): string {
  return `recalled:${id.toLowerCase()}`;
}

/** A record that says the same as others with this fingerprint. */
export function printFacet(fingerprint: string): string {
  return `print:${fingerprint}`;
}

function folded(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
