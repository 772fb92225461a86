import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openContext } from '../../src/nexus/context.ts';
import { codeOfText } from '../../src/nexus/extract.ts';
import { openKeptCode } from '../../src/nexus/kept-code.ts';
import { learnFromCode } from '../../src/nexus/learn-code.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { withMemory } from '../helpers/open-repo.ts';

const SOURCE = `class Shelf:
    def put(self, jar):
        try:
            self.jars.append(jar)
        except AttributeError as error:
            raise LookupError(jar) from error
`;

const contextOf = (repo: TestRepo) =>
  openContext({
    cwd: repo.dir,
    env: repo.env,
    machine: {},
    clock: Date.now,
    random: randomBytes,
    warm: false,
  });

async function repoOf(text: string): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'src/shelf.py': text }));
  // What was written just now may change again within the same stamp, and is not kept.
  utimesSync(join(repo.dir, 'src/shelf.py'), 1000, 1000);
  return repo;
}

test('a file that is as it was is not taken apart again, and tells the same', async () => {
  const repo = await repoOf(SOURCE);
  const context = await contextOf(repo);
  const first = openKeptCode(context);
  const fresh = await first.of('src/shelf.py', SOURCE, () => codeOfText(context, 'src/shelf.py', SOURCE));
  first.keep();
  const never = () => Promise.reject(new Error('taken apart again'));
  expect(await openKeptCode(context).of('src/shelf.py', SOURCE, never)).toEqual(fresh);
  expect('units' in fresh && fresh.units.map(({ name }) => name)).toEqual([
    'Shelf',
    'Shelf.put',
    'Shelf.put',
  ]);
});

test('one that changed is, and what could not be taken apart is tried once more', async () => {
  const repo = await repoOf(SOURCE);
  const context = await contextOf(repo);
  const problem = { code: 'too-big', message: 'too slow', file: 'src/shelf.py' } as const;
  const first = openKeptCode(context);
  await first.of('src/shelf.py', SOURCE, () => Promise.resolve(problem));
  first.keep();
  const right = await codeOfText(context, 'src/shelf.py', SOURCE);
  const second = openKeptCode(context);
  expect(await second.of('src/shelf.py', SOURCE, () => Promise.resolve(right))).toEqual(right);
  repo.write({ 'src/shelf.py': `${SOURCE}\n` });
  const third = openKeptCode(context);
  expect(await third.of('src/shelf.py', `${SOURCE}\n`, () => Promise.resolve(problem))).toEqual(problem);
});

test('what is kept holds nobody’s source', async () => {
  const repo = await repoOf(SOURCE);
  await learnFromCode(await contextOf(repo), { dryRun: true });
  const file = join(repo.dir, '.git/nexus/parsed/main/code-1.json');
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain('Shelf.put');
  expect(readFileSync(file, 'utf8')).not.toContain('append');
});
