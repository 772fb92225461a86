import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { NexusError } from '../core/error.ts';

/** Where and in what environment git runs. */
export interface GitPlace {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Keep the variables with which git points a hook at its index and repository. */
  readonly hookEnv?: boolean;
  /** Other repositories may be reached, and a person be asked for a password; without it git has no business there. */
  readonly network?: { readonly prompt: boolean };
}

export interface GitRunOptions {
  /** Written to standard input; without it, standard input is closed. */
  readonly input?: string | Uint8Array;
  /** Exit codes that are answers and not failures. Default only 0. */
  readonly answers?: readonly number[];
  readonly timeoutMs?: number;
  /** Output beyond this fails instead of filling memory. */
  readonly maxBytes?: number;
  /** Ends it, as the time limit does. */
  readonly signal?: AbortSignal;
}

export interface GitOutput {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const GIT_TIMEOUT_MS = 120_000;
const MAX_OUTPUT = 512 * 1024 * 1024;
/** After a polite signal, git gets this long to remove its lock files. */
const KILL_AFTER_MS = 2_000;

/** `git rev-parse --local-env-vars`: what ties a process to one repository (githooks(5)). */
const LOCAL_VARIABLES = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_CONFIG',
  'GIT_CONFIG_PARAMETERS',
  'GIT_CONFIG_COUNT',
  'GIT_OBJECT_DIRECTORY',
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_GRAFT_FILE',
  'GIT_INDEX_FILE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_REPLACE_REF_BASE',
  'GIT_PREFIX',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_SHALLOW_FILE',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
];

/** What changes the meaning of paths or the form of output, for which callers rely on the defaults. */
const FORM_VARIABLES = [
  'GIT_LITERAL_PATHSPECS',
  'GIT_GLOB_PATHSPECS',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
  'GIT_EXTERNAL_DIFF',
  'GIT_DIFF_OPTS',
  'LANGUAGE',
];

/** Nothing that a repository's configuration names is run, and no lock is taken for a mere look. */
const SAFE_OPTIONS = [
  '--no-optional-locks',
  '--no-pager',
  '-c',
  'safe.bareRepository=explicit',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.quotepath=false',
];

function environmentOf(place: GitPlace): NodeJS.ProcessEnv {
  const dropped = new Set([...FORM_VARIABLES, ...(place.hookEnv === true ? [] : LOCAL_VARIABLES)]);
  const kept = Object.entries(place.env).filter(([name]) => !dropped.has(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
    ...(place.network === undefined ? {} : networkEnv(place.env, place.network.prompt)),
  };
}

/** Ways that start no program of another's choice. */
const PROTOCOLS = ['file', 'git', 'http', 'https', 'ssh'];

/** Where nobody is there, nobody is asked: not on a terminal, nor by a window. */
function networkEnv(env: NodeJS.ProcessEnv, prompt: boolean): NodeJS.ProcessEnv {
  const allowed = env.GIT_ALLOW_PROTOCOL?.split(':');
  return {
    GIT_ALLOW_PROTOCOL: PROTOCOLS.filter((name) => allowed?.includes(name) !== false).join(':'),
    ...(prompt
      ? { GIT_TERMINAL_PROMPT: '1' }
      : { GIT_ASKPASS: '', SSH_ASKPASS: '', SSH_ASKPASS_REQUIRE: 'never' }),
  };
}

/** The line of git's messages that says what went wrong. */
export function firstComplaint(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const complaint = lines.find((line) => /^(?:fatal|error): /.test(line)) ?? lines[0] ?? '';
  return complaint.replace(/^(?:fatal|error): /, '');
}

function failed(verb: string, detail: string, hint?: string, cause?: unknown): NexusError {
  return new NexusError('broken', 'git-failed', `git ${verb}: ${detail}`, hint, cause);
}

/**
 * Runs git once, without a shell. `args` begin with the command; revisions that came from a person
 * must stand behind `--end-of-options` or have been resolved. Throws `git-failed` for an exit code
 * that is not among the answers, `needs-git` if there is no git.
 */
export function runGit(
  place: GitPlace,
  args: readonly string[],
  options: GitRunOptions = {},
): Promise<GitOutput> {
  const verb = args.find((arg, at) => !arg.startsWith('-') && args[at - 1] !== '-c') ?? '';
  const timeoutMs = options.timeoutMs ?? GIT_TIMEOUT_MS;
  const maxBytes = options.maxBytes ?? MAX_OUTPUT;
  return new Promise((resolve, reject) => {
    const how = { cwd: place.cwd, env: environmentOf(place), windowsHide: true };
    const words = [...SAFE_OPTIONS, ...args];
    // A pipe to say nothing through takes a tenth of the time.
    const child =
      options.input === undefined
        ? spawn('git', words, { ...how, stdio: ['ignore', 'pipe', 'pipe'] })
        : spawn('git', words, { ...how, stdio: 'pipe' });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let size = 0;
    let stopped: string | undefined;
    let killer: NodeJS.Timeout | undefined;
    const stop = (why: string) => {
      if (stopped !== undefined) return;
      stopped = why;
      child.kill('SIGTERM');
      killer = setTimeout(() => {
        child.kill('SIGKILL');
        // A filter that git started may hold the pipes open.
        child.stdout.destroy();
        child.stderr.destroy();
      }, KILL_AFTER_MS);
    };
    options.signal?.addEventListener('abort', () => stop('stopped'), { once: true });
    const timer = setTimeout(() => stop(`no answer within ${timeoutMs / 1000} s`), timeoutMs);

    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) stop(`more than ${maxBytes} bytes of output`);
      else out.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    // Git may end before it has read all; how it ended then says more than EPIPE.
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input);

    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      clearTimeout(killer);
      if (error.code !== 'ENOENT') reject(failed(verb, error.message, undefined, error));
      else if (!existsSync(place.cwd))
        reject(new NexusError('usage', 'no-repository', `there is no folder ${place.cwd}`, undefined, error));
      else reject(new NexusError('broken', 'needs-git', 'git could not be started', INSTALL_GIT, error));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      clearTimeout(killer);
      const stderr = Buffer.concat(err).toString('utf8');
      if (stopped !== undefined) reject(failed(verb, stopped));
      else if (code === null) reject(failed(verb, `ended by ${signal ?? 'a signal'}`));
      else if (code !== 0 && !(options.answers ?? []).includes(code))
        reject(failed(verb, firstComplaint(stderr) || `exit code ${code}`));
      else resolve({ code, stdout: Buffer.concat(out), stderr });
    });
  });
}

export const INSTALL_GIT = 'install git 2.31 or later and see that it is on the PATH';
