import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleName } from '../../src/core/review-rules.ts';
import type { TrustLevel } from '../../src/core/trust.ts';
import type { TestRepo } from './git-repo.ts';

/** This clone's own settings, out of the tree: agents get what is trusted so far, asked or not. */
export function trustHere(repo: TestRepo, level: TrustLevel, push: TrustLevel = level): void {
  mkdirSync(join(repo.dir, '.git/nexus'), { recursive: true });
  writeFileSync(join(repo.dir, '.git/nexus/config.yaml'), `trust:\n  agents: ${level}\n  push: ${push}\n`);
}

/** Commits settings by which texts that these rules warn of are told all the same, for tests of what then holds them. */
export function allowFlags(repo: TestRepo, ...rules: readonly RuleName[]): void {
  const path = '.nexus/config.yaml';
  const allow = rules.map((rule) => `    - rule: ${rule}\n`).join('');
  const text = readFileSync(join(repo.dir, path), 'utf8');
  repo.commit('allow it', { [path]: `${text}\nreview:\n  allow:\n${allow}` });
}
