import type { AgentStatus } from './agent-setup/plan.ts';
import type { AdviceAnswer, AdviceQuery } from './core/advice.ts';
import type { Briefing, ContextQuery } from './core/briefing.ts';
import type { RecordChange } from './core/change.ts';
import type { ConsensusResult, ConsensusTask } from './core/consensus.ts';
import type { DocumentCommit, DocumentEdit, ReviewReport, ShownSection } from './core/document-state.ts';
import type { DocumentName } from './core/documents.ts';
import type {
  EpisodeSummary,
  EpisodesQuery,
  FailureReport,
  Replay,
  SimilarEpisode,
  ToldEpisodes,
} from './core/episode.ts';
import type { ErrorSolution, Execution, TaskFacts } from './core/execution.ts';
import type { Knowledge } from './core/knowledge.ts';
import type { Observation, Observed } from './core/observation.ts';
import type { PackName } from './core/pack.ts';
import type { GitRef } from './core/ports.ts';
import type { Problem } from './core/problem.ts';
import type { Decision, Proposal } from './core/proposal.ts';
import type { Pruned, PrunePlan, PruneQuery } from './core/prune.ts';
import type { RecallAnswer, RecallQuery } from './core/recall.ts';
import type { Draft, NexusRecord, StoredRecord } from './core/record.ts';
import type { RecordAbout, RecordVersion } from './core/record-about.ts';
import type { LearnReport, RecordOutcome, ReportQuery, Usefulness } from './core/report.ts';
import type { MemoryReview, ReviewQuery } from './core/review.ts';
import type {
  Session,
  SessionAdded,
  SessionEnd,
  SessionOverview,
  SessionStart,
  SessionSummary,
} from './core/session.ts';
import type { TaskContext } from './core/task-context.ts';
import type { ProjectFacts } from './detect/facts.ts';
import type { FieldChanges } from './format/edit.ts';
import type { Similar } from './learn/similar.ts';
import type { AgentsOptions } from './nexus/agents.ts';
import type { CaptureResult } from './nexus/capture.ts';
import type { NotCarried } from './nexus/carrier.ts';
import type { ConsensusLearned, ConsensusOptions } from './nexus/consensus.ts';
import { type Context, type OpenOptions, openContext, refreshed } from './nexus/context.ts';
import type { DoctorReport } from './nexus/doctor.ts';
import type { OpenDocument } from './nexus/document-files.ts';
import type { DocumentLogQuery } from './nexus/document-log.ts';
import type { SectionQuery } from './nexus/document-sections.ts';
import type { EpisodeEnded, EpisodeEndWords } from './nexus/episode-end.ts';
import type { SimilarQuery } from './nexus/episode-history.ts';
import type { EpisodeStart, EpisodeWords, EventWords } from './nexus/episodes.ts';
import type { ExportQuery, MemoryExport } from './nexus/export.ts';
import type { ExtractedCode } from './nexus/extract.ts';
import type { FailureQuery } from './nexus/failures.ts';
import type { FixQuery } from './nexus/fix.ts';
import type { Glance, GlanceQuery } from './nexus/glance.ts';
import type { LogQuery, MemoryCommit } from './nexus/history.ts';
import type { HistoryPage, HistoryQuery } from './nexus/history-page.ts';
import type { ImportInput } from './nexus/import.ts';
import type { ImportReport } from './nexus/import-report.ts';
import type { Decided, Inbox } from './nexus/inbox.ts';
import type { LearnedCode, LearnQuery } from './nexus/learn-code.ts';
import type { Edited, Forgotten } from './nexus/lifecycle.ts';
import type { MoveTo, SectionText } from './nexus/living-documents.ts';
import type { OutcomeWords, ToldOutcome } from './nexus/outcome.ts';
import type { Listing, ListQuery, StatusReport } from './nexus/overview.ts';
import type { Readiness } from './nexus/ready.ts';
import type { Advice, ErrorQuery } from './nexus/recommend.ts';
import type { RecordedExecution, ToldExecution } from './nexus/record-execution.ts';
import type { FixCommand, Recovery } from './nexus/recover.ts';
import type { Remembered } from './nexus/remember.ts';
import type { Revision } from './nexus/revisions.ts';
import type { Forge, ReviewWorkflow } from './nexus/review-workflow.ts';
import type { RunOutcome, RunTask } from './nexus/run.ts';
import type { PlanOutcome, PlanQuery } from './nexus/run-plan.ts';
import type { PackState, SeedOptions, SeedReport } from './nexus/seed.ts';
import type { Entry, StartWords } from './nexus/session.ts';
import type { EndWords } from './nexus/session-end.ts';
import type { HooksReport, InitOptions, InitReport, SetupReport } from './nexus/setup.ts';
import type { StatsReport } from './nexus/stats.ts';
import type { Suggestion, Suggestions } from './nexus/suggestions.ts';
import type { TaskContextOptions } from './nexus/task-context.ts';
import type { VersionsQuery } from './nexus/versions.ts';
import type { Whereabouts } from './nexus/whereabouts.ts';
import type { ChildStreams } from './repo/run-child.ts';
import type { PartBlame } from './review/blame-parts.ts';

export { commandLine } from './capture/journal-event.ts';
export type { AdviceAnswer, AdviceFact, AdviceQuery, AdvisedRecord } from './core/advice.ts';
export type { ConsensusCandidate, ConsensusResult } from './core/consensus.ts';
export { isNexusError, NexusError } from './core/error.ts';
export type { ErrorSolution, Execution, Recommendation, TaskFacts } from './core/execution.ts';
export type { Knowledge, KnowledgeCounts } from './core/knowledge.ts';
export type { Approach, PlanTask, Task, TaskStatus } from './core/plan.ts';
export type { Pruned, PrunePlan, PruneQuery } from './core/prune.ts';
export type { RecallAnswer, RecallHit, RecallQuery } from './core/recall.ts';
export type { Draft, Kind, NexusRecord, StoredRecord } from './core/record.ts';
export type { LearnReport, RecordOutcome, Usefulness } from './core/report.ts';
export type { AdaptiveExecutor } from './execute/executor.ts';
export type { Call, Checkpoint, ExecuteOptions, ExecutorEvent } from './execute/executor-options.ts';
export type { ListOutcome, TaskOutcome, TaskResult } from './execute/outcome.ts';
export type {
  AgentStatus,
  ChildStreams,
  ConsensusLearned,
  Decided,
  EpisodeEnded,
  ExportQuery,
  FixCommand,
  Glance,
  GlanceQuery,
  ImportInput,
  ImportReport,
  InitReport,
  LearnedCode,
  LearnQuery,
  MemoryExport,
  PackState,
  PlanOutcome,
  PlanQuery,
  ProjectFacts,
  Recovery,
  SeedOptions,
  SeedReport,
  SetupReport,
  Suggestion,
  Suggestions,
  ToldExecution,
};

/** What works on any memory, a repository's or one of given records. */
export interface Memory {
  /** Writes one record, redacted and checked. Throws `invalid-record`, `refused` for a double, `not-initialised`. */
  remember(draft: Draft): Promise<Remembered>;
  /** Answers a question; see {@link RecallAnswer} for how it tells "no match" from "nothing here". */
  recall(query: RecallQuery): Promise<RecallAnswer>;
  /** Answers from what resolved errors: exact signature first, then type and message. */
  fix(query: FixQuery): Promise<RecallAnswer>;
  /** Records by filters, newest first. */
  list(query: ListQuery): Promise<Listing>;
  /** One record by id or the beginning of one; as of a revision with `at`. Throws `unknown-id`, `ambiguous-id`. */
  show(id: string, at?: string): Promise<StoredRecord>;
  edit(id: string, changes: FieldChanges): Promise<Edited>;
  retire(id: string, reason: string): Promise<StoredRecord>;
  supersede(id: string, draft: Omit<Draft, 'kind' | 'supersedes'>): Promise<Remembered>;
  /** Takes the text out of the tree and leaves a tombstone; commits that hold it still do. */
  forget(id: string): Promise<Forgotten>;
  stats(): Promise<StatsReport>;
  /** Keeps what a program knows; see {@link Knowledge} for its metadata. Throws as `remember`, `bad-value` for an unknown type. */
  addKnowledge(knowledge: Knowledge): Promise<Remembered>;
}

/** A repository's memory. One method per use case; all faces speak to this. */
export interface Nexus extends Memory {
  /** Top of the working tree. */
  readonly root: string;
  /** Keeps a line for the next commit; returns the event's id. */
  note(text: string): Promise<string>;
  /** What one should know now, within a budget; silent where nothing surely bears on it. */
  context(query: ContextQuery): Promise<Briefing>;
  /** The same, without the records that were shown under this name (a session's) before. */
  contextOnce(name: string, query: ContextQuery): Promise<Briefing>;
  /** Whether a context needs only be put together, or something large is to be read for it first. */
  readiness(query: Pick<ContextQuery, 'recordsOnly'>): Promise<Readiness>;
  /** Why the next commit will not carry what waits for it; undefined where it will. */
  notCarried(): Promise<NotCarried | undefined>;
  /** Was everything that works unasked switched off, by `NEXUS=0` or `nexus.enabled`? */
  isOff(): Promise<boolean>;
  /** Opens a session of this worktree; one that was left open is closed first. What is known is told. */
  sessionStart(words?: StartWords): Promise<SessionStart>;
  /** Closes a session that was left open here and starts none: for who asks a person first. */
  closeLeftSession(): Promise<SessionEnd | undefined>;
  /** Keeps what is told while working; a decision or pattern becomes a record at once. */
  sessionAdd(entry: Entry): Promise<SessionAdded>;
  sessionFocus(focus: string): Promise<Session>;
  /** Writes the session's episode, for the next commit to carry. Throws `no-session`. */
  sessionEnd(words?: EndWords & { readonly by?: string }): Promise<SessionEnd>;
  /** The open session so far; undefined where none is open. */
  sessionStatus(): Promise<SessionSummary | undefined>;
  /** Past sessions, newest first. */
  sessionLog(limit?: number): Promise<readonly SessionSummary[]>;
  sessionOverview(): Promise<SessionOverview>;
  /**
   * @param task what the command does, to be kept as an execution
   * @param recovery lets a person decide which commands of what is known are run after a failure
   */
  run(
    command: readonly string[],
    streams: ChildStreams,
    task?: RunTask,
    recovery?: Recovery,
  ): Promise<RunOutcome>;
  /** Keeps how a task was done, for the next commit's episode. Throws `bad-value` for what cannot be. */
  recordExecution(told: ToldExecution): Promise<RecordedExecution>;
  /** Works through a plan file; its statuses are written back as they change. Throws `bad-plan`, `conflict`. */
  runPlan(query: PlanQuery, streams: ChildStreams): Promise<PlanOutcome>;
  /** Opens an episode, one of several; those that nothing was told to for 14 days are closed first. */
  startEpisode(words: EpisodeWords): Promise<EpisodeStart>;
  /** Keeps what happened in an open episode; returns the episode's id. Throws `no-episode`, `bad-value`. */
  recordEvent(words: EventWords): Promise<string>;
  /** Writes the episode's record, for the next commit to carry. Throws `no-episode`. */
  endEpisode(words?: EpisodeEndWords & { readonly episode?: string }): Promise<EpisodeEnded>;
  listEpisodes(limit?: number): Promise<readonly EpisodeSummary[]>;
  /** The steps of an episode, open or ended, with their times since its start; as of a revision with `at`. */
  replay(id: string, at?: string): Promise<Replay>;
  recallSimilarEpisodes(query: SimilarQuery): Promise<readonly SimilarEpisode[]>;
  /** What is wrong with past episodes, and so neither told nor counted. */
  episodeProblems(): Promise<readonly Problem[]>;
  /** What failed in past episodes, by error signature, category, approach or file. */
  analyzeFailures(query?: FailureQuery): Promise<FailureReport>;
  /** The past episodes behind a figure of a report or a group of failures. */
  episodesAbout(query: EpisodesQuery): Promise<ToldEpisodes>;
  /** Keeps what a coding agent tells; for a failed command, what memory knows of it. */
  observe(told: Observation): Promise<Observed>;
  /**
   * Keeps for the next episode that a record helped or is wrong, and why. Said to be wrong twice and more often than
   * it helped, a record comes last in recall and is named in the report. Throws `unknown-id`, `ambiguous-id`, `bad-value`.
   */
  outcome(words: OutcomeWords): Promise<ToldOutcome>;
  /** Is there a failure of which this session of an agent could not be told at once? Reads no record. */
  owesFix(session: string): Promise<boolean>;
  /** What is known of those failures, told once. */
  owedFixes(session: string): Promise<readonly RecallAnswer[]>;
  /** True for the first telling of an event; see `nexus/told-once.ts`. */
  firstTold(key: string, windowMs?: number): Promise<boolean>;
  /** The text of a record's file, for an editor. */
  text(id: string): Promise<{ readonly stored: StoredRecord; readonly text: string }>;
  rewrite(id: string, text: string): Promise<Edited>;
  discardJournal(): Promise<number>;
  log(query: LogQuery): Promise<readonly MemoryCommit[]>;
  diff(from: string, to?: string): Promise<readonly RecordChange[]>;
  /** Branches, of remotes too, and tags: the newest first, at most 500. */
  refs(): Promise<readonly GitRef[]>;
  /** What a person means by a revision or a time, and whether there was a memory. Throws `unknown-revision`. */
  revision(text: string): Promise<Revision>;
  /**
   * What changed in memory, by default since HEAD left the main branch, and what a reviewer should look at. Reads, runs
   * nothing. Throws `unknown-revision`, `bad-value`.
   */
  review(query?: ReviewQuery): Promise<MemoryReview>;
  /** The same page by page, and filtered. */
  history(query: HistoryQuery): Promise<HistoryPage>;
  /** Who last changed each part of a record; as of a revision with `at`. */
  blame(
    id: string,
    at?: string,
  ): Promise<{ readonly stored: StoredRecord; readonly parts: readonly PartBlame[] }>;
  /** One record with all that is known around it; as of a revision with `at`. Throws `unknown-id`, `ambiguous-id`, `invalid-record`. */
  about(id: string, at?: string): Promise<RecordAbout>;
  /** A record's versions with their texts, the oldest first; none for a record of a pack. */
  versions(id: string, query: VersionsQuery): Promise<readonly RecordVersion[]>;
  /** Writes a workflow that does so on a forge. Throws `refused` where another file is in its place, `bad-value`. */
  initReview(forge: Forge, packageSpec?: string): Promise<ReviewWorkflow>;
  /** A living document as it lies in the working tree. */
  document(name: DocumentName): Promise<OpenDocument>;
  section(query: SectionQuery): Promise<ShownSection>;
  setDocument(query: SectionText): Promise<DocumentEdit>;
  addToDocument(query: SectionText): Promise<DocumentEdit>;
  moveSection(query: SectionQuery, to: MoveTo): Promise<DocumentEdit>;
  /** Takes a section's text out into the archive. */
  archiveSection(query: SectionQuery): Promise<DocumentEdit>;
  /** Says that a section is still right, for the next reviews. */
  confirmSection(query: SectionQuery): Promise<DocumentEdit>;
  reviewDocuments(names: readonly DocumentName[]): Promise<ReviewReport>;
  documentLog(query: DocumentLogQuery): Promise<readonly DocumentCommit[]>;
  /** Takes over what other tools or another memory know; see {@link ImportReport} for what becomes of each item. */
  importMemory(input: ImportInput): Promise<ImportReport>;
  /** What is known for a task, patterns and fixes; the library's `contextForTask` makes a text of it. */
  taskContext(
    task: Pick<ConsensusTask, 'description' | 'language'>,
    options?: TaskContextOptions,
  ): Promise<TaskContext>;
  /**
   * Learns from a choice among several solutions: patterns of the winner with how it won, and what was ruled out. Throws
   * `bad-value` for what is no {@link ConsensusResult}, with the place of the fault; `no-episode`.
   */
  learnFromConsensus(result: ConsensusResult, options?: ConsensusOptions): Promise<ConsensusLearned>;
  learnFromConsensusJson(
    source: { readonly path: string } | { readonly text: string },
    options?: ConsensusOptions,
  ): Promise<ConsensusLearned>;
  /** The packs there are, whether each is in use, how many of its records are copied. */
  packs(): Promise<readonly PackState[]>;
  /** Copies a pack's records, or what lies in a folder, into this memory; how many of which sort. Throws `bad-value`. */
  seedKnowledge(from: string, options?: SeedOptions): Promise<SeedReport>;
  /** Turns packs on and off in the settings file; those in use then. Throws `bad-value`. */
  switchPacks(change: {
    readonly on: readonly string[];
    readonly off: readonly string[];
  }): Promise<readonly PackName[]>;
  /** The whole memory as text that `importMemory` takes apart again, byte for byte. */
  exportMemory(query: ExportQuery): Promise<MemoryExport>;
  /** Writes an export to a file; an earlier export there is replaced, anything else `refused`. Bytes written. */
  saveExport(made: MemoryExport, path: string): Promise<number>;
  /** How often a record was shown, and what came of it; undefined where no episode tells of it. */
  usefulness(id: string): Promise<Usefulness | undefined>;
  /** The same of several, by id; without those of which no episode tells. */
  usesOfAll(ids: readonly string[]): Promise<ReadonlyMap<string, Usefulness>>;
  /** What came of a record, the repository's or a pack's, episode by episode, the newest first. */
  outcomesOf(id: string): Promise<readonly RecordOutcome[]>;
  /** Recognises what a request is about and brings what is known of it, chosen and told by the facts of the project. */
  advise(query: AdviceQuery): Promise<AdviceAnswer>;
  /** What earlier executions advise for a task. */
  recommend(task: TaskFacts): Promise<Advice>;
  /** The earlier successes that are most like a task, five if not told, each with how similar it is. */
  similarExecutions(task: TaskFacts, limit?: number): Promise<readonly Similar<Execution>[]>;
  /** What resolved errors of exactly this type, the most similar messages first, at most three. */
  solutionsFor(error: ErrorQuery): Promise<readonly ErrorSolution[]>;
  /** What was learned from all that happened: the same for all clones that hold the same. */
  report(query: ReportQuery): Promise<LearnReport>;
  /** What may leave the working tree because it counts no more, and what stays and why. Changes nothing. */
  planPrune(query?: PruneQuery): Promise<PrunePlan>;
  /** Takes a plan's files out of the working tree, those alone that the commit at HEAD holds as they lie there. */
  prune(plan: Pick<PrunePlan, 'items'>): Promise<Pruned>;
  /** Finds patterns in source code and puts them into the inbox. Throws `unknown-revision`. */
  learnCode(query?: LearnQuery): Promise<LearnedCode>;
  /** What was proposed and waits, the best first. */
  inbox(): Promise<Inbox>;
  proposal(id: string): Promise<Proposal>;
  /** As a text for an editor, which `acceptProposal` takes back. */
  proposalText(id: string): Promise<string>;
  /** Writes the record, or adds the places to the one that holds it already. */
  acceptProposal(id: string, text?: string): Promise<Decided>;
  mergeProposal(id: string, record: string): Promise<Decided>;
  rejectProposal(id: string, reason?: string): Promise<Decided>;
  /** Takes the last decision back, with what it wrote. Throws `conflict` where that was changed since. */
  undoDecision(): Promise<Decision>;
  /** Drops what waits, undecided. Returns how many. */
  clearInbox(): Promise<number>;
  /** For who watches files: the next question sees also what was written in place, however lately one has looked. */
  lookCloser(): Promise<void>;
  /** Which repository it is, and where its HEAD stands now. */
  whereabouts(): Promise<Whereabouts>;
  status(): Promise<StatusReport>;
  /** What one could ask before one has typed anything: of now. */
  suggestions(): Promise<Suggestions>;
  /** A hit's record with what is known of it, for who goes through a list of hits. Throws as `show`. */
  glance(query: GlanceQuery): Promise<Glance>;
  doctor(): Promise<DoctorReport>;
  init(options: InitOptions): Promise<InitReport>;
  /** What the tracked files tell of the project; each fact names its file. */
  detect(): Promise<ProjectFacts>;
  /** Takes apart the tracked source files at or below some paths; none: all. */
  codeUnits(paths: readonly string[]): Promise<ExtractedCode>;
  hooksStatus(): Promise<HooksReport>;
  installHooks(options: InitOptions): Promise<SetupReport>;
  uninstallHooks(options: { readonly dryRun: boolean }): Promise<SetupReport>;
  /** Which coding agents are told of this memory, and where. */
  agentsStatus(): Promise<readonly AgentStatus[]>;
  /** In the settings of this repository. Throws `bad-value`, `missing-argument` where it shows no agent, `conflict`. */
  installAgents(options: AgentsOptions): Promise<SetupReport>;
  uninstallAgents(options: AgentsOptions): Promise<SetupReport>;
  /** For the pre-commit hook. */
  captureForCommit(): Promise<CaptureResult>;
  /** For the other hooks: settle what a commit holds, refresh the cache. */
  afterGit(hook: string): Promise<void>;
  /** One line in the local log, for what no one is there to be told. */
  logFailure(what: string, cause: unknown): Promise<void>;
  /** For the pre-push hook: what outgoing memory holds that should not go out. */
  checkPush(refs: string): Promise<readonly string[]>;
}

/** Opens the memory of the repository around `cwd`. Throws `no-repository`, `bare-repository`, `needs-git`. */
export async function openNexus(options: OpenOptions): Promise<Nexus> {
  const context = await openContext(options);
  const ready = (): Promise<Context> => refreshed(context);
  const root = context.repository?.facts.root ?? options.cwd;
  return {
    ...memoryOf(ready),
    root,
    note: async (text) => (await import('./nexus/remember.ts')).note(await ready(), text),
    context: async (query) => (await import('./nexus/briefing.ts')).briefing(await ready(), query),
    contextOnce: async (name, query) =>
      (await import('./nexus/shown-once.ts')).briefingOnce(await ready(), name, query),
    readiness: async (query) => (await import('./nexus/ready.ts')).readiness(await ready(), query),
    notCarried: async () => (await import('./nexus/carrier.ts')).notCarried(await ready()),
    isOff: async () => (await import('./nexus/switched-off.ts')).isOff(await ready()),
    sessionStart: async (words) =>
      (await import('./nexus/session.ts')).sessionStart(await ready(), words ?? {}),
    closeLeftSession: async () => (await import('./nexus/session.ts')).closeLeftSession(await ready()),
    sessionAdd: async (entry) => (await import('./nexus/session.ts')).sessionAdd(await ready(), entry),
    sessionFocus: async (focus) => (await import('./nexus/session.ts')).sessionFocus(await ready(), focus),
    sessionEnd: async (words) => (await import('./nexus/session.ts')).sessionEnd(await ready(), words ?? {}),
    sessionStatus: async () => (await import('./nexus/session.ts')).sessionStatus(await ready()),
    sessionLog: async (limit) => (await import('./nexus/session-log.ts')).sessionLog(await ready(), limit),
    sessionOverview: async () => (await import('./nexus/session-overview.ts')).sessionOverview(await ready()),
    run: async (command, streams, task, recovery) =>
      (await import('./nexus/run.ts')).run(await ready(), command, streams, task, recovery && { recovery }),
    recordExecution: async (told) =>
      (await import('./nexus/record-execution.ts')).recordExecution(await ready(), told),
    runPlan: async (query, streams) =>
      (await import('./nexus/run-plan.ts')).runPlan(await ready(), query, streams),
    startEpisode: async (words) => (await import('./nexus/episodes.ts')).startEpisode(await ready(), words),
    recordEvent: async (words) => (await import('./nexus/episodes.ts')).recordEvent(await ready(), words),
    endEpisode: async (words) => (await import('./nexus/episodes.ts')).endEpisode(await ready(), words ?? {}),
    listEpisodes: async (limit) =>
      (await import('./nexus/episode-history.ts')).listEpisodes(await ready(), limit),
    replay: async (id, at) => (await import('./nexus/episode-history.ts')).replay(await ready(), id, at),
    recallSimilarEpisodes: async (query) =>
      (await import('./nexus/episode-history.ts')).recallSimilarEpisodes(await ready(), query),
    episodeProblems: async () => (await import('./nexus/executions.ts')).episodeProblems(await ready()),
    analyzeFailures: async (query) =>
      (await import('./nexus/failures.ts')).analyzeFailures(await ready(), query),
    episodesAbout: async (query) => (await import('./nexus/failures.ts')).episodesAbout(await ready(), query),
    observe: async (told) => (await import('./nexus/observe.ts')).observe(await ready(), told),
    outcome: async (words) => (await import('./nexus/outcome.ts')).outcome(await ready(), words),
    owesFix: async (session) => (await import('./nexus/observe.ts')).owesFix(await ready(), session),
    owedFixes: async (session) => (await import('./nexus/observe.ts')).owedFixes(await ready(), session),
    firstTold: async (key, windowMs) =>
      (await import('./nexus/told-once.ts')).firstTold(await ready(), key, windowMs),
    text: async (id) => (await import('./nexus/lifecycle.ts')).textOf(await ready(), id),
    rewrite: async (id, text) => (await import('./nexus/lifecycle.ts')).rewrite(await ready(), id, text),
    discardJournal: async () => (await import('./nexus/lifecycle.ts')).discardJournal(await ready()),
    log: async (query) => (await import('./nexus/history.ts')).log(await ready(), query),
    diff: async (from, to) => (await import('./nexus/history.ts')).diff(await ready(), from, to),
    refs: async () => (await import('./nexus/revisions.ts')).refs(await ready()),
    revision: async (text) => (await import('./nexus/revisions.ts')).revision(await ready(), text),
    review: async (query) => (await import('./nexus/review.ts')).review(await ready(), query ?? {}),
    history: async (query) => (await import('./nexus/history-page.ts')).history(await ready(), query),
    blame: async (id, at) => (await import('./nexus/history.ts')).blame(await ready(), id, at),
    about: async (id, at) => (await import('./nexus/about.ts')).about(await ready(), id, at),
    versions: async (id, query) => (await import('./nexus/versions.ts')).versions(await ready(), id, query),
    initReview: async (forge, packageSpec) =>
      (await import('./nexus/review-workflow.ts')).initReview(await ready(), forge, packageSpec),
    document: async (name) => (await import('./nexus/document-files.ts')).openDocument(await ready(), name),
    section: async (query) => (await import('./nexus/living-documents.ts')).showSection(await ready(), query),
    setDocument: async (query) =>
      (await import('./nexus/living-documents.ts')).setDocument(await ready(), query),
    addToDocument: async (query) =>
      (await import('./nexus/living-documents.ts')).addToDocument(await ready(), query),
    moveSection: async (query, to) =>
      (await import('./nexus/living-documents.ts')).moveDocumentSection(await ready(), query, to),
    archiveSection: async (query) =>
      (await import('./nexus/living-documents.ts')).archiveSection(await ready(), query),
    confirmSection: async (query) =>
      (await import('./nexus/document-review.ts')).confirmSection(await ready(), query),
    reviewDocuments: async (names) =>
      (await import('./nexus/document-review.ts')).reviewDocuments(await ready(), names),
    documentLog: async (query) => (await import('./nexus/document-log.ts')).documentLog(await ready(), query),
    importMemory: async (input) => (await import('./nexus/import.ts')).importMemory(await ready(), input),
    taskContext: async (task, how) =>
      (await import('./nexus/task-context.ts')).taskContext(await ready(), task, how),
    learnFromConsensus: async (result, how) =>
      (await import('./nexus/consensus.ts')).learnFromConsensus(await ready(), result, how),
    learnFromConsensusJson: async (source, how) =>
      (await import('./nexus/consensus.ts')).learnFromConsensusJson(await ready(), source, how),
    packs: async () => (await import('./nexus/seed.ts')).listPacks(await ready()),
    seedKnowledge: async (from, how) =>
      (await import('./nexus/seed.ts')).seedKnowledge(await ready(), from, how),
    switchPacks: async (change) => (await import('./nexus/seed.ts')).switchPacks(await ready(), change),
    exportMemory: async (query) => (await import('./nexus/export.ts')).exportMemory(await ready(), query),
    saveExport: async (made, path) =>
      (await import('./nexus/export.ts')).exportToFile(await ready(), made, path),
    usefulness: async (id) => (await import('./nexus/uses.ts')).usefulnessOf(await ready(), id),
    outcomesOf: async (id) => (await import('./nexus/uses.ts')).outcomesOf(await ready(), id),
    usesOfAll: async (ids) => (await import('./nexus/uses.ts')).usesOfAll(await ready(), ids),
    advise: async (query) => (await import('./nexus/advise.ts')).advise(await ready(), query),
    recommend: async (task) => (await import('./nexus/recommend.ts')).recommend(await ready(), task),
    similarExecutions: async (task, limit) =>
      (await import('./nexus/recommend.ts')).similarTo(await ready(), task, limit),
    solutionsFor: async (error) => (await import('./nexus/recommend.ts')).solutionsFor(await ready(), error),
    report: async (query) => (await import('./nexus/report.ts')).report(await ready(), query),
    planPrune: async (query) => (await import('./nexus/prune.ts')).planPrune(await ready(), query),
    prune: async (plan) => (await import('./nexus/prune.ts')).prune(await ready(), plan),
    learnCode: async (query) =>
      (await import('./nexus/learn-code.ts')).learnFromCode(await ready(), query ?? {}),
    inbox: async () => (await import('./nexus/inbox.ts')).inbox(await ready()),
    proposal: async (id) => (await import('./nexus/inbox.ts')).proposalOf(await ready(), id),
    proposalText: async (id) => (await import('./nexus/inbox.ts')).proposalText(await ready(), id),
    acceptProposal: async (id, text) => (await import('./nexus/inbox.ts')).accept(await ready(), id, text),
    mergeProposal: async (id, record) =>
      (await import('./nexus/inbox.ts')).mergeProposal(await ready(), id, record),
    rejectProposal: async (id, reason) =>
      (await import('./nexus/inbox.ts')).reject(await ready(), id, reason),
    undoDecision: async () => (await import('./nexus/inbox.ts')).undo(await ready()),
    clearInbox: async () => (await import('./nexus/inbox.ts')).clearInbox(await ready()),
    lookCloser: async () => (await import('./nexus/cached-index.ts')).lookCloser(context),
    whereabouts: async () => (await import('./nexus/whereabouts.ts')).whereabouts(await ready()),
    status: async () => (await import('./nexus/overview.ts')).status(await ready()),
    suggestions: async () => (await import('./nexus/suggestions.ts')).suggestions(await ready()),
    glance: async (query) => (await import('./nexus/glance.ts')).glance(await ready(), query),
    doctor: async () => (await import('./nexus/doctor.ts')).doctor(await ready()),
    init: async (init) => (await import('./nexus/setup.ts')).init(await ready(), init),
    codeUnits: async (paths) => (await import('./nexus/extract.ts')).codeUnits(await ready(), paths),
    detect: async () => (await import('./nexus/project-facts.ts')).detect(await ready()),
    hooksStatus: async () => (await import('./nexus/setup.ts')).hooksReport(await ready()),
    installHooks: async (init) => (await import('./nexus/setup.ts')).installHooks(await ready(), init),
    uninstallHooks: async (how) => (await import('./nexus/setup.ts')).uninstallHooks(await ready(), how),
    agentsStatus: async () => (await import('./nexus/agents.ts')).agentsReport(await ready()),
    installAgents: async (how) => (await import('./nexus/agents.ts')).installAgents(await ready(), how),
    uninstallAgents: async (how) => (await import('./nexus/agents.ts')).uninstallAgents(await ready(), how),
    captureForCommit: async () => (await import('./nexus/capture.ts')).captureForCommit(await ready()),
    afterGit: async (hook) => (await import('./nexus/after-git.ts')).afterGit(await ready(), hook),
    logFailure: async (what, cause) =>
      (await import('./nexus/log-failure.ts')).logFailure(context, what, cause),
    checkPush: async (refs) => (await import('./nexus/check-push.ts')).checkPush(await ready(), refs),
  };
}

export interface MemoryOptions extends Partial<Pick<OpenOptions, 'clock' | 'random' | 'machine'>> {
  readonly records: readonly (Draft | NexusRecord)[];
}

/** A memory of given records, without a repository or a disk. */
export async function openMemory(options: MemoryOptions): Promise<Memory> {
  const { contextOfRecords } = await import('./nexus/given-records.ts');
  const context = contextOfRecords(options);
  return memoryOf(async () => context);
}

function memoryOf(ready: () => Promise<Context>): Memory {
  return {
    remember: async (draft) => (await import('./nexus/remember.ts')).remember(await ready(), draft),
    recall: async (query) => (await import('./nexus/recall.ts')).recall(await ready(), query),
    fix: async (query) => (await import('./nexus/fix.ts')).fixFor(await ready(), query),
    list: async (query) => (await import('./nexus/overview.ts')).list(await ready(), query),
    show: async (id, at) => (await import('./nexus/overview.ts')).show(await ready(), id, at),
    edit: async (id, changes) => (await import('./nexus/lifecycle.ts')).edit(await ready(), id, changes),
    retire: async (id, reason) => (await import('./nexus/lifecycle.ts')).retire(await ready(), id, reason),
    supersede: async (id, draft) =>
      (await import('./nexus/lifecycle.ts')).supersede(await ready(), id, draft),
    forget: async (id) => (await import('./nexus/lifecycle.ts')).forget(await ready(), id),
    addKnowledge: async (knowledge) =>
      (await import('./nexus/knowledge.ts')).addKnowledge(await ready(), knowledge),
    stats: async () => (await import('./nexus/stats.ts')).stats(await ready()),
  };
}
