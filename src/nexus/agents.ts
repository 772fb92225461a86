import type { FileView } from '../agent-setup/part.ts';
import {
  type AgentPlan,
  type AgentStatus,
  agentStatus,
  planAgents,
  planRemoval,
  type Recall,
} from '../agent-setup/plan.ts';
import { AGENT_NAMES, type AgentName, isAgentName } from '../core/agents.ts';
import { NexusError } from '../core/error.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import { textOf } from '../format/text.ts';
import { bytesOf, type FileState } from '../repo/hook-install/file-state.ts';
import {
  applyProjectChanges,
  fileOf,
  isInProject,
  type ProjectChange,
  type ProjectFile,
  readProjectFile,
  readProjectRecord,
  recordedOriginal,
} from '../repo/project-files.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import type { SetupReport } from './setup.ts';

export interface AgentsOptions {
  readonly dryRun: boolean;
  /** Names of agents, or `all`; none are those that the repository shows signs of, or, to remove, all. */
  readonly names: readonly string[];
}

const RECORD = 'agents.json';
const AGENTS_FILE = 'AGENTS.md';
/** Bytes of a settings file that are looked at. */
const MAX_FILE = 4 * 1024 * 1024;

/** The files of one run: each is read once, so that a plan is of one piece. */
function reader(root: string): (path: string) => ProjectFile | undefined {
  const seen = new Map<string, ProjectFile | undefined>();
  return (path) => {
    if (!seen.has(path)) seen.set(path, readProjectFile(root, path));
    return seen.get(path);
  };
}

function viewOf(file: ProjectFile | undefined, path: string): FileView | undefined {
  if (file?.kind !== 'file') return file;
  const { text, problem } = textOf(bytesOf(file.state), path, MAX_FILE);
  return text === undefined ? { kind: 'other', why: problem.message } : { kind: 'text', text };
}

function known(names: readonly string[]): readonly AgentName[] {
  if (names.includes('all')) return AGENT_NAMES;
  return names.map((name) => {
    const found = name.toLowerCase();
    if (isAgentName(found)) return found;
    const hint = `agents are: ${AGENT_NAMES.join(', ')}, all`;
    throw new NexusError('usage', 'bad-value', `there is no agent "${name}"`, hint);
  });
}

/** Which coding agents are told of this memory, and where. */
export function agentsReport(context: Context): readonly AgentStatus[] {
  const { root } = requireRepository(context).facts;
  const read = reader(root);
  return agentStatus(
    (path) => viewOf(read(path), path),
    (path) => isInProject(root, path),
  );
}

/** Its hooks tell; the other files may be there for another agent. */
export function isSetUp({ parts }: AgentStatus): boolean {
  return parts.some(({ what, state }) => what === 'hooks' && (state === 'there' || state === 'old'));
}

/** Files and folders by which the repository shows agents that are not told of this memory yet. */
export function agentSigns(context: Context): readonly string[] {
  const all = agentsReport(context);
  const signs = all.filter((agent) => !isSetUp(agent)).flatMap((agent) => agent.signs);
  // It says that some agent is used, but not which.
  const general = isInProject(requireRepository(context).facts.root, AGENTS_FILE) && !all.some(isSetUp);
  return [...signs, ...(general ? [AGENTS_FILE] : [])];
}

/** Carries a plan out, or only tells of it. */
function settle(
  context: Context,
  options: AgentsOptions,
  make: (look: (path: string) => FileView | undefined, recall: Recall) => AgentPlan,
): SetupReport {
  const { root, commonDir } = requireRepository(context).facts;
  const read = reader(root);
  const record = readProjectRecord(commonDir, RECORD);
  const stateAt = (path: string): FileState | undefined => {
    const file = read(path);
    return file?.kind === 'file' ? file.state : undefined;
  };
  const originalAt = (path: string) => {
    const now = stateAt(path);
    return now === undefined ? undefined : recordedOriginal(record, path, now);
  };
  const recall: Recall = (path) => {
    const original = originalAt(path);
    if (original === undefined) return undefined;
    return { text: original.state === undefined ? undefined : bytesOf(original.state).toString('utf8') };
  };
  const plan = make((path) => viewOf(read(path), path), recall);
  const changes = plan.changes.map(({ path, after, original }): ProjectChange => {
    const before = stateAt(path);
    const recorded = originalAt(path);
    const asFile = (text: string | undefined): FileState | undefined =>
      text === undefined ? undefined : fileOf(text, before);
    return {
      path,
      before,
      after: asFile(after),
      ...(original === undefined ? {} : { original: recorded ?? { state: asFile(original.text) } }),
    };
  });
  const applied = { record: RECORD, what: "the agents' settings", now: context.clock() };
  if (!options.dryRun) applyProjectChanges({ root, commonDir }, changes, applied);
  return {
    changes: plan.changes.map((change) => change.line),
    manual: plan.manual.map(({ about, why, snippet }) => `${about}: ${why}\n${snippet}`),
  };
}

/** Tells agents of this memory, in their settings for this repository. A second run changes nothing. */
export function installAgents(context: Context, options: AgentsOptions): SetupReport {
  const used = agentsReport(context).filter((agent) => agent.used);
  const names = options.names.length > 0 ? known(options.names) : used.map((agent) => agent.name);
  if (names.length === 0) {
    const hint = `name some: nexus agents install ${AGENT_NAMES.join('|')}|all`;
    throw new NexusError('usage', 'missing-argument', 'nothing here shows which agents are used', hint);
  }
  const report = settle(context, options, (look, recall) => planAgents(names, look, recall));
  if (hasMemory(context)) return report;
  const missing = `${MEMORY_ROOT}/: agents find nothing before there is a memory\nnexus init`;
  return { changes: report.changes, manual: [...report.manual, missing] };
}

/** Takes it out again: every byte as it was, or, in files changed since, our entries and nothing else. */
export function uninstallAgents(context: Context, options: AgentsOptions): SetupReport {
  const names = options.names.length > 0 ? known(options.names) : AGENT_NAMES;
  return settle(context, options, (look, recall) => planRemoval(names, look, recall));
}
