import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isNexusError, openNexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';

/** Looks like a token of a well-known forge, and is none. */
const token = (): string => ['gh', 'p_', 'a1B2c3D4'.repeat(5).slice(0, 36)].join('');

function withRecord(): { repo: TestRepo; id: string; path: string } {
  const repo = gitRepo({ '.nexus/config.yaml': 'schema: 1\n' });
  const { id, path } = nexusJson<{ id: string; path: string }>(repo, [
    'remember',
    'pattern',
    'Retry uploads',
    '--tags',
    'http',
    '--body',
    '## Solution\n\nRetry twice.',
  ]);
  return { repo, id, path };
}

const textOf = (repo: TestRepo, path: string): string => readFileSync(join(repo.dir, path), 'utf8');

function inProcess(repo: TestRepo) {
  const env = repo.env;
  return openNexus({
    cwd: repo.dir,
    env,
    clock: Date.now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    machine: { home: '/home/ann', user: 'ann' },
    warm: false,
  });
}

describe('edit', () => {
  test('changes what is named and nothing else', () => {
    const { repo, id, path } = withRecord();
    const marked = textOf(repo, path).replace('title:', '# by hand\ntitle:');
    writeFileSync(join(repo.dir, path), marked);
    const done = nexus(repo, [
      'edit',
      id.slice(0, 20),
      '--set',
      'title=Retry uploads thrice',
      '--set',
      'pattern.complexity=low',
    ]);
    expect(done).toMatchObject({ code: 0, stdout: `${path}\n` });
    const now = textOf(repo, path);
    expect(now).toContain('# by hand\ntitle: Retry uploads thrice');
    expect(now).toContain('complexity: low');
    expect(now.split('## Solution')[1]).toBe(marked.split('## Solution')[1]);

    nexus(repo, ['edit', id, '--section', 'Solution', '--body', '-'], { input: 'Retry thrice.\n' });
    expect(textOf(repo, path)).toContain('## Solution\n\nRetry thrice.');
    const before = textOf(repo, path);
    expect(nexus(repo, ['edit', id, '--tags', 'http']).stderr).toBe(
      'Nothing was changed: the record says so already.\n',
    );
    for (const [set, hint] of [
      ['titel=x', 'did you mean title?'],
      ['pattern.complexity=huge', 'low'],
      ['title=', 'give another value'],
      ['kind=note', 'supersedes'],
    ] as const) {
      const refused = nexus(repo, ['edit', id, '--set', set]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain(hint);
    }
    expect(textOf(repo, path)).toBe(before);
  });

  test('takes a secret out of every text of the change', async () => {
    const { repo, id, path } = withRecord();
    const opened = await inProcess(repo);
    const done = await opened.edit(id, {
      set: { title: `key ${token()}`, tags: ['http', token()] },
      section: { name: 'Solution', text: `Use "${token()}"\nin /home/ann/app` },
    });
    expect(done.redacted).toBe(3);
    const text = textOf(repo, path);
    expect(text).not.toContain(token());
    expect(text).not.toContain('/home/ann');
    expect(text).toContain('[REDACTED:');
    expect(text.match(/^## Solution\n\nUse "/m)).not.toBeNull();
  });

  test('in an editor: new secrets go, what stood there stays, and what is not sound is not saved', async () => {
    const { repo, id, path } = withRecord();
    const allowed = textOf(repo, path).replace('Retry twice.', `Retry twice with ${token()}.`);
    writeFileSync(join(repo.dir, path), allowed);
    const opened = await inProcess(repo);
    const other = ['gh', 'p_', 'z9Y8x7W6'.repeat(5).slice(0, 36)].join('');
    const done = await opened.rewrite(id, `${allowed}\nAnd ${other} too.\n`);
    expect(done.redacted).toBe(1);
    expect(textOf(repo, path)).toContain(`with ${token()}.`);
    expect(textOf(repo, path)).toContain('And [REDACTED:');

    const before = textOf(repo, path);
    const torn = await opened
      .rewrite(id, before.replace('kind: pattern', 'kind: note'))
      .catch((cause: unknown) => cause);
    expect(isNexusError(torn) && torn.code).toBe('invalid-record');
    expect(textOf(repo, path)).toBe(before);
  });
});

describe('the end of a record', () => {
  test('retired: not served, still there, and can be brought back', () => {
    const { repo, id } = withRecord();
    expect(nexus(repo, ['retire', id]).stderr).toContain('--reason');
    const done = nexus(repo, ['retire', id, '--reason', 'the proxy does it']);
    expect(done.code).toBe(0);
    expect(nexus(repo, ['recall', 'retry', 'uploads', '--kind', 'pattern']).code).toBe(1);
    expect(nexus(repo, ['list', '--all']).stdout).toContain('(retired)');
    const again = nexus(repo, ['retire', id, '--reason', 'again']);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('is retired already: the proxy does it');
    const undo = /^Undo: nexus (.*)$/m.exec(done.stderr)?.[1] ?? '';
    expect(nexus(repo, undo.split(' ')).code).toBe(0);
    expect(nexus(repo, ['recall', 'retry', 'uploads']).code).toBe(0);
  });

  test('superseded: the new one is served, and only the newest can be superseded', () => {
    const { repo, id } = withRecord();
    const next = nexusJson<{ id: string; supersedes: string[] }>(repo, ['supersede', id, 'Queue uploads']);
    expect(next.supersedes).toEqual([id]);
    const { hits } = nexusJson<{ hits: { title: string; tags: string[] }[] }>(repo, [
      'recall',
      'uploads',
      '--kind',
      'pattern',
    ]);
    expect(hits).toMatchObject([{ title: 'Queue uploads', tags: ['http'] }]);
    const twice = nexus(repo, ['supersede', id, 'Something else']);
    expect(twice.code).toBe(2);
    expect(twice.stderr).toContain('is superseded already, by "Queue uploads"');
    expect(twice.stderr).toContain(`nexus supersede ${next.id.slice(0, 14)}`);
  });

  test('forgotten: the text goes, the tombstone says so, and nothing more can be done to it', () => {
    const { repo, id, path } = withRecord();
    const fresh = nexus(repo, ['forget', id]);
    expect(fresh.stderr).toContain('No commit held its text: it is gone.');
    expect(fresh.stderr).not.toContain('Earlier commits');
    expect(existsSync(join(repo.dir, path))).toBe(false);
    const tombstone = fresh.stdout.trim();
    expect(textOf(repo, tombstone)).not.toContain('Retry');
    for (const argv of [
      ['forget', id],
      ['edit', id, '--set', 'title=x'],
      ['retire', id, '--reason', 'x'],
      ['supersede', id, 'x'],
    ]) {
      const refused = nexus(repo, argv);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain(`delete ${tombstone}`);
    }
  });

  test('forgotten after a commit: said how to undo it, and that history still has it', () => {
    const { repo, id, path } = withRecord();
    repo.commit('keep it');
    const done = nexus(repo, ['forget', id, '--yes']);
    expect(done.stderr).toContain('Earlier commits still hold its text');
    expect(done.stderr).toContain(`Undo: git restore ${path}, and delete the tombstone`);
    expect(nexus(repo, ['status']).stdout).toContain('x forgotten');
    repo.git('restore', path);
    repo.sh(`rm ${done.stdout.trim()}`);
    expect(nexus(repo, ['status']).stdout).not.toContain('Not committed');
  });
});
