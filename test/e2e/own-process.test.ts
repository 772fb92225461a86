import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { VERBS } from '../../src/adapters/cli/verbs.ts';
import { gitRepo, type ShellResult, sealedEnv, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus, nexusProcess } from '../helpers/nexus-program.ts';

const ID = '01k9x40000aaaaaaaaaaaaaaaa';
const NOTE = `---
id: "${ID}"
kind: note
title: Staging is read-only on Sundays
created: "2026-01-01T00:00:00Z"
---

Its disk is copied then.
`;

const ADR =
  '# 1. Copy at night\n\n## Status\n\nAccepted\n\n## Context\n\nDays are busy.\n\n## Decision\n\nCopy at night.\n';

/** What a verb is asked for that has work to do with one note; the others are called with nothing. */
const ASKED: Readonly<Record<string, { readonly args: readonly string[]; readonly input?: string }>> = {
  init: { args: ['--dry-run'] },
  hooks: { args: ['install', '--dry-run'] },
  agents: { args: ['install', 'claude', '--yes'] },
  hook: {
    args: ['--patient', 'claude'],
    input:
      '{"hook_event_name":"UserPromptSubmit","session_id":"s","prompt":"why is staging read-only on Sundays"}',
  },
  run: { args: ['--', 'sh', '-c', 'echo out; echo err >&2; exit 3'] },
  note: { args: ['-'], input: 'of standard input\n' },
  session: { args: ['start', 'the disk'] },
  episode: { args: ['start', 'the disk'] },
  remember: { args: ['decision', 'Copy at night', '--body', '-'], input: 'It is quiet then.\n' },
  outcome: { args: [ID, 'helped'] },
  bank: { args: ['add', 'current issues', 'the disk is full'] },
  recall: { args: ['staging', '--explain'] },
  fix: { args: ['-'], input: 'RangeError: the pool has no size\n' },
  context: { args: ['--task', 'staging is read-only'] },
  show: { args: [ID] },
  recommend: { args: ['copy the disk'] },
  log: { args: ['-p'] },
  blame: { args: [ID] },
  edit: { args: [ID, '--tags', 'ops'] },
  supersede: { args: [ID, '--title', 'Staging is read-only at night', '--body', 'Always.'] },
  retire: { args: [ID, '--reason', 'it is gone'] },
  forget: { args: [ID, '--yes'] },
  import: { args: ['docs', '--format', 'adr', '--yes'] },
  export: { args: ['--format', 'markdown'] },
};

function withNote(): TestRepo {
  const repo = gitRepo({ '.nexus/config.yaml': 'schema: 1\n', 'docs/0001-copy.md': ADR });
  repo.commit('remember', { [`.nexus/notes/staging-${ID}.md`]: NOTE });
  return repo;
}

/** The same repository elsewhere. */
function copyOf(repo: TestRepo): TestRepo {
  const base = tempDir();
  cpSync(dirname(repo.dir), base, { recursive: true });
  return new TestRepo(join(base, 'repo'), sealedEnv(join(base, 'home')));
}

/** Without what no two calls have in common: the folder, new ids, and times. */
function said(repo: TestRepo, { code, stdout, stderr }: ShellResult) {
  const plain = (text: string): string =>
    text
      .replaceAll(dirname(repo.dir), '/home/ann')
      .replaceAll(/\b01[0-9a-hjkmnp-tv-z]{12}(?:[0-9a-hjkmnp-tv-z]{12})?\b/g, (id) =>
        ID.startsWith(id) ? id : 'new id',
      )
      .replaceAll(/just now|\d+ \w+ ago|\d+(?:\.\d+)? m?s\b|\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'a time');
  return { code, stdout: plain(stdout), stderr: plain(stderr) };
}

test.each(Object.keys(VERBS))(
  'nexus %s says the same in a process of its own as in a thread of the tests',
  (verb) => {
    const here = withNote();
    const there = copyOf(here);
    const { args = [], input = '' } = ASKED[verb] ?? {};
    const told = said(here, nexus(here, [verb, ...args], { input }));
    expect(said(there, nexusProcess(there, [verb, ...args], { input }))).toEqual(told);
    expect(there.git('status', '--porcelain').replaceAll(/01\w{24}/g, '')).toBe(
      here.git('status', '--porcelain').replaceAll(/01\w{24}/g, ''),
    );
    if (verb !== 'mcp') expect(told.stdout + told.stderr).not.toBe('');
  },
);

test('so do no verb, the version, help and words that mean nothing', () => {
  const repo = withNote();
  for (const args of [[], ['--version'], ['help', 'note'], ['nonsense'], ['note', '--nonsense']])
    expect(nexus(repo, args), args.join(' ')).toEqual(nexusProcess(repo, args));
});
