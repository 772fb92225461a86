import { join } from 'node:path';
import { MEMORY_ROOT } from '../core/kinds.ts';
import { type PackName, packsFor } from '../core/pack.ts';
import { VERSION } from '../core/version.ts';
import type { ProjectFacts } from '../detect/facts.ts';
import { defaultConfigText } from '../format/config.ts';
import { applyInstall, applyUninstall, readInstallRecord } from '../repo/hook-install/hook-apply.ts';
import {
  detectHooks,
  type HookLayout,
  type HookManager,
  locateHooks,
} from '../repo/hook-install/hook-layout.ts';
import { type InstallPlan, planInstall, planUninstall } from '../repo/hook-install/hook-plan.ts';
import { type HookFault, type HooksStatus, hooksStatus } from '../repo/hook-install/hook-status.ts';
import { packageRoot } from '../repo/package-root.ts';
import { type Context, requireRepository, requireWriter } from './context.ts';
import { readText } from './document-files.ts';
import { type CreatedDocument, createDocuments, detect } from './project-facts.ts';
import { loadConfig } from './settings.ts';
import { CONFIG_PATH } from './settings-path.ts';

export interface InitOptions {
  readonly dryRun: boolean;
  readonly hooks: boolean;
  /** False leaves all packs off, whatever the languages are. */
  readonly packs?: boolean;
  /** Have git's diffs show what hides in records, or no longer; absent: as it is. */
  readonly textconv?: boolean;
}

/** What was, or would be, changed, a line each; and what only a person can do. */
export interface SetupReport {
  readonly changes: readonly string[];
  readonly manual: readonly string[];
}

export interface InitReport extends SetupReport {
  /** The living documents that were, or would be, created. */
  readonly documents: readonly CreatedDocument[];
  /** The packs that this turned, or would turn, on. */
  readonly packs: readonly PackName[];
  /** Files and folders of coding agents that are not told of this memory. */
  readonly agentSigns: readonly string[];
}

export interface HooksReport {
  /** Who decides which hooks git runs, in words. */
  readonly layout: string;
  readonly hooks: readonly { readonly name: string; readonly effective: boolean; readonly why?: string }[];
  /** False where the Node.js that the hooks start is not where it was at their installation. */
  readonly nodeFound: boolean;
  /** Whether git's configuration leads to the merge driver. */
  readonly driver: boolean;
  /** Whether git's diffs show what hides in records. */
  readonly textconv: HooksStatus['textconv'];
}

/** Names the drivers of merges and diffs, and keeps line ends. */
export const ATTRIBUTES_PATH = `${MEMORY_ROOT}/.gitattributes`;

/** Records are text with LF everywhere; the drivers are used where they are set up, git's own merge and diff elsewhere. */
const attributeOf = (files: string): string => `${files} merge=nexus diff=nexus`;
const YAML_FILES = ['config.yaml', 'queries.yaml'];
const ATTRIBUTES = ['* text=auto eol=lf', ...['*.md', ...YAML_FILES].map(attributeOf)]
  .map((line) => `${line}\n`)
  .join('');
/** What one adds to an older file of that name. */
export const DIFF_ATTRIBUTE = '*.md diff=nexus';

/** Lines for files of the memory that are there, and that an attributes file of an older version does not name. */
export function attributesMissing(context: Context, attributes: string): readonly string[] {
  return YAML_FILES.filter(
    (name) =>
      context.files.read(`${MEMORY_ROOT}/${name}`) !== undefined &&
      !attributes.split('\n').some((line) => line.startsWith(`${name} `) && /\bmerge=nexus\b/.test(line)),
  ).map(attributeOf);
}

export function namesDiff(attributes: string): boolean {
  return /\bdiff=nexus\b/.test(attributes);
}

/** Gives the repository its memory folder and the hooks. A second run changes nothing. */
export async function init(context: Context, options: InitOptions): Promise<InitReport> {
  requireRepository(context);
  const changes: string[] = [];
  let detected: Promise<ProjectFacts> | undefined;
  const facts = (): Promise<ProjectFacts> => {
    detected ??= detect(context);
    return detected;
  };
  const choose = context.files.read(CONFIG_PATH) === undefined && options.packs !== false;
  const packs = choose ? packsFor((await facts()).languages) : [];
  for (const [path, text] of [
    [CONFIG_PATH, defaultConfigText(packs)],
    [ATTRIBUTES_PATH, ATTRIBUTES],
  ] as const) {
    if (context.files.read(path) !== undefined) continue;
    changes.push(`create ${path}`);
    if (!options.dryRun) context.files.create(path, text);
  }
  loadConfig(context);
  const documents = await createDocuments(context, options, facts);
  changes.push(...documents.map(({ path }) => `create ${path}`));
  const agentSigns = (await import('./agents.ts')).agentSigns(context);
  if (!options.hooks) return { changes, manual: [], documents, packs, agentSigns };
  if (context.repository?.writer === undefined) {
    const manual = ['The hooks need the git program. Install it, then run: nexus hooks install'];
    return { changes, manual, documents, packs, agentSigns };
  }
  const hooks = await installHooks(context, options);
  return { changes: [...changes, ...hooks.changes], manual: hooks.manual, documents, packs, agentSigns };
}

async function layoutOf(context: Context): Promise<HookLayout> {
  requireWriter(context);
  return detectHooks(await locateHooks({ cwd: requireRepository(context).facts.root, env: context.env }));
}

function reportOf(plan: InstallPlan): SetupReport {
  return {
    changes: plan.lines,
    manual: plan.manual.map(({ about, why, snippet }) => `${about}: ${why}\n${snippet}`),
  };
}

export async function installHooks(context: Context, options: InitOptions): Promise<SetupReport> {
  const found = await layoutOf(context);
  const layout = { ...found, textconv: options.textconv ?? found.textconv };
  const plan = planInstall(layout, readInstallRecord(layout.commonDir));
  if (!options.dryRun) {
    const root = packageRoot();
    const runtime = { node: process.execPath, worker: join(root, 'dist', 'hook.js'), version: VERSION };
    applyInstall(layout, plan, { shims: join(root, 'hooks'), runtime, now: context.clock() });
  }
  const { changes, manual } = reportOf(plan);
  const attributes = layout.textconv ? readText(context, ATTRIBUTES_PATH) : undefined;
  if (attributes === undefined || namesDiff(attributes)) return { changes, manual };
  const older = `${ATTRIBUTES_PATH}: it does not say yet which files git shows so\n${DIFF_ATTRIBUTE}`;
  return { changes, manual: [...manual, older] };
}

/** Puts every byte back that an installation changed. */
export async function uninstallHooks(
  context: Context,
  options: { readonly dryRun: boolean },
): Promise<SetupReport> {
  const layout = await layoutOf(context);
  const plan = planUninstall(layout, readInstallRecord(layout.commonDir));
  if (!options.dryRun) applyUninstall(layout, plan);
  return reportOf(plan);
}

const MANAGERS: Readonly<Record<HookManager, string>> = {
  config: "hooks in git's own configuration",
  husky: 'hooks managed by husky',
  'husky-8': 'hooks managed by husky 8',
  lefthook: 'hooks managed by lefthook',
  'pre-commit': 'hooks managed by pre-commit',
  'simple-git-hooks': 'hooks managed by simple-git-hooks',
  'hooks-path': 'hooks in the folder that core.hooksPath names',
  foreign: 'hooks in a folder outside this repository, which Nexus does not touch',
  plain: "hooks in git's own folder",
};

const HOOK_FAULTS: Readonly<Record<HookFault, string>> = {
  'not-installed': 'not installed',
  'not-run-by-git': 'git runs another file, or none',
  'not-executable': 'the hook file is not executable, so git ignores it',
  'shim-missing': 'its part in the git directory is missing',
  'runtime-missing': 'Nexus is not where it was when the hooks were installed',
};

export async function hooksReport(context: Context): Promise<HooksReport> {
  const status = hooksStatus(await layoutOf(context));
  return {
    layout: MANAGERS[status.manager],
    nodeFound: status.nodeFound,
    driver: status.driver,
    textconv: status.textconv,
    hooks: status.hooks.map(({ hook, effective, fault }) => ({
      name: hook,
      effective,
      ...(fault === undefined ? {} : { why: HOOK_FAULTS[fault] }),
    })),
  };
}
