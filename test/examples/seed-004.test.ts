import { expect, test } from 'vitest';
import { gitRepo } from '../helpers/git-repo.ts';
import { nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { completeWorkflow, type Generate } from './seed-004-workflow.ts';

test('the complete workflow: the next task begins with what the last one learned', async () => {
  const repo = await withMemory(gitRepo({ 'api.py': 'app = None\n' }));
  const asked: string[] = [];
  const passes: Generate = async (_task, context) => {
    asked.push(context);
    return {
      approach: 'conservative',
      code: 'def login(user):\n    return verify(user.token)',
      passed: true,
    };
  };
  const task = { description: 'Implement user authentication', language: 'python' };
  const first = await completeWorkflow(repo.dir, task, passes, repo.env);
  expect(first).toMatchObject({
    patterns: [],
    similar: [],
    episode: {
      episode: { success: true, context: ['language=python', 'priority=high'] },
      events: [
        { type: 'code_generation', role: 'worker_backend' },
        { type: 'verification', role: 'qa_sentinel' },
      ],
    },
  });

  const next = { description: 'Implement authentication of a service user', language: 'python' };
  const second = await completeWorkflow(repo.dir, next, passes, repo.env);
  expect(second.patterns).toEqual(['Implement user authentication']);
  expect(second.similar).toEqual(['Implement user authentication']);
  expect(asked[0]).toBe('');
  expect(asked[1]).toContain('return verify(user.token)');

  const third = { description: 'Implement authentication by passkey', language: 'python' };
  const fails: Generate = async () => ({ approach: 'bold', code: 'pass', passed: false });
  expect((await completeWorkflow(repo.dir, third, fails, repo.env)).patterns).toHaveLength(2);
  const report = await (await open(repo)).analyzeFailures({ by: 'approach' });
  expect(report).toMatchObject({ episodes: 3, failed: 1, groups: [{ key: 'bold', resolved: 0 }] });
  const { events } = nexusJson<{ events: { type: string }[] }>(repo, [
    'episode',
    'replay',
    second.episode.id,
  ]);
  expect(events.map(({ type }) => type)).toEqual(['code_generation', 'verification']);
});
