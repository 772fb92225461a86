import { NexusError } from '../core/error.ts';
import type { RepoFacts } from '../core/ports.ts';
import { firstComplaint, type GitOutput, type GitPlace, runGit } from './run-git.ts';

const OID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
/** The last four fail in a bare or an empty repository; what stands before them has been printed by then. */
const QUESTIONS = [
  '--is-bare-repository',
  '--show-object-format',
  '--is-shallow-repository',
  '--git-dir',
  '--git-common-dir',
  '--show-toplevel',
];
const HEAD_QUESTIONS = ['HEAD', '--symbolic-full-name', 'HEAD'];

/** Asks git where it is: one process, and a second where HEAD is unborn. */
export async function readSystemFacts(place: GitPlace): Promise<RepoFacts> {
  const output = await ask(place, [...QUESTIONS, ...HEAD_QUESTIONS], [128]);
  const lines = output.stdout.toString('utf8').split('\n');
  const [bare = '', format = '', shallow = '', gitDir = '', commonDir = '', root = '', head = '', name = ''] =
    lines;
  if (bare === 'true') throw bareRepository();
  if (root === '' || !/^(?:[0-9a-f]{40,64}|HEAD)?$/.test(head)) throw nowhere(output.stderr);
  const symbolic = OID.test(head) && name !== '' ? name : await symbolicHead(place);
  return {
    root,
    gitDir,
    commonDir,
    objectFormat: format === 'sha256' ? 'sha256' : 'sha1',
    head: OID.test(head) ? head : undefined,
    branch: symbolic.startsWith('refs/heads/') ? symbolic.slice('refs/heads/'.length) : undefined,
    shallow: shallow === 'true',
  };
}

async function ask(
  place: GitPlace,
  questions: readonly string[],
  answers: readonly number[],
): Promise<GitOutput> {
  return runGit(place, ['rev-parse', '--path-format=absolute', ...questions], { answers });
}

async function symbolicHead(place: GitPlace): Promise<string> {
  const { stdout } = await runGit(place, ['symbolic-ref', '--quiet', 'HEAD'], { answers: [1] });
  return stdout.toString('utf8').trimEnd();
}

function bareRepository(): NexusError {
  return new NexusError(
    'broken',
    'bare-repository',
    'this repository has no working tree here',
    'run nexus in a clone that has files checked out, and not inside a .git folder',
  );
}

function nowhere(stderr: string): NexusError {
  if (/bare repository|must be run in a work tree/.test(stderr)) return bareRepository();
  if (/dubious ownership/.test(stderr))
    return new NexusError(
      'broken',
      'git-failed',
      'git does not trust this repository, because another user owns it',
      'if you trust it, add it to safe.directory: see git help config',
    );
  if (/not a git repository/.test(stderr))
    return new NexusError(
      'usage',
      'no-repository',
      'this is not a git repository',
      'git init, or change folder',
    );
  return new NexusError(
    'broken',
    'git-failed',
    `git rev-parse: ${firstComplaint(stderr) || 'unexpected answer'}`,
  );
}
