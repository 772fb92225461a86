import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RecallAnswer } from '../../../src/core/recall.ts';
import { nexus, nexusJson } from '../../helpers/nexus-program.ts';
import { open } from '../../helpers/open-repo.ts';
import { decision, idOf, twoRepositories } from '../../helpers/team-memory.ts';

const QUEUES = decision(1, 'Queues are bounded', 'A bounded queue pushes back before memory is full.');

describe('memory of another repository', () => {
  test('is recalled beside one’s own with its name and commit, and only as of the pinned commit', async () => {
    const { own, team, url } = await twoRepositories(QUEUES);
    const memory = await open(own);
    const first = team.git('rev-parse', 'HEAD');
    const added = await memory.addSource({ name: 'acme', url });
    expect(added).toMatchObject({ name: 'acme', url, records: 1, leftOut: 0, pin: { commit: first } });

    team.commit('more', decision(2, 'Queues are persistent', 'A bounded queue survives a restart.'));
    const { hits, searched } = await memory.recall({ text: 'bounded queue' });
    expect(searched).toMatchObject({ sources: 1 });
    expect(hits.map(({ title }) => title)).toEqual(['Queues are bounded']);
    expect(hits[0]).toMatchObject({
      source: { name: 'acme', commit: first },
      standing: 'source',
      snippet: 'A bounded queue pushes back before memory is full.',
    });
    expect(nexus(own, ['recall', 'bounded', 'queue']).stdout).toMatch(
      /^decision acme: Queues are bounded\n.*of the source acme at [0-9a-f]{10}/,
    );
  });

  test('an update shows what came in before it is recalled, and can be gone back on', async () => {
    const { own, team, url } = await twoRepositories({ ...QUEUES, ...decision(2, 'Logs are JSON') });
    const first = team.git('rev-parse', 'HEAD');
    nexus(own, ['source', 'add', 'acme', url]);
    const second = team.commit('more', {
      ...decision(2, 'Logs are JSON lines'),
      ...decision(
        3,
        'Queues have a length of 100',
        'A bounded queue of 100.',
        `supersedes:\n  - "${idOf(1)}"\n`,
      ),
      ...decision(4, 'Queues are named'),
    });

    const looked = nexus(own, ['source', 'update', '--dry-run']);
    expect(looked.stdout).toContain('acme  2 new decisions, 1 superseded, 1 changed');
    expect(nexusJson<RecallAnswer>(own, ['recall', 'bounded', 'queue']).hits[0]?.id).toBe(idOf(1));

    expect(nexus(own, ['source', 'update']).stdout).toContain('2 new decisions, 1 superseded, 1 changed');
    const now = nexusJson<RecallAnswer>(own, ['recall', 'bounded', 'queue']).hits;
    expect(now.map(({ id }) => id)).not.toContain(idOf(1));
    expect(now[0]).toMatchObject({ id: idOf(3), source: { name: 'acme', commit: second } });
    expect(nexus(own, ['source', 'update', 'acme'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing new'),
    });

    // Without the other side: that commit is still here.
    renameSync(team.dir, `${team.dir}-gone`);
    expect(nexus(own, ['source', 'update', 'acme', '--to', first.slice(0, 12)]).code).toBe(0);
    expect(nexusJson<RecallAnswer>(own, ['recall', 'bounded', 'queue']).hits[0]?.id).toBe(idOf(1));
  });

  test('what one has oneself wins: the same id, what was made of a record, what supersedes it', async () => {
    const { own, url } = await twoRepositories({
      ...QUEUES,
      ...decision(2, 'Queues are bounded by bytes', 'A bounded queue counts bytes.'),
      ...decision(3, 'Queues are bounded by age', 'A bounded queue counts seconds.'),
      // What another repository says of one's own records does not count.
      ...decision(4, 'Everything else is void', 'Bounded.', `supersedes:\n  - "${idOf(9)}"\n`),
    });
    own.commit('own', {
      ...decision(1, 'Queues are bounded here', 'A bounded queue, in our words.'),
      ...decision(
        9,
        'Our queue is bounded, too',
        'A bounded queue of ours.',
        `supersedes:\n  - "${idOf(2)}"\nderived_from:\n  - "${idOf(3)}"\n`,
      ),
    });
    const memory = await open(own);
    await memory.addSource({ name: 'acme', url });
    const { hits } = await memory.recall({ text: 'bounded queue', limit: 20 });
    const records = hits.filter(({ kind }) => kind === 'decision');
    expect(records.map(({ id, standing }) => `${id.slice(-1)} ${standing}`).sort()).toEqual([
      '1 committed',
      '4 source',
      '9 committed',
    ]);
    expect((await memory.about(idOf(9))).ended).toBeUndefined();
    expect((await memory.show(idOf(1))).record.title).toBe('Queues are bounded here');
  });

  test('is shown, listed, asked for alone and left out; is nobody’s to change; and can be copied', async () => {
    const { own, url } = await twoRepositories(QUEUES);
    own.commit('own', decision(9, 'Our queue is bounded, too', 'A bounded queue of ours.'));
    nexus(own, ['source', 'add', 'acme', url]);
    expect(nexus(own, ['status']).stdout).toContain('Sources: acme (1 record)');
    expect(nexus(own, ['show', idOf(1)]).stdout).toContain('A bounded queue pushes back');
    expect(nexus(own, ['list', '--source', 'acme']).stdout).toContain('Queues are bounded');
    expect(nexus(own, ['list']).stdout).not.toContain('Queues are bounded');
    const only = nexusJson<RecallAnswer>(own, ['recall', '--source', 'acme', 'bounded']);
    expect(only.hits.map(({ id }) => id)).toEqual([idOf(1)]);
    const mine = nexusJson<RecallAnswer>(own, ['recall', '--own', 'bounded']);
    expect(mine.hits.map(({ id }) => id)).toEqual([idOf(9)]);
    expect(nexus(own, ['recall', '--source', 'acne', 'bounded'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean acme?'),
    });
    expect(nexus(own, ['retire', idOf(1), '--reason', 'old'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('belongs to the source acme, which is only read here'),
    });
    nexus(own, ['seed', 'acme', '--only', idOf(1)]);
    expect(nexus(own, ['seed', 'acme', '--only', idOf(1)]).stdout).toContain('copied before');
    const copied = nexusJson<RecallAnswer>(own, ['recall', 'pushes', 'back']).hits;
    expect(copied.map(({ title, source }) => [title, source])).toEqual([['Queues are bounded', undefined]]);
  });

  test('nothing of it comes into the tree, the branch or the settings, and removing it leaves nothing', async () => {
    const { own, url } = await twoRepositories(QUEUES);
    const before = [own.git('status', '--porcelain'), own.git('config', '--list'), own.git('for-each-ref')];
    nexus(own, ['source', 'add', 'acme', url]);
    nexus(own, ['recall', 'bounded', 'queue']);
    expect([own.git('status', '--porcelain'), own.git('config', '--list'), own.git('for-each-ref')]).toEqual(
      before,
    );
    const folder = join(own.dir, '.git/nexus/sources/acme');
    expect(existsSync(join(folder, 'git/hooks'))).toBe(false);
    expect(readFileSync(join(folder, 'git/config'), 'utf8')).not.toContain(url);
    expect(nexus(own, ['source', 'remove', 'acme']).code).toBe(0);
    expect(existsSync(folder)).toBe(false);
    expect(nexusJson<RecallAnswer>(own, ['recall', 'bounded', 'queue']).hits).toEqual([]);
  });

  test('of a server that can filter, only memory comes', async () => {
    const { own, team, url } = await twoRepositories({ ...QUEUES, 'big.txt': 'not memory\n'.repeat(50_000) });
    team.git('config', 'uploadpack.allowFilter', 'true');
    team.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    const memory = await open(own);
    expect(await memory.addSource({ name: 'acme', url })).toMatchObject({ records: 1, leftOut: 0 });
    team.commit('more', decision(2, 'Queues are fair'));
    expect(await memory.updateSources()).toMatchObject([
      { outcome: 'updated', changes: [{ type: 'added' }] },
    ]);
    const bare = join(own.dir, '.git/nexus/sources/acme/git');
    const big = team.git('rev-parse', 'HEAD:big.txt');
    expect(
      own.sh(`GIT_NO_LAZY_FETCH=1 git --git-dir=${bare} cat-file --batch-all-objects --batch-check`).stdout,
    ).not.toContain(big);
    expect(readdirSync(bare)).not.toContain('FETCH_HEAD');
  });
});
