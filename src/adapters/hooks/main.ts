import { randomBytes } from 'node:crypto';
import { homedir, hostname, userInfo } from 'node:os';
import { openNexus } from '../../nexus.ts';

/**
 * What a git hook starts, if anything: `node hook.js <hook> [arguments]`. Whatever happens here,
 * git must not notice: exit code 0, nothing on standard output, and an end after a few seconds.
 */
const LIMIT_MS = 8_000;

setTimeout(() => process.exit(0), LIMIT_MS).unref();

async function work(hook: string): Promise<void> {
  const nexus = await openNexus({
    cwd: process.cwd(),
    env: process.env,
    hookEnv: true,
    clock: Date.now,
    random: randomBytes,
    machine: { home: homedir(), host: hostname(), user: userInfo().username },
    warm: false,
    prefer: 'git',
  });
  try {
    if (hook === 'pre-commit') await nexus.captureForCommit();
    else if (hook === 'pre-push') {
      for (const line of await nexus.checkPush(await readRefs())) process.stderr.write(`nexus: ${line}\n`);
    } else await nexus.afterGit(hook);
  } catch (cause) {
    nexus.logFailure(hook, cause);
  }
}

/** What git tells pre-push: `<local ref> <local id> <remote ref> <remote id>` a line. */
async function readRefs(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

try {
  await work(process.argv[2] ?? '');
} catch {
  // No repository, no permission, no memory: nothing that a commit should hear of.
}
process.exit(0);
