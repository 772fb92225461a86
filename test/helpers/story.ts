import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Nexus, openNexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from './git-repo.ts';

export const DAY = 86_400_000;

/** A repository with a memory, whose commits run no hooks: the tests say when each runs, and what time it is. */
export class Story {
  readonly repo: TestRepo;
  now = Date.now();

  constructor(repo = gitRepo({ a: 'a\n', '.nexus/config.yaml': 'schema: 1\n' })) {
    this.repo = repo;
  }

  open(): Promise<Nexus> {
    return openNexus({
      cwd: this.repo.dir,
      env: this.repo.env,
      clock: () => ++this.now,
      random: randomBytes,
      machine: {},
      warm: false,
      hookEnv: true,
    });
  }

  stage(text: string): void {
    this.repo.write({ a: `${text}\n` });
    this.repo.git('add', 'a');
  }

  async capture(): Promise<readonly string[]> {
    const result = await (await this.open()).captureForCommit();
    return result.status === 'captured' ? result.paths : [];
  }

  /** A whole commit, with what its hooks do. Returns the memory it carries. */
  async commit(text: string): Promise<readonly string[]> {
    this.stage(text);
    await this.capture();
    this.repo.git('commit', '-q', '-m', text);
    await (await this.open()).afterGit('post-commit');
    return this.repo
      .git('show', '--name-only', '--format=', 'HEAD')
      .split('\n')
      .filter((path) => path.startsWith('.nexus/'));
  }

  read(path = ''): string {
    return readFileSync(join(this.repo.dir, path), 'utf8');
  }

  body(path = ''): string {
    return this.read(path).replace(/^---\n[\s\S]*?\n---\n/, '');
  }

  memory(): string {
    return this.repo.git('status', '--porcelain', '--untracked-files=all', '.nexus');
  }

  /** How many lines of the episodes of the last commit hold a word. */
  told(word: string): number {
    const found = this.repo.run('git', ['grep', '-hF', '-e', word, 'HEAD', '--', '.nexus/episodes']).stdout;
    return found.split('\n').filter((line) => line.startsWith('- ')).length;
  }
}
