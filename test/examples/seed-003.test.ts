import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { gitRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { workThrough } from './seed-003-basic.ts';
import { configure } from './seed-003-configuration.ts';
import { improve } from './seed-003-loop.ts';

const PLAN = `# The shop's first tables.
tasks:
  - id: customers
    description: add the customers table
    category: database
    run: ./migrate.sh customers
  - id: orders
    description: add the orders table
    category: database
    dependencies: [customers]
    run: ./migrate.sh orders
  - id: mails
    description: write the welcome mail
    category: content
    run: [echo, Welcome]
`;

/** A database is a folder here; a table needs its description. */
const MIGRATE = `#!/bin/sh
test -e "$1.sql" || { echo "FileNotFoundError: $1.sql" >&2; exit 1; }
echo "made $1"
`;

test('basic integration: pending tasks are done, statuses written back, and a report says what was learned', async () => {
  const repo = await withMemory(gitRepo({ 'migrate.sh': MIGRATE, 'customers.sql': '', 'tasks.yaml': PLAN }));
  repo.sh('chmod +x migrate.sh');
  let printed = '';
  const output = new Writable({
    write: (chunk: Buffer, _encoding, written) => {
      printed += chunk.toString();
      written();
    },
  });
  const first = await workThrough(repo.dir, 'tasks.yaml', output, repo.env);
  expect(first.statuses).toEqual({ customers: 'completed', orders: 'failed', mails: 'completed' });
  expect(printed).toContain('made customers\n');
  expect(printed).toContain('\norders failed: FileNotFoundError: orders.sql\nmails completed\n');
  expect(printed).toContain("  Improve 'database' tasks: 50 % of the newest succeeded.\n");

  repo.write({ 'orders.sql': '' });
  printed = '';
  const second = await workThrough(repo.dir, 'tasks.yaml', output, repo.env);
  expect(second.statuses).toEqual({ customers: 'completed', orders: 'completed', mails: 'completed' });
  expect(printed).not.toContain('made customers');
  expect(second.report.overall_metrics).toMatchObject({
    total_executions: 4,
    successful_executions: 3,
    category_distribution: [
      ['database', 3],
      ['content', 1],
    ],
  });
  const written = readFileSync(join(repo.dir, 'tasks.yaml'), 'utf8');
  expect(written.replaceAll('    status: completed\n', '')).toBe(PLAN);
});

test('custom configuration: the same history advises more, and more surely', async () => {
  const repo = await withMemory(gitRepo({ 'README.md': 'x\n' }));
  const memory = await open(repo);
  for (const [description, category, approach] of [
    ['add the orders endpoint', 'backend', 'incremental'],
    ['add the invoices endpoint', 'backend', 'incremental'],
    ['add the search form', 'frontend', 'standard'],
  ] as const)
    await memory.recordExecution({ description, category, type: 'feature', approach, success: true });
  const task = { description: 'add the refunds endpoint', category: 'backend', type: 'feature' };
  const { before, after } = await configure(repo.dir, task, repo.env);
  expect(before).toMatchObject({ approach: 'incremental', similar: 2, confidence: 0.2 });
  // The form is like the endpoint in little; each similar success counts for half as much again.
  expect(after).toMatchObject({ approach: 'incremental', similar: 3 });
  expect(after.confidence).toBeCloseTo(0.3 * 1.5);
});

test('the continuous loop: a failure that was resolved once is recovered from, and the report improves', async () => {
  const repo = await withMemory(gitRepo({ 'README.md': 'x\n' }));
  const settings = (host: string): string => join(repo.dir, `${host}.json`);
  const resolved: string[] = [];
  const printed: string[] = [];
  const start = (id: string) => ({ id, description: `start the shop on ${id}`, category: 'deployment' });
  const rounds = await improve(
    repo.dir,
    [[start('staging')], [start('production')], [start('staging'), start('backup')]],
    {
      async run({ id }) {
        if (!existsSync(settings(id))) throw new RangeError('connection pool has no size');
        return { tools: ['systemd'] };
      },
      async apply({ steps }, { id }) {
        const size = /^set `poolSize` to (\d+)$/.exec(steps[0] ?? '')?.[1];
        if (size === undefined) return false;
        writeFileSync(settings(id), `{"poolSize": ${size}}\n`);
        return true;
      },
      async resolve({ id }) {
        resolved.push(id);
        writeFileSync(settings(id), '{"poolSize": 8}\n');
        return 'The pool needs a size.\n\n1. set `poolSize` to 8';
      },
    },
    (line) => printed.push(line),
    repo.env,
  );
  // A person was needed once.
  expect(resolved).toEqual(['staging']);
  expect(printed.filter((line) => !line.startsWith(' '))).toEqual([
    'staging failed (standard)',
    'production completed (standard_recovered)',
    'staging completed (standard)',
    'backup completed (standard_recovered)',
  ]);
  expect(rounds.map(({ report }) => report.recommendations)).toEqual([
    ["Improve 'deployment' tasks: 0 % of the newest succeeded."],
    ["Improve 'deployment' tasks: 50 % of the newest succeeded."],
    ['No category needs attention.'],
  ]);
  expect(readFileSync(settings('backup'), 'utf8')).toBe('{"poolSize": 8}\n');
  expect(await (await open(repo)).recommend(start('fallback'))).toMatchObject({
    similar: 3,
    success_factors: [['error_recovery', 2]],
    tools: [['systemd', 3]],
  });
});
