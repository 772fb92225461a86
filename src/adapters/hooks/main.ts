import { randomBytes } from 'node:crypto';
import { homedir, hostname, userInfo } from 'node:os';
import { openNexus } from '../../nexus.ts';
import { safeText } from '../../present/safe-text.ts';

/**
 * What a git hook starts, if anything: `node hook.js <hook> [arguments]`. Whatever happens here,
 * git must not notice: exit code 0, nothing on standard output, and an end after a few seconds.
 */
const LIMIT_MS = 8_000;
/** Nobody waits for the others, and a large repository's cache takes its time. */
const BACKGROUND_LIMIT_MS = 300_000;
const IN_FRONT = new Set(['pre-commit', 'pre-push']);

const [, , HOOK = '', ...WORDS] = process.argv;
setTimeout(() => process.exit(0), IN_FRONT.has(HOOK) ? LIMIT_MS : BACKGROUND_LIMIT_MS).unref();

/** A container may run under an id that has no name. */
function machine(): { home: string; host: string; user?: string } {
  const known = { home: homedir(), host: hostname() };
  try {
    return { ...known, user: userInfo().username };
  } catch {
    return known;
  }
}

async function work(hook: string): Promise<void> {
  const nexus = await openNexus({
    cwd: process.cwd(),
    env: process.env,
    hookEnv: true,
    clock: Date.now,
    random: randomBytes,
    machine: machine(),
    warm: false,
    prefer: 'git',
  });
  try {
    if (hook === 'pre-commit') await nexus.captureForCommit();
    else if (hook === 'pre-push') {
      // Git names the remote, or its address where it has no name, and the address.
      const [remote, url] = WORDS;
      const target = remote === undefined || url === undefined ? undefined : { remote, url };
      const lines = await nexus.checkPush(await readRefs(), target);
      for (const line of lines) process.stderr.write(`nexus: ${safeText(line)}\n`);
    } else await nexus.afterGit(hook);
  } catch (cause) {
    await nexus.logFailure(hook, cause);
  }
}

/** What git tells pre-push: `<local ref> <local id> <remote ref> <remote id>` a line. */
async function readRefs(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

void work(HOOK)
  // No repository, no permission, no memory: nothing that a commit should hear of.
  .catch(() => undefined)
  .then(() => process.exit(0));
