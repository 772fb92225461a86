import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Step } from '../../src/core/ports.ts';
import { openNexus } from '../../src/nexus.ts';
import { gitRepo } from '../helpers/git-repo.ts';

/** Fewer are not told of. */
const MANY = 2_000;

function note(at: number): readonly [string, string] {
  const id = `01k9x40000${String(at).padStart(16, 'a')}`;
  const fields = `id: "${id}"\nkind: note\ntitle: Note ${at} of queues\ncreated: 2026-01-01T00:00:00Z\n`;
  return [`.nexus/notes/n-${id}.md`, `---\n${fields}---\n\nSaid so.\n`];
}

test('who stays makes the index once, however many ask meanwhile, and hears keys while it does', async () => {
  const notes = Object.fromEntries(Array.from({ length: MANY }, (_, at) => note(at)));
  const repo = gitRepo({ '.nexus/config.yaml': 'schema: 1\n' }).write(notes);
  const steps: (Step | undefined)[] = [];
  let turns = 0;
  let turnsMeanwhile: number | undefined;
  const turn = (): void => {
    turns += 1;
    if (turnsMeanwhile === undefined) setImmediate(turn);
  };
  const memory = await openNexus({
    cwd: repo.dir,
    env: repo.env,
    machine: {},
    clock: Date.now,
    random: randomBytes,
    warm: true,
    progress: (step) => {
      steps.push(step);
      if (step?.what === 'records' && step.done === 100) setImmediate(turn);
      if (step?.what === 'records' && step.done === MANY - 100) turnsMeanwhile ??= turns;
    },
  });
  const answers = await Promise.all(['queues', 'note', ''].map((text) => memory.recall({ text, limit: 5 })));
  expect(answers.map(({ hits }) => hits.length)).toEqual([5, 5, 5]);
  expect(answers.map(({ searched }) => searched.records)).toEqual([MANY, MANY, MANY]);
  expect(steps.filter((step) => step?.what === 'records' && step.done === 0)).toHaveLength(1);
  expect(turnsMeanwhile).toBeGreaterThan(1);

  // What is written while somebody looks is found by who asks after it.
  const asked = memory.recall({ text: 'queues' });
  await memory.remember({ kind: 'note', title: 'Rotate the tokens', body: 'Each week.\n' });
  const [, after] = await Promise.all([asked, memory.recall({ text: 'tokens' })]);
  expect(after.hits.map(({ title }) => title)).toContain('Rotate the tokens');
});
