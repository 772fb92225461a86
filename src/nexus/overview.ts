import { openFailures } from '../capture/journal-event.ts';
import type { RecordChange } from '../core/change.ts';
import { isNexusError } from '../core/error.ts';
import type { PackName } from '../core/pack.ts';
import type { Problem } from '../core/problem.ts';
import { type Kind, lifecycleOf, type StoredRecord } from '../core/record.ts';
import type { EntryKind, SessionSummary } from '../core/session.ts';
import type { SourceState } from '../core/source.ts';
import { isoDate } from '../core/time.ts';
import type { Withheld } from '../core/trust.ts';
import { recordChanges } from '../review/record-change.ts';
import { agentsReport, isSetUp } from './agents.ts';
import { readEnded } from './carried-files.ts';
import { type NotCarried, notCarried } from './carrier.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { documentProblems, uncommittedDocuments } from './document-health.ts';
import { readJournal, waiting } from './journal.ts';
import { findAnywhere, recordsOfSource } from './others.ts';
import { type PackInUse, packsInUse, recordsOfPack } from './packs.ts';
import { allAt, recordAt } from './record-at.ts';
import { changedFiles, pairsToWorktree, supersededIn } from './record-files.ts';
import { sessionStatus } from './session.ts';
import { readConfig } from './settings.ts';
import { readSources } from './source-state.ts';
import { readLocalConfig } from './trust-settings.ts';

export interface ListQuery {
  readonly kinds?: readonly Kind[];
  readonly tags?: readonly string[];
  readonly language?: string;
  /** A cited path, or a folder with all below it. */
  readonly file?: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
  /** Retired, superseded, expired and forgotten ones too. */
  readonly all?: boolean;
  readonly at?: string;
  /** The records of this pack, in use or not, instead of one's own. */
  readonly pack?: PackName;
  /** The records of this source instead. */
  readonly source?: string;
  readonly limit?: number;
}

export interface Listing {
  readonly records: readonly StoredRecord[];
  readonly total: number;
  /** What was held back from an agent; absent where nothing was. */
  readonly withheld?: Withheld;
  readonly problems: readonly Problem[];
}

/** Records that satisfy all filters, newest first. */
export async function list(context: Context, query: ListQuery): Promise<Listing> {
  const { records, problems } = await recordsFor(context, query);
  const superseded = new Set(records.flatMap(({ record }) => record.supersedes));
  const today = isoDate(context.clock());
  const wanted = records.filter(({ record }) => {
    if (query.all !== true && (lifecycleOf(record, today) !== undefined || superseded.has(record.id)))
      return false;
    return matches(record, query);
  });
  wanted.sort((a, b) =>
    a.record.created < b.record.created
      ? 1
      : a.record.created > b.record.created
        ? -1
        : a.path < b.path
          ? 1
          : -1,
  );
  const limit = query.limit ?? wanted.length;
  if (context.audience === undefined)
    return { records: wanted.slice(0, limit), total: wanted.length, problems };
  const { servedRecords } = await import('./served-record.ts');
  return { ...(await servedRecords(context, wanted, limit, query.at)), total: wanted.length, problems };
}

async function recordsFor(context: Context, { at, pack, source }: ListQuery): ReturnType<typeof recordsAt> {
  if (source !== undefined) return { records: [...(await recordsOfSource(context, source))], problems: [] };
  if (pack === undefined) return recordsAt(context, at);
  return { records: [...(await recordsOfPack(pack))], problems: [] };
}

function matches(record: StoredRecord['record'], query: ListQuery): boolean {
  const low = (text: string): string => text.toLowerCase();
  if (query.kinds !== undefined && query.kinds.length > 0 && !query.kinds.includes(record.kind)) return false;
  if (query.language !== undefined && low(record.language ?? '') !== low(query.language)) return false;
  if (!(query.tags ?? []).every((tag) => record.tags.some((own) => low(own) === low(tag)))) return false;
  if (query.since !== undefined && Date.parse(record.created) < query.since) return false;
  if (query.file === undefined) return true;
  const folder = query.file.replace(/\/+$/, '');
  return record.files.some((file) => {
    const path = file.replace(/#L\d+(-L?\d+)?$/, '');
    return path === folder || path.startsWith(`${folder}/`);
  });
}

/** All records of the working tree, or of a revision. */
export async function recordsAt(
  context: Context,
  at: string | undefined,
): Promise<{ readonly records: StoredRecord[]; readonly problems: readonly Problem[] }> {
  if (at === undefined) {
    const { records, problems } = (await context.reader()).all();
    return { records: [...records], problems };
  }
  const { records, problems } = await allAt(context, at);
  return { records: [...records], problems };
}

/** One record, of the working tree or as of a revision. */
export async function show(context: Context, id: string, at: string | undefined): Promise<StoredRecord> {
  const stored =
    at === undefined ? await findAnywhere(context, id) : (await recordAt(context, id, at)).stored;
  if (context.audience !== undefined)
    await (await import('./served-record.ts')).requireServed(context, stored, at);
  return stored;
}

export interface StatusReport {
  readonly initialised: boolean;
  readonly branch?: string;
  readonly records: number;
  /** Knowledge that is recalled beside them. */
  readonly packs: readonly PackInUse[];
  /** Other repositories that are recalled beside them. */
  readonly sources: readonly Pick<SourceState, 'name' | 'records'>[];
  readonly session?: SessionSummary;
  /** Titles of the coding agents that are told of this memory. */
  readonly agents: readonly string[];
  /** Living documents and settings that differ from HEAD, for a person to commit. */
  readonly documents: readonly string[];
  /** Records that differ from HEAD: not in a commit yet, or edited since. */
  readonly uncommitted: readonly RecordChange[];
  /** Why the next commit will not carry what waits, where that is so. */
  readonly notCarried?: NotCarried;
  readonly waiting: {
    readonly notes: readonly {
      readonly id: string;
      readonly text: string;
      /** What is told in a session; a plain note where absent. */
      readonly about?: EntryKind;
      /** Of a blocker: it is gone. */
      readonly resolved?: boolean;
    }[];
    /** Paths of records that are written already and that the next commit takes along. */
    readonly records: readonly string[];
    readonly open: readonly {
      readonly id: string;
      readonly signature: string;
      readonly command: readonly string[];
      /** A commit has told of it already. */
      readonly told: boolean;
    }[];
    readonly resolved: number;
    /** Executions of tasks. */
    readonly executions: number;
  };
  /** Proposed patterns in the inbox. */
  readonly proposals: number;
  readonly problems: readonly Problem[];
}

/** What the newest commit holds waits no more, though its own hook may still be at work in the background. */
async function settled(context: Context): Promise<void> {
  if (context.repository?.writer === undefined || !hasMemory(context)) return;
  try {
    await (await import('./capture.ts')).settle(context);
  } catch (cause) {
    // Where nothing can be written, this is still a look.
    if (!isNexusError(cause)) throw cause;
  }
}

export async function status(context: Context): Promise<StatusReport> {
  await settled(context);
  const repository = requireRepository(context);
  const { facts } = repository;
  const { records, problems } = (await context.reader()).all();
  const { config, problems: unsettled } = readConfig(context);
  const { entries, problems: torn } = readJournal(repository);
  const events = entries.map((entry) => entry.event);
  const queued = waiting(entries).map((entry) => entry.event);
  const initialised = hasMemory(context);
  const stuck = initialised ? await notCarried(context) : undefined;
  const session = await sessionStatus(context);
  // Raw in the journal; what is told of it is what the commit will carry.
  const redactor = (await import('./admit.ts')).redactorOf(context);
  const inbox = (await import('./inbox-files.ts')).readInbox(repository);
  return {
    initialised,
    ...(stuck === undefined ? {} : { notCarried: stuck }),
    ...(facts.branch === undefined ? {} : { branch: facts.branch }),
    ...(session === undefined ? {} : { session }),
    agents: agentsReport(context)
      .filter(isSetUp)
      .map(({ title }) => title),
    documents: initialised ? await uncommittedDocuments(context) : [],
    records: records.filter(({ record }) => record.forgotten === undefined).length,
    packs: packsInUse(config.packs, records),
    sources: readSources(repository.state).sources.map((one) => ({ name: one.name, records: one.records })),
    uncommitted: await uncommitted(context),
    waiting: {
      notes: queued.flatMap((event) =>
        event.type === 'note'
          ? [
              {
                id: event.id,
                text: redactor.text(event.text).text,
                ...(event.about === undefined ? {} : { about: event.about }),
                ...(event.resolved === undefined ? {} : { resolved: event.resolved }),
              },
            ]
          : [],
      ),
      records: [
        ...(readEnded(repository)?.paths ?? []),
        ...queued.flatMap((event) => (event.type === 'note' ? (event.record ?? []) : [])),
      ],
      open: openFailures(events).map((run) => ({
        id: run.id,
        signature: run.failure?.signature ?? '',
        command: redactor.command(run.command),
        told: run.told === true,
      })),
      resolved: queued.filter((event) => event.type === 'run' && event.fix !== undefined).length,
      executions: queued.filter((event) => event.type === 'execution').length,
    },
    proposals: inbox.proposals.length,
    problems: [
      ...unsettled,
      ...readLocalConfig(context).problems,
      ...((await import('./queries.ts')).readQueries(context)?.problems ?? []),
      ...problems,
      ...documentProblems(context),
      ...torn,
      ...inbox.problems,
    ],
  };
}

/** What differs from HEAD, record by record. */
export async function uncommitted(context: Context): Promise<readonly RecordChange[]> {
  const { git, facts } = requireRepository(context);
  const { pairs, blobs } = await pairsToWorktree(context, git, facts.head);
  const files = changedFiles(pairs, blobs);
  return recordChanges(files, await supersededIn(context, files));
}
