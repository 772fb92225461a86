import type { AgentStatus } from '../agent-setup/plan.ts';
import type { AdviceAnswer, AdviceQuery } from '../core/advice.ts';
import type { Briefing, ContextQuery } from '../core/briefing.ts';
import type { RecordChange } from '../core/change.ts';
import type { ConsensusResult, ConsensusTask } from '../core/consensus.ts';
import type { DocumentCommit, DocumentEdit, ReviewReport, ShownSection } from '../core/document-state.ts';
import type { DocumentName } from '../core/documents.ts';
import type { Doubts } from '../core/doubt.ts';
import type { Embedded } from '../core/embeddings.ts';
import type {
  EpisodeSummary,
  EpisodesQuery,
  FailureReport,
  Replay,
  SimilarEpisode,
  ToldEpisodes,
} from '../core/episode.ts';
import type { ErrorSolution, Execution, TaskFacts } from '../core/execution.ts';
import type { Knowledge } from '../core/knowledge.ts';
import type { Observation, Observed } from '../core/observation.ts';
import type { PackName } from '../core/pack.ts';
import type { GitRef } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import type { Decision, Proposal } from '../core/proposal.ts';
import type { Pruned, PrunePlan, PruneQuery } from '../core/prune.ts';
import type { RecallAnswer, RecallQuery } from '../core/recall.ts';
import type { RecallCheck } from '../core/recall-check.ts';
import type { Draft, StoredRecord } from '../core/record.ts';
import type { RecordAbout, RecordVersion } from '../core/record-about.ts';
import type { LearnReport, RecordOutcome, ReportQuery, Usefulness } from '../core/report.ts';
import type { MemoryReview, ReviewQuery } from '../core/review.ts';
import type {
  Session,
  SessionAdded,
  SessionEnd,
  SessionOverview,
  SessionStart,
  SessionSummary,
} from '../core/session.ts';
import type { ShareStatus } from '../core/share.ts';
import type { SourceState, SourceUpdate } from '../core/source.ts';
import type { TaskContext } from '../core/task-context.ts';
import type { Provenance } from '../core/trust.ts';
import type { ProjectFacts } from '../detect/facts.ts';
import type { FieldChanges } from '../format/edit.ts';
import type { Similar } from '../learn/similar.ts';
import type { ChildStreams } from '../repo/run-child.ts';
import type { PartBlame } from '../review/blame-parts.ts';
import type { AgentsOptions } from './agents.ts';
import type { CaptureResult } from './capture.ts';
import type { NotCarried } from './carrier.ts';
import type { PushTarget } from './check-push.ts';
import type { ConsensusLearned, ConsensusOptions } from './consensus.ts';
import type { Deduped, DedupeQuery } from './dedupe.ts';
import type { DoctorReport } from './doctor.ts';
import type { OpenDocument } from './document-files.ts';
import type { DocumentLogQuery } from './document-log.ts';
import type { SectionQuery } from './document-sections.ts';
import type { EpisodeEnded, EpisodeEndWords } from './episode-end.ts';
import type { SimilarQuery } from './episode-history.ts';
import type { EpisodeStart, EpisodeWords, EventWords } from './episodes.ts';
import type { ExportQuery, MemoryExport } from './export.ts';
import type { ExtractedCode } from './extract.ts';
import type { FailureQuery } from './failures.ts';
import type { FixQuery } from './fix.ts';
import type { Glance, GlanceQuery } from './glance.ts';
import type { LogQuery, MemoryCommit } from './history.ts';
import type { HistoryPage, HistoryQuery } from './history-page.ts';
import type { ImportInput } from './import.ts';
import type { ImportReport } from './import-report.ts';
import type { Decided, Inbox } from './inbox.ts';
import type { LearnedCode, LearnQuery } from './learn-code.ts';
import type { Edited, Forgotten } from './lifecycle.ts';
import type { Listing, ListQuery } from './list.ts';
import type { MoveTo, SectionText } from './living-documents.ts';
import type { OutcomeWords, ToldOutcome } from './outcome.ts';
import type { StatusReport } from './overview.ts';
import type { Readiness } from './ready.ts';
import type { Advice, ErrorQuery } from './recommend.ts';
import type { RecordedExecution, ToldExecution } from './record-execution.ts';
import type { ProvenanceQuery } from './record-provenance.ts';
import type { Recovery } from './recover.ts';
import type { Remembered } from './remember.ts';
import type { Choice, ConflictedFile, Resolved } from './resolve.ts';
import type { Forge, ReviewWorkflow } from './review-workflow.ts';
import type { Revision } from './revisions.ts';
import type { RunOutcome, RunTask } from './run.ts';
import type { PlanOutcome, PlanQuery } from './run-plan.ts';
import type { PackState, SeedOptions, SeedReport } from './seed.ts';
import type { Entry, StartWords } from './session.ts';
import type { EndWords } from './session-end.ts';
import type { HooksReport, InitOptions, InitReport, SetupReport } from './setup.ts';
import type { AddSource, Sources, UpdateSources } from './sources.ts';
import type { StatsReport } from './stats.ts';
import type { Suggestions } from './suggestions.ts';
import type { TaskContextOptions } from './task-context.ts';
import type { VersionsQuery } from './versions.ts';
import type { Whereabouts } from './whereabouts.ts';

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
  /**
   * Asks the questions of `.nexus/queries.yaml`, and tells where each finds its records. Throws `no-queries` where there
   * is no such file.
   */
  checkRecall(): Promise<RecallCheck>;
  /** The same page by page, and filtered. */
  history(query: HistoryQuery): Promise<HistoryPage>;
  /** Who last changed each part of a record; as of a revision with `at`. */
  blame(
    id: string,
    at?: string,
  ): Promise<{ readonly stored: StoredRecord; readonly parts: readonly PartBlame[] }>;
  /** What git says of a record of the working tree, and why agents do not get it. Throws `unknown-id`, `ambiguous-id`. */
  provenance(id: string, query?: ProvenanceQuery): Promise<Provenance>;
  /** One record with all that is known around it; as of a revision with `at`. Throws `unknown-id`, `ambiguous-id`, `invalid-record`. */
  about(id: string, at?: string): Promise<RecordAbout>;
  /** A record's versions with their texts, the oldest first; none for a record of a pack. */
  versions(id: string, query: VersionsQuery): Promise<readonly RecordVersion[]>;
  /** Writes a workflow that does so on a forge. Throws `refused` where another file is in its place, `bad-value`. */
  initReview(forge: Forge, packageSpec?: string): Promise<ReviewWorkflow>;
  /** Files that merges left undecided; with an id, the beginning of one, a document's name or a path only that one. */
  conflicts(which?: string): Promise<readonly ConflictedFile[]>;
  /**
   * Decides one file's conflicts, all, those of a `part`, or the one with that key, and writes it. Without a decision only git's markers that
   * hide a record go. Throws `bad-value` for what is in no conflict.
   */
  resolve(which: string, decision?: Choice, part?: string): Promise<Resolved>;
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
  /** What of this memory is committed, pushed, merged, and what came in last; as far as this clone knows. */
  shareStatus(): Promise<ShareStatus>;
  /** Other repositories whose memory is recalled here. Asks nobody. */
  sources(): Promise<Sources>;
  /** Fetches another repository's memory, by git. Throws `bad-value`, `conflict`, `git-failed`, `needs-git`; nothing is kept then. */
  addSource(source: AddSource): Promise<SourceState>;
  /** Looks for what is new there, one source or all; what fails is told and stays as it was. */
  updateSources(query?: UpdateSources): Promise<readonly SourceUpdate[]>;
  /** Undefined where only the rest of an unfinished addition was there. */
  removeSource(name: string): Promise<SourceState | undefined>;
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
  /** Takes a decision back, by the texts that it told. Throws `conflict`. */
  unresolve(step: { readonly path: string; readonly before: string; readonly after: string }): Promise<void>;
  /** What is not decided of a record, as of the working tree. */
  doubts(id: string): Promise<Doubts>;
  /** Finds records that say the same, and puts it into the inbox to make one of two; or does it. */
  dedupe(query: DedupeQuery): Promise<Deduped>;
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
  /**
   * Asks the provider that this clone's own settings name for the vectors that are missing. Throws `no-embeddings` where none is
   * named or it gives no answer; what was made until then is kept.
   */
  embed(): Promise<Embedded>;
  /** No vector is left; recall goes by words until there are some again. Returns how many files were removed. */
  forgetVectors(): Promise<number>;
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
  /** For the pre-push hook: what outgoing memory holds that should not go out, and that it goes to a forge for the first time. */
  checkPush(refs: string, target?: PushTarget): Promise<readonly string[]>;
}
