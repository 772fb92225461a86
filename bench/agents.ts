import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchRepo, inTurns, median, NEXUS, nodeStart, quantile, type Row, timed } from './measure.ts';
import { KNOWN_SIGNATURE, TASK } from './worked-memory.ts';

/** An agent ends what it waits for longer. */
const LIMIT_MS = 1_500;

let sessions = 0;

/** An event of a session of its own: what was shown in another is shown again. */
function eventOf(repo: BenchRepo, name: string, more: object): string {
  sessions += 1;
  return JSON.stringify({ session_id: `s${sessions}`, cwd: repo.dir, hook_event_name: name, ...more });
}

function failed(output: string): object {
  sessions += 1;
  return {
    tool_name: 'Bash',
    tool_input: { command: 'node app.mjs' },
    tool_use_id: `toolu_${sessions}`,
    error: `Exit code 1\n${output}`,
    duration_ms: 800,
  };
}

const prompt = (text: string) => (): object => ({ prompt: text, prompt_id: `p${sessions}` });
const trace = '    at start (/srv/app/src/app.mjs:3:44)\n'.repeat(12);

const EVENTS: readonly {
  readonly what: string;
  readonly name: string;
  readonly payload: () => object;
  readonly bar?: number;
}[] = [
  { what: 'prompt, silent', name: 'UserPromptSubmit', payload: prompt('continue with the next one'), bar: 3 },
  { what: 'prompt, hit', name: 'UserPromptSubmit', payload: prompt(TASK), bar: 5 },
  { what: 'session start', name: 'SessionStart', payload: () => ({ source: 'startup' }), bar: 6 },
  {
    what: 'failure, known',
    name: 'PostToolUseFailure',
    payload: () => failed(`${KNOWN_SIGNATURE}\n${trace}`),
    bar: 5,
  },
  {
    what: 'failure, unknown',
    name: 'PostToolUseFailure',
    payload: () => failed(`TypeError: cannot read ledger of tenant\n${trace}`),
    bar: 5,
  },
  {
    what: 'success',
    name: 'PostToolUse',
    payload: () => ({ ...failed(''), error: undefined, tool_response: { stdout: 'ok', interrupted: false } }),
    bar: 2,
  },
  { what: 'event that is ignored', name: 'Notification', payload: () => ({ message: 'waits' }), bar: 2 },
];

/** As an agent's settings start it; what it prints. */
function hook(repo: BenchRepo, input: string): string {
  const done = spawnSync(process.execPath, [NEXUS, 'hook', 'claude'], {
    cwd: repo.dir,
    env: repo.env,
    input,
    encoding: 'utf8',
  });
  if (done.status !== 0 || done.stderr !== '') throw new Error(`nexus hook claude: ${done.stderr}`);
  return done.stdout;
}

/** Whole processes with a warm cache, for each event that an agent tells of. */
export function agentRows(repo: BenchRepo, size: number, runs: number): Row[] {
  return EVENTS.map(({ what, name, payload, bar = 5 }): Row => {
    // What waits for a commit grows from run to run, and in nobody's day.
    for (const folder of ['journal', 'open', 'told.json'])
      rmSync(join(repo.dir, '.git/nexus', folder), { recursive: true, force: true });
    const text = hook(repo, eventOf(repo, name, payload()));
    const { a, b } = inTurns(
      runs,
      () => void hook(repo, eventOf(repo, name, payload())),
      () => void nodeStart(1),
    );
    const ratio = median(a) / median(b);
    const p95 = quantile(a, 0.95);
    return {
      what: `${size}: hook, ${what}`,
      figure: `${ratio.toFixed(2)} × node, p95 ${(p95 / median(b)).toFixed(2)} ×, ${Math.ceil(text.length / 4)} tokens`,
      bar: `≤ ${bar} ×`,
      met: ratio <= bar && p95 <= LIMIT_MS,
      how: `median of ${runs}, ${median(a).toFixed(0)} ms`,
    };
  });
}

/** The hard limit: an agent's prompt while the cache of a large memory is still to be made. */
export function coldHookRow(repo: BenchRepo, size: number): Row {
  const cache = join(repo.dir, '.git/nexus/cache');
  rmSync(cache, { recursive: true, force: true });
  const times = [1, 2, 3].map(() =>
    timed(() => void hook(repo, eventOf(repo, 'UserPromptSubmit', prompt(TASK)()))),
  );
  // Nobody is to be measured beside what still makes it.
  const head = join(cache, 'main/head.json');
  for (let left = 600; left > 0 && !existsSync(head); left -= 1) settle(200);
  const after = timed(() => void hook(repo, eventOf(repo, 'UserPromptSubmit', prompt(TASK)())));
  const worst = Math.max(...times, after);
  return {
    what: `${size}: hook, prompt without a cache`,
    figure: `${worst.toFixed(0)} ms, ${existsSync(head) ? 'made meanwhile' : 'NOT MADE'}`,
    bar: `≤ ${LIMIT_MS} ms`,
    met: worst <= LIMIT_MS && existsSync(head),
    how: 'the longest of three, and of one when it is made',
  };
}

function settle(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
