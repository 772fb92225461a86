import { KINDS, MEMORY_ROOT } from '../core/kinds.ts';
import type { PackName } from '../core/pack.ts';
import type { CommitInfo } from '../core/ports.ts';
import type { StoredDoc } from '../core/recall.ts';
import { type NexusRecord, parseCitation } from '../core/record.ts';
import type { SourceRef } from '../core/source.ts';
import { ruledOutIn, subjectOf } from '../core/subject.ts';
import { isoSeconds } from '../core/time.ts';
import { episodeFacts } from './episode-facts.ts';
import {
  authorFacet,
  derivedFacet,
  errorTypeFacet,
  factsFacet,
  fileFacets,
  idFacet,
  kindFacet,
  languageFacet,
  occurrenceFacet,
  recalledFacet,
  ruledOutFacet,
  signatureFacet,
  stateFacet,
  subjectFacet,
  supersedesFacet,
  tagFacet,
} from './facets.ts';
import type { SearchDoc } from './search-index.ts';

/** What git, and not the file, knows of a record. */
export interface RecordExtras {
  readonly author?: string;
  readonly authorEmail?: string;
  /** The commit that last changed the record. */
  readonly commit?: string;
  /** That commit carries a signature. */
  readonly signed?: boolean;
  /** Kept for the snippet; only where it cannot be read from a file. */
  readonly text?: string;
  /** The pack that it comes with. */
  readonly pack?: PackName;
  /** The repository whose memory it is of. */
  readonly source?: SourceRef;
  readonly inConflict?: readonly string[];
}

/** Of a commit's message, what is kept for its snippet, in characters. */
const COMMIT_TEXT = 2000;
/** A commit that touches more files than this says little about each of them. */
const COMMIT_FILES = 100;
/** Below a record of the same relevance, which someone wrote to be found. */
const COMMIT_BOOST = 0.7;
/** Below a repository's own record of the same relevance: it knows the project, and another repository of the team more of it than a pack. */
const PACK_BOOST = 0.75;
const SOURCE_BOOST = 0.85;

/** Of what a decision ruled out, so much is kept beside its title, in characters. */
const RULED_OUT = 1000;

export function commitKey(oid: string): string {
  return `commit:${oid}`;
}

/** `path` is the record's file and, as one file holds one record, its key. */
export function docOfRecord(record: NexusRecord, path: string, extras: RecordExtras = {}): SearchDoc {
  const cited = record.files.map((file) => parseCitation(file).path);
  const { error, pattern } = record;
  const tags = [...record.tags, record.language, pattern?.category].filter((tag) => tag !== undefined);
  const facets = [
    kindFacet(record.kind),
    idFacet(record.id),
    ...record.tags.map(tagFacet),
    // What another repository cites is not the file that has this path here.
    ...(extras.source === undefined ? cited.flatMap(fileFacets) : []),
    ...record.supersedes.map(supersedesFacet),
    ...record.derived_from.map(derivedFacet),
    ...(record.errors ?? []).map((met) => occurrenceFacet(met.signature)),
    ...(record.recalled ?? []).map((entry) => recalledFacet(entry.id)),
  ];
  if (record.language !== undefined) facets.push(languageFacet(record.language));
  if (extras.author !== undefined) facets.push(authorFacet(extras.author));
  if (extras.authorEmail !== undefined) facets.push(authorFacet(extras.authorEmail));
  if (error?.signature !== undefined) facets.push(signatureFacet(error.signature));
  if (error?.type !== undefined) facets.push(errorTypeFacet(error.type));
  if (record.retired !== undefined) facets.push(stateFacet('retired'));
  if (record.forgotten !== undefined) facets.push(stateFacet('forgotten'));
  const ruledOut = record.kind === 'decision' ? ruledOutIn(record.body).slice(0, RULED_OUT) : '';
  if (record.kind === 'decision' && record.retired === undefined) {
    for (const word of subjectOf(record.title)) facets.push(subjectFacet(word));
    for (const word of subjectOf(ruledOut)) facets.push(ruledOutFacet(word));
  }
  const facts = episodeFacts(record);
  if (facts !== undefined) facets.push(factsFacet());
  const stored: StoredDoc = {
    id: record.id,
    kind: record.kind,
    title: record.title,
    path,
    created: record.created,
    tags: record.tags,
    files: extras.source === undefined ? record.files : [],
    ...(record.language === undefined ? {} : { language: record.language }),
    ...(extras.author === undefined ? {} : { author: extras.author }),
    ...(extras.authorEmail === undefined ? {} : { authorEmail: extras.authorEmail }),
    ...(extras.commit === undefined ? {} : { commit: extras.commit }),
    ...(extras.signed === true ? { signed: true } : {}),
    ...(record.expires === undefined ? {} : { expires: record.expires }),
    ...(error?.signature === undefined ? {} : { signature: error.signature }),
    ...(facts === undefined ? {} : { facts }),
    ...(extras.text === undefined ? {} : { text: extras.text }),
    ...(extras.pack === undefined ? {} : { pack: extras.pack }),
    ...(extras.source === undefined ? {} : { source: extras.source }),
    ...(ruledOut === '' ? {} : { ruledOut }),
    ...(extras.inConflict === undefined ? {} : { inConflict: extras.inConflict }),
    ...(record.derived_from.length === 0 ? {} : { derived: record.derived_from }),
  };
  return {
    key: path,
    fields: {
      title: record.title,
      body: record.body,
      error: [error?.type, error?.message, error?.command].filter((part) => part !== undefined).join('\n'),
      tags: tags.join('\n'),
      path: cited.join('\n'),
    },
    facets,
    time: Math.floor(Date.parse(record.created) / 1000),
    boost: KINDS[record.kind].boost * foreignBoost(extras),
    stored,
  };
}

function foreignBoost({ pack, source }: RecordExtras): number {
  if (pack !== undefined) return PACK_BOOST;
  return source === undefined ? 1 : SOURCE_BOOST;
}

/** A commit as virtual memory: its subject, its message and, where they were asked for, its files. */
export function docOfCommit(commit: CommitInfo): SearchDoc {
  const files = commit.files.slice(0, COMMIT_FILES);
  return {
    key: commitKey(commit.oid),
    // Names of record files are words of records, which are found by themselves.
    fields: {
      title: commit.subject,
      body: commit.body,
      path: files.filter((file) => !file.startsWith(`${MEMORY_ROOT}/`)).join('\n'),
    },
    facets: [
      kindFacet('commit'),
      idFacet(commit.oid),
      authorFacet(commit.authorName),
      authorFacet(commit.authorEmail),
      ...files.flatMap(fileFacets),
    ],
    time: commit.authorTime,
    boost: COMMIT_BOOST,
    stored: {
      id: commit.oid,
      kind: 'commit',
      title: commit.subject,
      created: isoSeconds(commit.authorTime * 1000),
      tags: [],
      files,
      author: commit.authorName,
      commit: commit.oid,
      text: commit.body.slice(0, COMMIT_TEXT),
    },
  };
}
