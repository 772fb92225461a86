import { expect, test } from 'vitest';
import { gitRepo } from '../helpers/git-repo.ts';
import { nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { type Candidate, completeWorkflow, type Generate, type Judge } from './seed-004-workflow.ts';

const CONSERVATIVE = `def login(user):
    """Verified by the token service."""
    try:
        return verify(user.token)
    except ExpiredToken as error:
        raise LoginRequired(user) from error
`;

const solutions: readonly Candidate[] = [
  { id: 'a', approach: 'conservative', code: CONSERVATIVE, passed: true, score: 0.9 },
  { id: 'b', approach: 'bold', code: 'def login(user):\n    return True\n', passed: true, score: 0.3 },
  { id: 'c', approach: 'minimal', code: 'pass\n', passed: false, reason: 'fails the tests' },
];
const judge: Judge = async () => ({ a: 3, b: 1 });

test('the complete workflow: the next task begins with what the last one learned', async () => {
  const repo = await withMemory(gitRepo({ 'api.py': 'app = None\n' }));
  const asked: string[] = [];
  const passes: Generate = async (_task, context) => {
    asked.push(context);
    return solutions;
  };
  const task = { description: 'Implement user authentication', language: 'python' };
  const first = await completeWorkflow(repo.dir, task, passes, judge, repo.env);
  expect(first).toMatchObject({
    similar: [],
    learned: ['Implement user authentication'],
    episode: { episode: { success: true, context: ['language=python', 'priority=high'] } },
  });
  const events = (first.episode.events ?? []).map(({ type, role, data }) => ({ type, role, data }));
  expect(events.map(({ type }) => type)).toEqual([
    ...['code_generation', 'code_generation', 'code_generation'],
    ...['verification', 'consensus'],
  ]);
  expect(events.at(-1)).toMatchObject({ role: 'consensus_judge' });
  expect(JSON.parse(events.at(-1)?.data ?? '')).toEqual({
    ...{ winner: 'a', approach: 'conservative', votes: 3, share: 0.75, score: 0.9 },
    ruled_out: ['bold', 'minimal'],
  });

  const memory = await open(repo);
  const [pattern] = (await memory.list({ kinds: ['pattern'] })).records;
  expect(pattern?.record).toMatchObject({
    language: 'python',
    tags: ['consensus', 'error-context', 'error-handling', 'function'],
    pattern: { category: 'code', complexity: 'low' },
    derived_from: [first.episode.id],
  });
  expect(pattern?.record.body).toContain('Chosen among 3 candidates: 3 votes (75 %), score 0.9.');
  expect(pattern?.record.body).toContain('- minimal: 0 votes (0 %); fails the tests');

  const next = { description: 'Implement authentication of a service user', language: 'python' };
  const second = await completeWorkflow(repo.dir, next, passes, judge, repo.env);
  expect(second.similar).toEqual(['Implement user authentication']);
  expect(asked[1]).toMatch(/^<nexus-memory>\n/);
  expect(asked[1]).toContain('# Patterns for tasks like this one\n\n## Implement user authentication');
  expect(asked[1]).toContain('return verify(user.token)');
  expect(asked[1]).toContain('- bold: 1 vote (25 %), score 0.3');

  const third = { description: 'Implement authentication by passkey', language: 'python' };
  const fails: Generate = async () => [{ id: 'a', approach: 'bold', code: 'pass', passed: false }];
  expect((await completeWorkflow(repo.dir, third, fails, judge, repo.env)).learned).toEqual([]);
  const report = await (await open(repo)).analyzeFailures({ by: 'approach' });
  expect(report).toMatchObject({ episodes: 3, failed: 1, groups: [{ key: 'bold', resolved: 0 }] });
  const replayed = nexusJson<{ events: { type: string }[] }>(repo, ['episode', 'replay', second.episode.id]);
  expect(replayed.events.at(-1)?.type).toBe('consensus');
});
