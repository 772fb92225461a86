import { join } from 'node:path';
import { isNexusError } from '../core/error.ts';
import { KINDS, MEMORY_ROOT } from '../core/kinds.ts';
import { describeProblem, type Problem } from '../core/problem.ts';
import { VERSION } from '../core/version.ts';
import { worktreeExists } from '../repo/git-state.ts';
import { heartbeatReport, readReflog } from '../repo/hook-install/heartbeat.ts';
import { readInstallRecord } from '../repo/hook-install/hook-apply.ts';
import { agentsHealth } from './agents-health.ts';
import { settle } from './capture.ts';
import { worktreeOfPending } from './carried-files.ts';
import { notCarried } from './carrier.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { readText } from './document-files.ts';
import { documentProblems } from './document-health.ts';
import { openIndex } from './index-cache.ts';
import { readJournal, waiting } from './journal.ts';
import { originsOf, packsInUse } from './packs.ts';
import { sessionStatus } from './session.ts';
import { readConfig } from './settings.ts';
import { CONFIG_PATH, namesEmbeddings } from './settings-path.ts';
import {
  ATTRIBUTES_PATH,
  attributesMissing,
  DIFF_ATTRIBUTE,
  type HooksReport,
  hooksReport,
  namesDiff,
} from './setup.ts';
import { readSources } from './source-state.ts';
import { sweep } from './sweep.ts';

export interface Check {
  readonly state: 'ok' | 'note' | 'bad';
  readonly text: string;
  /** What to do about it. */
  readonly hint?: string;
}

export interface DoctorReport {
  readonly checks: readonly Check[];
}

/** Of one kind of trouble, so many are named. */
const MAX_NAMED = 20;
/** A failure that a hook met longer ago than this is history. */
const LOG_DAYS = 7;

/** Looks at everything that Nexus stands on; what needs a person is `bad`. */
export async function doctor(context: Context): Promise<DoctorReport> {
  const groups: Check[][] = [];
  for (const look of [
    ground,
    memory,
    sources,
    shared,
    hooks,
    agentsHealth,
    session,
    journal,
    state,
    cache,
    vectors,
  ])
    groups.push(await safely(() => look(context)));
  sweep(context);
  return { checks: groups.flat() };
}

/** What cannot even be looked at is a finding like any other. */
async function safely(look: () => Promise<Check[]> | Check[]): Promise<Check[]> {
  try {
    return await look();
  } catch (cause) {
    if (!isNexusError(cause)) throw cause;
    // The settings have their own check; each look needs them.
    if (cause.code === 'schema-too-new') return [];
    const { message, hint } = cause;
    return [{ state: 'bad', text: message, ...(hint === undefined ? {} : { hint }) }];
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function ground(context: Context): Check[] {
  const { git } = requireRepository(context);
  const base: Check = { state: 'ok', text: `Nexus ${VERSION} on Node.js ${process.versions.node}` };
  if (git.backend === 'git') return [base, { state: 'ok', text: 'the git program is used' }];
  return [
    base,
    {
      state: 'note',
      text: 'no git program on PATH: memory, commits and history are read with the built-in git',
      hint: 'install git to capture at commit time',
    },
  ];
}

async function memory(context: Context): Promise<Check[]> {
  if (!hasMemory(context)) {
    return [
      {
        state: 'note',
        text: 'this repository has no memory yet; its commits are recalled all the same',
        hint: 'run: nexus init',
      },
    ];
  }
  const { records, problems } = (await context.reader()).all();
  const asked = (await import('./queries.ts')).readQueries(context);
  const settings = [...readConfig(context).problems, ...(asked?.problems ?? [])];
  const all = [...settings, ...problems, ...documentProblems(context)];
  const checks: Check[] = [{ state: 'ok', text: `${count(records.length, 'record')} can be read` }];
  const packs = packsInUse(readConfig(context).config.packs, originsOf(records));
  if (packs.length > 0) {
    const each = packs.map((pack) => `${pack.name} (${count(pack.records, 'record')})`);
    checks.push({ state: 'ok', text: `packs: ${each.join(', ')}` });
  }
  checks.push(...all.slice(0, MAX_NAMED).map(faulty));
  if (all.length > MAX_NAMED)
    checks.push({
      state: 'bad',
      text: `and ${all.length - MAX_NAMED} more problems`,
      hint: 'see: nexus list --all --json',
    });
  return checks;
}

function faulty(problem: Problem): Check {
  const { hint, ...bare } = problem;
  const todo = problem.code === 'schema-too-new' ? 'upgrade Nexus' : `open ${problem.file}: it is plain text`;
  return { state: 'bad', text: describeProblem(bare), hint: hint === undefined || hint === '' ? todo : hint };
}

/** Other repositories whose memory is recalled here; nobody is asked for it. */
function sources(context: Context): Check[] {
  const { sources: known, problems } = readSources(requireRepository(context).state);
  const checks = known.flatMap((source): Check[] => {
    const { name, pin, leftOut, rewritten, failed } = source;
    const note = (text: string): Check => ({
      state: 'note',
      text: `source ${name}: ${text}`,
      hint: 'see: nexus source list',
    });
    return [
      {
        state: 'ok',
        text: `source ${name}: ${count(source.records, 'record')} at ${pin.commit.slice(0, 10)}`,
      },
      ...(leftOut === 0 ? [] : [note(`${count(leftOut, 'file')} left out`)]),
      ...(rewritten === true ? [note('history was rewritten there; what was pinned is recalled')] : []),
      ...(failed === undefined ? [] : [note('gave no answer when it was asked last')]),
    ];
  });
  return [...checks, ...problems.map(faulty)];
}

/** Memory that git ignores is memory that nobody gets. */
async function shared(context: Context): Promise<Check[]> {
  const { writer } = requireRepository(context);
  if (writer === undefined || !hasMemory(context)) return [];
  const samples = Object.values(KINDS).map(({ folder }) => `${MEMORY_ROOT}/${folder}/record.md`);
  const found = await writer.ignoreRule([CONFIG_PATH, ...samples]);
  if (found === undefined) return [];
  const what = found.path === CONFIG_PATH ? `${MEMORY_ROOT}/` : `records, as in ${found.path}`;
  return [
    { state: 'bad', text: `git ignores ${what}: no commit carries them`, hint: `remove ${found.rule}` },
  ];
}

async function hooks(context: Context): Promise<Check[]> {
  const { writer, facts } = requireRepository(context);
  if (writer === undefined || !hasMemory(context)) return [];
  const { layout, hooks: rows, nodeFound, driver, textconv } = await hooksReport(context);
  const dead = rows.filter((row) => !row.effective);
  if (dead.length > 0) {
    const faults = [...new Set(dead.map((row) => row.why ?? 'not installed'))];
    return faults.map((why) => {
      const names = dead.filter((row) => (row.why ?? 'not installed') === why).map((row) => row.name);
      return { state: 'bad', text: `${names.join(', ')}: ${why}`, hint: 'run: nexus hooks install' };
    });
  }
  const checks: Check[] = [{ state: 'ok', text: `${count(rows.length, 'hook')} are installed (${layout})` }];
  if (!nodeFound)
    checks.push({
      state: 'bad',
      text: 'the Node.js that the hooks start is gone; they try the one on the PATH, which not every git client has',
      hint: 'run: nexus hooks install',
    });
  checks.push(merging(context, driver), ...showing(context, textconv));
  const report = heartbeatReport({
    home: join(facts.commonDir, 'nexus'),
    reflog: await readReflog({ cwd: facts.root, env: context.env }, 50),
    since: readInstallRecord(facts.commonDir)?.at ?? 0,
  });
  if (report.verdict === 'silent') {
    checks.push({
      state: 'bad',
      text: 'the newest commit was made without our hook',
      hint: `possible causes:\n- ${report.causes.join('\n- ')}`,
    });
  } else if (report.verdict === 'firing') checks.push({ state: 'ok', text: 'the newest commit ran them' });
  else checks.push({ state: 'note', text: 'no commit was made since they were installed' });
  const stuck = await notCarried(context);
  if (stuck !== undefined)
    checks.push({ state: 'note', text: `commits carry no new memory: ${stuck.why}`, hint: stuck.hint });
  return checks;
}

function merging(context: Context, driver: boolean): Check {
  const text = 'git merges records as text';
  if (!driver) return { state: 'note', text, hint: 'run: nexus hooks install' };
  const attributes = readText(context, ATTRIBUTES_PATH) ?? '';
  if (!/\bmerge=nexus\b/.test(attributes))
    return { state: 'note', text, hint: `add to ${ATTRIBUTES_PATH}: *.md merge=nexus` };
  const merged = 'records are merged by field and section';
  const missing = attributesMissing(context, attributes);
  if (missing.length === 0) return { state: 'ok', text: merged };
  const hint = `add to ${ATTRIBUTES_PATH}: ${missing.join('\n')}`;
  return { state: 'note', text: `${merged}, other files as text`, hint };
}

/** Only where it was asked for: git does well without it. */
function showing(context: Context, textconv: HooksReport['textconv']): Check[] {
  if (textconv === 'off') return [];
  const text = 'git diff and git log -p show records as they are, with what hides in them';
  if (textconv === 'shim-missing') return [{ state: 'note', text, hint: 'run: nexus hooks install' }];
  if (namesDiff(readText(context, ATTRIBUTES_PATH) ?? ''))
    return [{ state: 'ok', text: 'git diff and git log -p of records show what hides in them' }];
  return [{ state: 'note', text, hint: `add to ${ATTRIBUTES_PATH}: ${DIFF_ATTRIBUTE}` }];
}

async function session(context: Context): Promise<Check[]> {
  const open = hasMemory(context) ? await sessionStatus(context) : undefined;
  if (open === undefined) return [];
  const days = Math.floor((context.clock() - Date.parse(open.started)) / 86_400_000);
  const text = `a session is open${open.focus === undefined ? '' : `: ${open.focus}`}`;
  if (days < 1) return [{ state: 'ok', text }];
  return [
    { state: 'note', text: `${text}; it began ${count(days, 'day')} ago`, hint: 'end it: nexus session end' },
  ];
}

async function journal(context: Context): Promise<Check[]> {
  const repository = requireRepository(context);
  // The newest commit's own hook may still be at work in the background.
  if (repository.writer !== undefined && hasMemory(context)) await settle(context);
  const { entries, problems } = readJournal(repository);
  const queued = waiting(entries).length;
  const checks: Check[] = [
    {
      state: 'ok',
      text: queued === 0 ? 'nothing waits in the journal' : `${count(queued, 'event')} in the journal`,
    },
  ];
  const orphans = new Map<string, number>();
  for (const { folder } of waiting(entries)) {
    const name = folder.split('/')[1] ?? '';
    if (name !== repository.worktree) orphans.set(name, (orphans.get(name) ?? 0) + 1);
  }
  for (const [name, number] of orphans)
    checks.push({
      state: 'note',
      text: `${count(number, 'event')} of the worktree "${name}", which is gone`,
      hint: 'the next commit here carries them; to drop them: nexus forget --journal',
    });
  for (const { name } of repository.state.listJson('pending')) {
    const worktree = worktreeOfPending(name);
    if (worktree === 'main' || worktree === repository.worktree) continue;
    if (worktreeExists(repository.facts.commonDir, worktree)) continue;
    checks.push({
      state: 'bad',
      text: `the worktree "${worktree}" is gone, and its unfinished capture makes every commit slower`,
      hint: `delete .git/nexus/pending/${name}`,
    });
  }
  for (const problem of problems)
    checks.push({ state: 'bad', text: describeProblem(problem), hint: 'nexus forget --journal drops it' });
  return checks;
}

/** The local state: can it be written, and did a hook have to give up lately? */
function state(context: Context): Check[] {
  const { state: files } = requireRepository(context);
  if (!hasMemory(context)) return [];
  const checks: Check[] = [];
  for (const folder of ['', 'cache', 'journal']) {
    try {
      const probe = folder === '' ? 'doctor-probe' : `${folder}/doctor-probe`;
      files.writePrivate(probe, '');
      files.remove(probe);
    } catch (cause) {
      if (!isNexusError(cause)) throw cause;
      const where = ['.git/nexus', folder].filter((part) => part !== '').join('/');
      checks.push({
        state: 'bad',
        text: `${where} cannot be written: ${cause.message}`,
        hint: cause.hint ?? `see who owns ${where}, and that it is a folder`,
      });
      if (folder === '') break;
    }
  }
  const last = files.readText('nexus.log')?.trimEnd().split('\n').at(-1) ?? '';
  const at = Date.parse(last.split(' ')[0] ?? '');
  if (context.clock() - at < LOG_DAYS * 86_400_000)
    checks.push({ state: 'note', text: `a hook gave up: ${last}`, hint: 'more: .git/nexus/nexus.log' });
  return checks;
}

async function cache(context: Context): Promise<Check[]> {
  const { searched } = await openIndex(context);
  const { records, commits } = searched;
  return [
    { state: 'ok', text: `recall searches ${count(records, 'record')} and ${count(commits, 'commit')}` },
  ];
}

/** Only where somebody named who makes them; then it is asked for one. */
async function vectors(context: Context): Promise<Check[]> {
  if (!namesEmbeddings(context)) return [];
  return (await import('./vectors-health.ts')).vectorsHealth(context);
}
