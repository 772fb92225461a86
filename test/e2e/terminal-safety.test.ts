import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeId } from '../../src/core/id.ts';
import { gitRepo, type ShellResult, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';

/** One of each class that takes over a terminal, hides text or turns it round. */
const EVIL = [
  'pool \x1b[31mred\x1b[0m',
  '\x1b]52;c;aGk=\x07',
  '\x1b]8;;http://x\x1b\\link',
  '\x1bP$q"p\x1b\\',
  '\x9b2J',
  '\x9d0;title\x9c',
  'over\rwritten',
  'rub\bout',
  '\x7f',
  '\u202egnp.exe',
  '\u2066iso\u2069',
  'zero\u200bwidth\u200d\ufeff',
  '\u{e0041}\u{e0042}',
  'end',
].join(' ');

/** The same without what a ref or a name in a path cannot hold. */
const IN_A_REF = EVIL.replace(/[\x00-\x20\x7f:\\~^?*["/.]/g, '');
const IN_A_PATH = EVIL.replace(/[/\\\r]/g, '');

const FORBIDDEN =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

function expectSafe(args: readonly string[], { stdout, stderr }: ShellResult): void {
  expect({ args, out: FORBIDDEN.exec(stdout)?.[0], err: FORBIDDEN.exec(stderr)?.[0] }).toEqual({ args });
  expect(stdout + stderr).not.toBe('');
}

/** A double-quoted YAML scalar in ASCII: what a person can write who wants to hide it. */
function quoted(text: string): string {
  const escaped = Array.from(JSON.stringify(text), (char) =>
    /[\x20-\x7e]/.test(char) ? char : `\\U${(char.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`,
  );
  return escaped.join('');
}

function hostileRecord(id: string, body: string): string {
  const value = quoted(EVIL);
  return `---
id: "${id}"
kind: error
title: ${value}
created: "2026-01-02T03:04:05Z"
tags: [${value}]
language: ${value}
files: [${value}]
error:
  type: ${value}
  message: ${value}
  signature: ${value}
  command: ${value}
custom: ${value}
---

## Resolution

${body}
`;
}

/** A repository in which everything that others may name has been given such a name. */
function hostileRepo(): { repo: TestRepo; id: string } {
  const repo = gitRepo({ a: '1' });
  nexus(repo, ['init', '--yes']);
  repo.commit('memory');
  const id = makeId(Date.UTC(2026, 0, 2), new Uint8Array(10));
  const broken = makeId(Date.UTC(2026, 0, 3), new Uint8Array(10));
  const evil = new TestRepo(repo.dir, { ...repo.env, GIT_AUTHOR_NAME: EVIL, NEXUS: '0' });
  repo.git('checkout', '-q', '-b', IN_A_REF);
  evil.commit(EVIL, {
    [`.nexus/errors/hostile-${id}.md`]: hostileRecord(id, `pool ${IN_A_REF}`),
    [`.nexus/errors/broken-${broken}.md`]: hostileRecord(broken, EVIL),
    [`.nexus/notes/${IN_A_PATH}.md`]: `---\n${EVIL}: [\n---\n`,
    [`.nexus/notes/${IN_A_REF}.md`]: `---\n${IN_A_REF}: [\n---\n`,
    [`src/${IN_A_PATH}`]: '1',
  });
  evil.commit('changed', { [`.nexus/errors/hostile-${id}.md`]: hostileRecord(id, `pool ${IN_A_REF} again`) });
  return { repo, id };
}

test('no verb, in text or as JSON, in answers or errors, lets such a byte out', () => {
  const { repo, id } = hostileRepo();
  const reads = [
    ['recall', 'pool', '--explain', '-n', '50'],
    ['recall', EVIL],
    ['fix', 'pool'],
    ['list', '--all'],
    ['show', id],
    ['show', id, '--at', 'HEAD~1'],
    ['log', '-p'],
    ['log', id],
    ['diff', 'HEAD~2..HEAD'],
    ['diff', 'HEAD~1'],
    ['blame', id],
    ['stats'],
    ['seed'],
    ['status'],
    ['doctor'],
  ];
  const errors = [
    ['show', EVIL],
    ['recall', 'x', '--kind', EVIL],
    ['recall', 'x', '--at', EVIL],
    ['recall', 'x', '--since', EVIL],
    ['list', '--limit', EVIL],
    ['diff', `${EVIL}..${EVIL}`],
    [EVIL],
    ['list', `--${EVIL}`],
    ['hooks', EVIL],
    ['seed', EVIL],
    ['seed', '--on', EVIL],
    ['list', '--pack', EVIL],
    ['learn', '--consensus', EVIL],
    ['remember', EVIL],
    ['remember', 'note', 'x', '--files', EVIL, '--expires', EVIL],
    ['edit', id, '--set', `${EVIL}=${EVIL}`],
    ['edit', id, '--set', EVIL],
  ];
  for (const args of [...reads, ...errors]) {
    expectSafe(args, nexus(repo, args));
    const json = nexus(repo, [...args, '--json']);
    expectSafe(args, json);
    expect(JSON.parse(json.stdout)).toHaveProperty('schema', 1);
  }
});

test('our own colours are the only escape sequences', () => {
  const { repo, id } = hostileRepo();
  const env = { NO_COLOR: '', FORCE_COLOR: '1' };
  for (const args of [
    ['recall', 'pool'],
    ['show', id],
    ['log', '-p'],
    ['blame', id],
    ['status'],
    ['doctor'],
  ]) {
    const { code, stdout, stderr } = nexus(repo, args, { env });
    expect(stdout).toMatch(/\x1b\[\d+m/);
    const plain = (text: string) => text.replace(/\x1b\[\d+m/g, '');
    expectSafe(args, { code, stdout: plain(stdout), stderr: plain(stderr) });
  }
});

test('what is written, captured and run is told safely too', () => {
  const { repo, id } = hostileRepo();
  const verbs = [
    ['remember', 'note', EVIL, '--body', EVIL, '--tags', EVIL],
    ['remember', 'note', EVIL, '--body', EVIL, '--tags', EVIL],
    ['note', EVIL],
    ['status'],
    ['run', '--', EVIL],
    ['run', '--', `./${IN_A_PATH}`],
    ['run', '--', join('src', IN_A_PATH)],
    ['supersede', id, EVIL],
    ['retire', id, '--reason', EVIL],
    ['retire', id, '--reason', EVIL],
    ['forget', id, '--yes'],
    ['hooks', 'status'],
    ['init', '--dry-run'],
  ];
  for (const args of verbs) expectSafe(args, nexus(repo, args));
  repo.write({ a: '2' });
  repo.git('add', 'a');
  expect(repo.run('git', ['commit', '-q', '-m', 'plain'])).toEqual({ code: 0, stdout: '', stderr: '' });
  expectSafe(['log'], nexus(repo, ['log', '-p']));
});

test('JSON gives back the very same values', () => {
  const { repo, id } = hostileRepo();
  const shown = nexusJson<{ record: { title: string; tags: string[]; error: { message: string } } }>(repo, [
    'show',
    id,
  ]);
  // A record's line holds no control characters: they are blanks from the moment it is read.
  const line = EVIL.replace(/[\p{Cc} ]+/gu, ' ');
  const told = [shown.record.title, ...shown.record.tags, shown.record.error.message];
  expect(told.map((text) => text.replace(/ +/g, ' '))).toEqual([line, line, line]);
  const { commits } = nexusJson<{ commits: { subject: string; authorName: string }[] }>(repo, ['log']);
  const [subject, authorName] = repo.git('log', '-1', '--skip=1', '--format=%s%x00%an').split('\0');
  expect(commits[1]).toMatchObject({ subject, authorName });
  expect(nexusJson(repo, ['status'])).toMatchObject({ branch: IN_A_REF });
});

test('the warnings before a push are safe', () => {
  const { repo } = hostileRepo();
  const remote = join(tempDir(), 'remote.git');
  repo.git('init', '-q', '--bare', remote);
  const pushed = repo.run('git', ['push', '-q', remote, 'HEAD:refs/heads/main']);
  expect(pushed.code).toBe(0);
  expect(pushed.stderr).toMatch(/^nexus: .*invisible characters/m);
  expectSafe(['push'], pushed);
});
