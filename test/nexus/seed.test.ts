import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const config = (repo: TestRepo): string => readFileSync(join(repo.dir, '.nexus/config.yaml'), 'utf8');

async function withPack(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'a.txt': 'x\n' }));
  nexus(repo, ['seed', '--on', 'python']);
  return repo;
}

describe('a new memory', () => {
  test('uses the packs that fit its languages, and says so before it does', () => {
    const repo = gitRepo({ 'a.py': 'x = 1\n', 'run.sh': 'true\n' });
    expect(nexus(repo, ['init', '--dry-run']).stdout).toContain('for what is written here: python.');
    const done = nexusJson<{ packs: string[] }>(repo, ['init', '--yes', '--no-hooks']);
    expect(done.packs).toEqual(['python']);
    expect(config(repo)).toMatch(/^packs: \[python\] {2}# knowledge that comes with Nexus/m);
    expect(nexus(repo, ['status']).stdout).toMatch(/^Packs: python \(\d+ records\)$/m);
    expect(nexus(repo, ['doctor']).stdout).toMatch(/packs: python \(\d+ records\)/);
  });

  test('uses none for a few scripts beside something else, and none where that is said', () => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`src/a${at}.go`, 'package a\n']));
    const few = gitRepo({ ...files, 'tool.py': 'x = 1\n' });
    expect(nexusJson(few, ['init', '--no-hooks'])).toMatchObject({ packs: [] });
    const none = gitRepo({ 'a.py': 'x = 1\n' });
    expect(nexusJson(none, ['init', '--no-hooks', '--no-packs'])).toMatchObject({ packs: [] });
    expect(nexusJson(none, ['init', '--no-hooks'])).toMatchObject({ packs: [], changes: [] });
  });
});

describe('packs', () => {
  test('are listed, and switched in the settings, of which all else stays', async () => {
    const repo = await withMemory(gitRepo({ 'a.txt': 'x\n' }));
    const before = config(repo);
    expect(nexus(repo, ['seed']).stdout).toMatch(
      /^python +off +patterns \d+, best practices 3, common errors 4/m,
    );
    expect(nexus(repo, ['seed', '--on', 'python']).stdout).toMatch(/^python +on /m);
    expect(config(repo)).toBe(before.replace('packs: []', 'packs: [python]'));
    expect(nexusJson(repo, ['seed', '--off', 'python'])).toMatchObject({
      packs: [{ on: false }, ...rest(repo)],
    });
    const wrong = nexus(repo, ['seed', '--on', 'pyton']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('did you mean python?')]);
  });

  test('are copied for editing: a copy stands for its original, and none is made twice', async () => {
    const repo = await withPack();
    const memory = await open(repo);
    const plan = await memory.seedKnowledge('python', { only: ['profile before'], dryRun: true });
    expect(plan).toMatchObject({ dryRun: true, patterns: 1, best_practices: 0, common_errors: 0 });
    expect((await memory.list({})).total).toBe(0);
    const done = nexus(repo, ['seed', 'python', '--only', 'profile before,01m7xpe600mjp9']);
    expect(done.stderr).toBe('Seeded: patterns 1, best practices 0, common errors 1\n');
    const [copy] = (await memory.list({ kinds: ['pattern'] })).records;
    const [origin = ''] = copy?.record.derived_from ?? [];
    const original = await memory.show(origin);
    expect(copy?.record).toMatchObject({ title: 'Profile before optimising', body: original.record.body });
    const { hits } = await memory.recall({ text: 'profile before optimising' });
    expect(hits.map(({ id }) => id)).not.toContain(origin);
    expect(hits[0]?.id).toBe(copy?.record.id);
    const again = await memory.seedKnowledge('python', { only: ['profile before'] });
    expect(again).toMatchObject({ patterns: 0, items: [{ outcome: 'duplicate', id: copy?.record.id }] });
    expect((await memory.stats()).packs).toMatchObject([{ name: 'python', copied: 2 }]);
    expect(nexus(repo, ['seed']).stdout).toMatch(/, 2 copied$/m);
  });

  test('whole sorts are chosen by kind and category; what was forgotten does not come back', async () => {
    const repo = await withPack();
    const memory = await open(repo);
    const done = await memory.seedKnowledge('python', { categories: ['best-practice', 'design'] });
    expect(done).toMatchObject({ patterns: 4, best_practices: 3, common_errors: 0, anti_patterns: 0 });
    const [one] = (await memory.list({})).records;
    await memory.forget(one?.record.id ?? '');
    const again = await memory.seedKnowledge('python', { categories: ['best-practice', 'design'] });
    expect(again.items.filter(({ outcome }) => outcome === 'refused')).toMatchObject([
      { title: one?.record.title, why: expect.stringContaining('forgotten') },
    ]);
    const wrong = nexus(repo, ['seed', 'python', '--only', 'fortran']);
    expect(wrong.stderr).toBe(
      'nexus: nothing in python fits "fortran"\n       see: nexus list --pack python\n',
    );
  });

  test('have records that can be listed and shown, and that only a copy of can be changed', async () => {
    const repo = await withMemory(gitRepo({ 'a.txt': 'x\n' }));
    const rows = nexusJson<{ total: number; records: { id: string; title: string }[] }>(repo, [
      ...['list', '--pack', 'python', '--kind', 'error'],
    ]);
    expect(rows.total).toBe(4);
    const { id = '', title = '' } = rows.records[0] ?? {};
    expect(nexus(repo, ['show', id]).stdout).toContain(title);
    for (const verb of [
      ['edit', id, '--set', 'title=x'],
      ['retire', id, '--reason', 'x'],
      ['supersede', id, 'x'],
      ['forget', id, '--yes'],
      ['blame', id],
    ]) {
      const { code, stderr } = nexus(repo, verb);
      expect([verb[0], code]).toEqual([verb[0], 2]);
      expect(stderr).toContain(`"${title}" belongs to the pack python`);
      expect(stderr).toContain(`nexus seed python --only ${id.slice(0, 14)}`);
    }
  });
});

describe('a folder of knowledge', () => {
  const RECORD = `---
id: "01m7xpe600zzzzzzzzzzzzzzzz"
kind: pattern
title: Shards by tenant
created: 2026-01-01T00:00:00Z
pattern:
  category: architecture
---

## Problem

One tenant slows all others.
`;

  test('is taken over: records and plain files, by their type or folder; what does not fit is told', async () => {
    const repo = await withMemory(
      gitRepo({
        'kb/patterns/shards.md': RECORD,
        'kb/best-practices/queues.md':
          '# Name queues after their consumers\n\nSo that an alert says who is behind.\n',
        'kb/errors/full.md': '---\nmessage: "DiskFull: no space"\n---\n# A full disk\n\nDelete old dumps.\n',
        'kb/loose.md': 'Staging is read-only on Sundays.\n',
        'kb/odd.md': '---\ntype: recipe\n---\n# Odd\n',
        'kb/README.md': '# What this is\n',
      }),
    );
    const memory = await open(repo);
    const done = await memory.seedKnowledge('kb');
    expect(done).toMatchObject({
      ...{ patterns: 1, best_practices: 1, common_errors: 1, anti_patterns: 0, others: 1 },
      problems: [],
    });
    expect(done.items.filter(({ outcome }) => outcome === 'refused')).toMatchObject([
      { from: 'kb/odd.md', why: 'there is no type of knowledge "recipe"' },
    ]);
    const records = (await memory.list({})).records.map(({ record }) => record);
    expect(records.find(({ kind }) => kind === 'error')).toMatchObject({
      title: 'A full disk',
      error: { message: 'DiskFull: no space' },
      body: '## Resolution\n\nDelete old dumps.',
    });
    expect(records.find(({ title }) => title === 'Shards by tenant')).toMatchObject({
      derived_from: ['01m7xpe600zzzzzzzzzzzzzzzz'],
      pattern: { category: 'architecture' },
    });
    expect(records.map(({ title }) => title)).toContain('loose');
    expect((await memory.seedKnowledge('./kb')).items.map(({ outcome }) => outcome)).not.toContain('new');
  });

  test('that is none is refused', async () => {
    const repo = await withMemory(gitRepo({ 'src/a.js': '1\n' }));
    const memory = await open(repo);
    await expect(memory.seedKnowledge('.')).rejects.toThrow('a whole repository is no knowledge');
    await expect(memory.seedKnowledge('src')).rejects.toThrow('there is no markdown in src');
    await expect(memory.seedKnowledge('pythn')).rejects.toMatchObject({ hint: 'did you mean python?' });
  });
});

function rest(repo: TestRepo): unknown[] {
  return nexusJson<{ packs: unknown[] }>(repo, ['seed']).packs.slice(1);
}
