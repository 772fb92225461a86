import type { ContextQuery } from '../core/briefing.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { Context } from './context.ts';

/** What is to be told about. */
export interface ContextQuestion {
  /** Texts to find records by: the task, or what the branch and the latest commits say. */
  readonly texts: readonly string[];
  /** Paths that were named, or that changed. */
  readonly files: readonly string[];
  /** Ids of records that were named. */
  readonly ids: readonly string[];
  /** Someone said what it is about, in words. */
  readonly told: boolean;
}

/** Of a large change no more files are looked up: it is about none of them. */
const MAX_FILES = 40;
/** Commits whose subjects say what is being worked on. */
const SUBJECTS = 3;
/** Of a task's text, in characters: what it is about stands at its beginning, what failed at its end. */
const MAX_TASK = 16_000;

const PATH = /(?:[\w@.-]+\/)+[\w@.-]*\w|\b[\w-]+\.[a-z]\w{0,4}\b/g;
const ID = /\b[0-7][0-9a-hjkmnp-tv-z]{25}\b/g;
/** Branches that say nothing of what is done on them. */
const PLAIN_BRANCH = /^(?:main|master|trunk|develop(?:ment)?|dev|next|staging|release|HEAD)$/i;

/**
 * What a context is asked for: the task where there is one; else what the branch is called, which
 * files are not as committed, and what the latest commits were about.
 */
export async function questionOf(context: Context, query: ContextQuery): Promise<ContextQuestion> {
  const root = context.repository?.facts.root;
  const given = (query.files ?? []).map(plainPath);
  const task = query.task?.trim() ?? '';
  if (task !== '') {
    const ends =
      task.length <= MAX_TASK ? task : `${task.slice(0, MAX_TASK / 2)}\n${task.slice(-MAX_TASK / 2)}`;
    const text = root === undefined ? ends : ends.replaceAll(`${root}/`, '');
    const named = [...text.matchAll(PATH)].map(([path]) => plainPath(path));
    return {
      texts: [text],
      files: unique([...given, ...named, ...(query.recordsOnly === true ? [] : await changedFiles(context))]),
      ids: unique([...text.matchAll(ID)].map(([id]) => id)),
      told: true,
    };
  }
  if (query.recordsOnly === true || given.length > 0)
    return { texts: [], files: unique(given), ids: [], told: true };
  const [files, subjects] = await Promise.all([changedFiles(context), latestSubjects(context)]);
  return { texts: unique([branchWords(context), ...subjects]), files: unique(files), ids: [], told: false };
}

/** What the branch is called, in words; empty where that says nothing of what is done on it. */
export function branchWords({ repository }: Context): string {
  const branch = repository?.facts.branch ?? '';
  // In front stands who works on it, or a kind of work; numbers are those of issues.
  return PLAIN_BRANCH.test(branch) ? '' : branch.replace(/^.*\//, '').replace(/[_-]+|\b\d+\b/g, ' ');
}

function plainPath(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(?:\.\/)+|\/+$/g, '');
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '').slice(0, MAX_FILES);
}

/** What is not as the commit at HEAD has it; none where a change is too large to be about any one of them. */
export async function changedFiles({ repository }: Context): Promise<readonly string[]> {
  const paths = (await repository?.writer?.differing('.')) ?? [];
  const own = paths.filter((path) => !path.startsWith(`${MEMORY_ROOT}/`));
  return own.length > MAX_FILES ? [] : own;
}

async function latestSubjects({ repository }: Context): Promise<readonly string[]> {
  if (repository === undefined || repository.facts.head === undefined) return [];
  const commits = await repository.git.log({ max: SUBJECTS });
  return commits.filter(({ parents }) => parents.length < 2).map(({ subject }) => subject);
}
