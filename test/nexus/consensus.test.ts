import { describe, expect, test } from 'vitest';
import type { ConsensusResult } from '../../src/core/consensus.ts';
import { contextForTask, type Nexus } from '../../src/library.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const CODE = `import functools


class TokenStore:
    def __init__(self, clock):
        self.clock = clock
        self.tokens = {}

    def add(self, token):
        self.tokens[token.id] = token


@functools.lru_cache(maxsize=128)
def key_of(issuer):
    for key in fetch(issuer):
        if key.use == "sig":
            return key
    return None


def tiny():
    return 1
`;

const RESULT: ConsensusResult = {
  task: { description: 'Verify tokens of several issuers', language: 'python' },
  candidates: [
    { id: 'one', code: CODE, approach: 'cached keys', score: 0.875 },
    { id: 'two', code: 'x = 1', reason: 'asks the issuer each time' },
  ],
  winner: 'one',
  votes: { one: 2, two: 1 },
};

async function memoryHere(): Promise<Nexus> {
  return open(await withMemory(gitRepo({ 'a.txt': 'x\n' })), { warm: true });
}

describe('learning from a consensus', () => {
  test('keeps what is in the winner, classified, with how it won; what is trivial is left out', async () => {
    const memory = await memoryHere();
    const { patterns, standings, known } = await memory.learnFromConsensus(RESULT);
    expect(patterns.map(({ record }) => record.title)).toEqual([
      'Verify tokens of several issuers: TokenStore',
      'Verify tokens of several issuers: key_of',
    ]);
    expect(patterns[1]?.record.tags).toEqual(
      expect.arrayContaining(['consensus', 'function', 'memoisation']),
    );
    expect(patterns[1]?.record.body).toContain('def key_of(issuer):');
    expect(patterns[1]?.record.body).not.toContain('class TokenStore');
    expect(patterns[0]?.record.body).toContain('- two: 1 vote (33 %); asks the issuer each time');
    expect(standings).toMatchObject([{ id: 'one', votes: 2 }, { id: 'two' }]);
    expect(known).toEqual([]);
    const again = await memory.learnFromConsensus(RESULT);
    expect(again.patterns).toEqual([]);
    expect(again.known).toHaveLength(2);
  });

  test('another way for the same task is another pattern; code that cannot be taken apart is kept as a whole', async () => {
    const memory = await memoryHere();
    const task = { description: 'Rotate the logs', language: 'bash' };
    const candidates = [{ id: 'a', code: 'mv log log.1\n', approach: 'rename' }];
    const first = await memory.learnFromConsensus({ task, candidates, winner: 'a' });
    expect(first.patterns.map(({ record }) => record.title)).toEqual(['Rotate the logs']);
    expect(first.patterns[0]?.record.body).toContain('```bash\nmv log log.1\n```');
    const other = [{ id: 'b', code: 'cp log log.1 && : > log # same inode\n', approach: 'copy' }];
    const second = await memory.learnFromConsensus({ task, candidates: other, winner: 'b' });
    expect(second.patterns.map(({ record }) => record.title)).toEqual(['Rotate the logs (copy)']);
  });

  test('a structure that is known gets the place of the winner, whatever its names are', async () => {
    const memory = await memoryHere();
    const [first] = (await memory.learnFromConsensus(RESULT)).patterns;
    const code = CODE.replaceAll('TokenStore', 'Cache').replaceAll('token', 'entry');
    const renamed = { id: 'one', code, file: 'src/cache.py' };
    const task = { description: 'Keep entries by id', language: 'python' };
    const { patterns, known } = await memory.learnFromConsensus({
      task,
      candidates: [renamed],
      winner: 'one',
    });
    expect(patterns).toEqual([]);
    expect(known[0]).toMatchObject({ id: first?.record.id });
    const { record } = await memory.show(first?.record.id ?? '');
    expect(record.files).toEqual(['src/cache.py#L4-L10']);
  });

  test('waits in the inbox where a person decides, and does not come back once rejected', async () => {
    const repo = await withMemory(gitRepo({ 'result.json': JSON.stringify(RESULT), 'bad.json': '{' }));
    const done = nexus(repo, ['learn', '--consensus', 'result.json']);
    expect(done.stderr).toBe('2 proposals in the inbox, from 5 units of the winner.\n');
    expect(done.stdout).toContain('Chosen among 2 candidates: 2 votes (67 %), score 0.88.');
    const memory = await open(repo);
    const { proposals } = await memory.inbox();
    expect(proposals.map(({ score, source }) => [score.toFixed(2), source])).toEqual([
      ['0.77', 'consensus'],
      ['0.77', 'consensus'],
    ]);
    await memory.rejectProposal(proposals[0]?.id ?? '');
    const again = await memory.learnFromConsensus(RESULT, { store: 'inbox' });
    expect(again.proposals).toHaveLength(1);
    const written = nexus(repo, ['learn', '--consensus', '-', '--write'], { input: JSON.stringify(RESULT) });
    expect(written.stderr).toBe('2 patterns written, from 5 units of the winner.\n');
    expect(nexus(repo, ['learn', '--consensus', 'bad.json']).stderr).toContain('bad.json is no JSON');
  });

  test('says what is wrong with a result, and where', async () => {
    const memory = await memoryHere();
    const wrong = [
      [{ ...RESULT, winner: 'three' }, 'winner: no candidate has the id "three"'],
      [{ ...RESULT, votes: { three: 1 } }, 'votes: no candidate has the id "three"'],
      [{ ...RESULT, candidates: [] }, 'candidates: expected a list of 1 to 50'],
      [{ ...RESULT, candidates: [{ id: 'one' }] }, 'candidates[0].code: is missing'],
      [{ ...RESULT, task: {} }, 'task.description: is missing'],
      [{ ...RESULT, episode: '01m7xpe600' }, 'no open episode'],
    ] as const;
    for (const [result, message] of wrong)
      await expect(memory.learnFromConsensus(result as ConsensusResult)).rejects.toThrow(message);
  });
});

test('the context for a task has its patterns and the fixes that surely bear on it, and is empty without any', async () => {
  const memory = await memoryHere();
  const task = { description: 'load the export with a pooled psycopg connection' };
  expect(await contextForTask(memory, task)).toBe('');
  await memory.remember({
    kind: 'error',
    title: 'psycopg connection pool is exhausted',
    error: { message: 'PoolTimeout: no psycopg connection' },
    body: '## Context\n\nThe export.\n\n## Resolution\n\nReturn a pooled connection.',
  });
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])
    await memory.remember({ kind: 'note', title: `Lunch on ${day}` });
  await memory.remember({ kind: 'error', title: 'load fails', error: { message: 'load: no' } });
  for (const name of ['export in chunks', 'export by day', 'export to parquet'])
    await memory.remember({ kind: 'pattern', title: `The ${name}`, body: '## Solution\n\nIt works.' });
  const text = await contextForTask(memory, task, { top: 2 });
  expect(text.match(/^## .*/gm)).toEqual([
    expect.stringMatching(/^## The export/),
    expect.stringMatching(/^## The export/),
    '## psycopg connection pool is exhausted',
  ]);
  expect(text).toContain('### Resolution\n\nReturn a pooled connection.');
  expect(text).not.toContain('The export.\n');
});

test('of packs a task is told what advice would bring, not what has a word of it', async () => {
  const memory = await memoryHere();
  await memory.switchPacks({ on: ['python'], off: [] });
  const titles = async (description: string) =>
    (await contextForTask(memory, { description, language: 'python' }, { top: 2 })).match(/^## .*/gm) ?? [];
  expect(await titles('implement REST API')).toEqual([
    '## FastAPI for REST APIs',
    '## Pydantic for data validation',
  ]);
  expect(await titles('implement user authentication')).not.toContain(
    '## Java interfaces and generics in Python',
  );
});
