import { makeId } from '../../src/core/id.ts';
import { gitRepo, TestRepo } from './git-repo.ts';
import { madeOnce } from './made-once.ts';
import { nexus } from './nexus-program.ts';

/** One of each class that takes over a terminal, hides text or turns it round. */
export const EVIL_CLASSES: Readonly<Record<string, string>> = {
  colour: '\x1b[31mred\x1b[0m',
  'erase and scroll back': '\x1b[2J\x1b[3J',
  'cursor elsewhere': '\x1b[9A\x1b[1;1H',
  'other screen, mouse': '\x1b[?1049l\x1b[?1000h',
  question: '\x1b[6n\x1b[c',
  clipboard: '\x1b]52;c;aGk=\x07',
  link: '\x1b]8;;http://x\x1b\\link',
  'device control': '\x1bP$q"p\x1b\\',
  'program command': '\x1b_Gi=1\x1b\\',
  'reset, other letters': '\x1bc\x1b(0\x0e',
  'control in one byte': '\x9b2J',
  'title in one byte': '\x9d0;t\x9c',
  return: 'over\rwritten',
  backspace: 'rub\bout',
  delete: '\x7f',
  'line breaks': 'a\x0bb\x0cc\u2028d',
  'right to left': '\u202egnp.exe',
  isolate: '\u2066iso\u2069',
  'no width': 'zero\u200bwidth\u200d\ufeff\u3164',
  tags: '\u{e0041}\u{e0042}\ufe01',
  marks: `z${'\u0301'.repeat(12)}`,
};

export const EVIL = `pool ${Object.values(EVIL_CLASSES).join(' ')} end`;

/** The same without what a ref or a name in a path cannot hold. */
export const IN_A_REF = EVIL.replace(/[\x00-\x20\x7f:\\~^?*["/.]/g, '');
export const IN_A_PATH = EVIL.replace(/[/\\\r]/g, '');

export const FORBIDDEN =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\u3164\ufeff\u{e0000}-\u{e007f}]|\ufe01/u;

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
export const hostileRepo = madeOnce(async () => {
  const repo = gitRepo({ a: '1' });
  nexus(repo, ['init', '--yes']);
  repo.withoutHooks().commit('memory');
  const id = makeId(Date.UTC(2026, 0, 2), new Uint8Array(10));
  const broken = makeId(Date.UTC(2026, 0, 3), new Uint8Array(10));
  const evil = new TestRepo(repo.dir, { ...repo.env, GIT_AUTHOR_NAME: EVIL, NEXUS: '0' });
  evil.git('checkout', '-q', '-b', IN_A_REF);
  evil.commit(EVIL, {
    [`.nexus/errors/hostile-${id}.md`]: hostileRecord(id, `pool ${IN_A_REF}`),
    [`.nexus/errors/broken-${broken}.md`]: hostileRecord(broken, EVIL),
    [`.nexus/notes/${IN_A_PATH}.md`]: `---\n${EVIL}: [\n---\n`,
    [`.nexus/notes/${IN_A_REF}.md`]: `---\n${IN_A_REF}: [\n---\n`,
    [`src/${IN_A_PATH}`]: '1',
  });
  evil.commit('changed', { [`.nexus/errors/hostile-${id}.md`]: hostileRecord(id, `pool ${IN_A_REF} again`) });
  return { repo, id };
});
