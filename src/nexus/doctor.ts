import { join } from 'node:path';
import { describeProblem } from '../core/problem.ts';
import { VERSION } from '../core/version.ts';
import { heartbeatReport, readHeartbeat, readReflog } from '../repo/hook-install/heartbeat.ts';
import { readInstallRecord } from '../repo/hook-install/hook-apply.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { openIndex } from './index-cache.ts';
import { readJournal, waiting } from './journal.ts';
import { readConfig } from './settings.ts';
import { hooksReport } from './setup.ts';

export interface Check {
  readonly state: 'ok' | 'note' | 'bad';
  readonly text: string;
  /** What to do about it. */
  readonly hint?: string;
}

export interface DoctorReport {
  readonly checks: readonly Check[];
}

/** Looks at everything that Nexus stands on; what needs a person is `bad`. */
export async function doctor(context: Context): Promise<DoctorReport> {
  const groups = await Promise.all([
    ground(context),
    memory(context),
    hooks(context),
    journal(context),
    cache(context),
  ]);
  return { checks: groups.flat() };
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
  const all = [...readConfig(context).problems, ...problems];
  const checks: Check[] = [{ state: 'ok', text: `${records.length} records can be read` }];
  for (const problem of all.slice(0, 20)) checks.push({ state: 'bad', text: describeProblem(problem) });
  if (all.length > 20)
    checks.push({
      state: 'bad',
      text: `and ${all.length - 20} more problems`,
      hint: 'see: nexus list --json',
    });
  return checks;
}

async function hooks(context: Context): Promise<Check[]> {
  const { writer, facts } = requireRepository(context);
  if (writer === undefined || !hasMemory(context)) return [];
  const { layout, hooks: rows } = await hooksReport(context);
  const dead = rows.filter((row) => !row.effective);
  if (dead.length > 0) {
    return dead.map((row) => ({
      state: 'bad',
      text: `${row.name}: ${row.why ?? 'not installed'}`,
      hint: 'run: nexus hooks install',
    }));
  }
  const checks: Check[] = [{ state: 'ok', text: `${rows.length} hooks are installed (${layout})` }];
  const home = join(facts.commonDir, 'nexus');
  const report = heartbeatReport({
    home,
    reflog: await readReflog({ cwd: facts.root, env: context.env }, 50),
    since: readInstallRecord(facts.commonDir)?.at ?? 0,
  });
  const seen = readHeartbeat(home, 'post-commit');
  if (report.verdict === 'silent') {
    checks.push({
      state: 'bad',
      text: 'the newest commit was made without our hook',
      hint: `possible causes:\n- ${report.causes.join('\n- ')}`,
    });
  } else if (report.verdict === 'firing') checks.push({ state: 'ok', text: 'the newest commit ran them' });
  else
    checks.push({
      state: 'note',
      text: seen === undefined ? 'no commit since they were installed' : 'no commit since the last check',
    });
  return checks;
}

function journal(context: Context): Check[] {
  const { entries, problems } = readJournal(requireRepository(context));
  const queued = waiting(entries).length;
  return [
    {
      state: 'ok',
      text: queued === 0 ? 'nothing waits in the journal' : `${queued} events wait for the next commit`,
    },
    ...problems.map(
      (problem): Check => ({
        state: 'bad',
        text: describeProblem(problem),
        hint: 'nexus forget --journal drops it',
      }),
    ),
  ];
}

async function cache(context: Context): Promise<Check[]> {
  const { searched } = await openIndex(context);
  return [
    { state: 'ok', text: `recall searches ${searched.records} records and ${searched.commits} commits` },
  ];
}
