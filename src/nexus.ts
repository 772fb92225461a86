import type { AgentStatus } from './agent-setup/plan.ts';
import type { Draft, NexusRecord } from './core/record.ts';
import type { ProjectFacts } from './detect/facts.ts';
import type { Memory, Nexus } from './nexus/api.ts';
import type { ConsensusLearned } from './nexus/consensus.ts';
import { type Context, type OpenOptions, openContext, refreshed } from './nexus/context.ts';
import type { Deduped } from './nexus/dedupe.ts';
import type { EpisodeEnded } from './nexus/episode-end.ts';
import type { ExportQuery, MemoryExport } from './nexus/export.ts';
import type { Glance, GlanceQuery } from './nexus/glance.ts';
import type { ImportInput } from './nexus/import.ts';
import type { ImportReport } from './nexus/import-report.ts';
import type { Decided } from './nexus/inbox.ts';
import type { LearnedCode, LearnQuery } from './nexus/learn-code.ts';
import type { ToldExecution } from './nexus/record-execution.ts';
import type { FixCommand, Recovery } from './nexus/recover.ts';
import type { Choice, ConflictedFile, Resolved } from './nexus/resolve.ts';
import type { PlanOutcome, PlanQuery } from './nexus/run-plan.ts';
import type { PackState, SeedOptions, SeedReport } from './nexus/seed.ts';
import type { InitReport, SetupReport } from './nexus/setup.ts';
import type { AddSource, Sources, UpdateSources } from './nexus/sources.ts';
import type { Suggestion, Suggestions } from './nexus/suggestions.ts';
import type { ChildStreams } from './repo/run-child.ts';

export { commandLine } from './capture/journal-event.ts';
export type { AdviceAnswer, AdviceFact, AdviceQuery, AdvisedRecord } from './core/advice.ts';
export type { ConsensusCandidate, ConsensusResult } from './core/consensus.ts';
export type { Embedded } from './core/embeddings.ts';
export { isNexusError, NexusError } from './core/error.ts';
export type { ErrorSolution, Execution, Recommendation, TaskFacts } from './core/execution.ts';
export type { Knowledge, KnowledgeCounts } from './core/knowledge.ts';
export type { Approach, PlanTask, Task, TaskStatus } from './core/plan.ts';
export type { Pruned, PrunePlan, PruneQuery } from './core/prune.ts';
export type { RecallAnswer, RecallHit, RecallQuery } from './core/recall.ts';
export type { CheckedAnswer, RecallCheck } from './core/recall-check.ts';
export type { Draft, Kind, NexusRecord, StoredRecord } from './core/record.ts';
export type { LearnReport, RecordOutcome, Usefulness } from './core/report.ts';
export type { Finding, MemoryReview, ReviewedChange, ReviewQuery } from './core/review.ts';
export type { ShareStatus } from './core/share.ts';
export type { SourceState, SourceUpdate } from './core/source.ts';
export type { Audience, Provenance, TrustLevel, Withheld } from './core/trust.ts';
export type { AdaptiveExecutor } from './execute/executor.ts';
export type { Call, Checkpoint, ExecuteOptions, ExecutorEvent } from './execute/executor-options.ts';
export type { ListOutcome, TaskOutcome, TaskResult } from './execute/outcome.ts';
export type { Memory, Nexus } from './nexus/api.ts';
export type {
  AddSource,
  AgentStatus,
  ChildStreams,
  Choice,
  ConflictedFile,
  ConsensusLearned,
  Decided,
  Deduped,
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
  Resolved,
  SeedOptions,
  SeedReport,
  SetupReport,
  Sources,
  Suggestion,
  Suggestions,
  ToldExecution,
  UpdateSources,
};

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
    checkRecall: async () => (await import('./nexus/check-recall.ts')).checkRecall(await ready()),
    history: async (query) => (await import('./nexus/history-page.ts')).history(await ready(), query),
    blame: async (id, at) => (await import('./nexus/history.ts')).blame(await ready(), id, at),
    provenance: async (id, query) =>
      (await import('./nexus/record-provenance.ts')).recordProvenance(await ready(), id, query),
    about: async (id, at) => (await import('./nexus/about.ts')).about(await ready(), id, at),
    versions: async (id, query) => (await import('./nexus/versions.ts')).versions(await ready(), id, query),
    initReview: async (forge, packageSpec) =>
      (await import('./nexus/review-workflow.ts')).initReview(await ready(), forge, packageSpec),
    conflicts: async (which) => (await import('./nexus/resolve.ts')).conflictedFiles(await ready(), which),
    resolve: async (which, decision, part) =>
      (await import('./nexus/resolve.ts')).resolveConflicts(await ready(), which, decision, part),
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
    shareStatus: async () => (await import('./nexus/share.ts')).shareStatus(await ready()),
    sources: async () => (await import('./nexus/sources.ts')).listSources(await ready()),
    addSource: async (source) => (await import('./nexus/sources.ts')).addSource(await ready(), source),
    updateSources: async (query) =>
      (await import('./nexus/sources.ts')).updateSources(await ready(), query ?? {}),
    removeSource: async (name) => (await import('./nexus/sources.ts')).removeSource(await ready(), name),
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
    unresolve: async (step) => (await import('./nexus/resolve.ts')).unresolve(await ready(), step),
    dedupe: async (query) => (await import('./nexus/dedupe.ts')).dedupe(await ready(), query),
    doubts: async (id) => (await import('./nexus/against.ts')).doubtsOf(await ready(), id),
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
    embed: async () => (await import('./nexus/embed.ts')).embed(await ready()),
    forgetVectors: async () => (await import('./nexus/vector-cache.ts')).removeVectors(await ready()),
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
    checkPush: async (refs, target) =>
      (await import('./nexus/check-push.ts')).checkPush(await ready(), refs, target),
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
    recall: async (query) => (await import('./nexus/recall.ts')).recallAsked(await ready(), query),
    fix: async (query) => (await import('./nexus/fix.ts')).fixFor(await ready(), query),
    list: async (query) => (await import('./nexus/list.ts')).list(await ready(), query),
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
