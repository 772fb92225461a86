import { describe, expect, test } from 'vitest';
import { gitRepo, type ShellResult, type TestRepo } from '../helpers/git-repo.ts';
import { mcpTool } from '../helpers/mcp-tools.ts';
import { PROGRAM } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

/** A second client, made by others. */
const INSPECTOR = mcpTool('mcp-inspector');

function inspect(repo: TestRepo, ...args: readonly string[]): ShellResult {
  return repo.run(INSPECTOR ?? '', ['--cli', process.execPath, PROGRAM, 'mcp', ...args]);
}

function json(repo: TestRepo, ...args: readonly string[]): Record<string, unknown> {
  const { stdout, stderr, code } = inspect(repo, ...args);
  if (code !== 0) throw new Error(`${args.join(' ')}: ${stdout}${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

function call(repo: TestRepo, tool: string, ...given: readonly string[]): Record<string, unknown> {
  const args = given.flatMap((arg) => ['--tool-arg', arg]);
  return json(repo, '--method', 'tools/call', '--tool-name', tool, ...args);
}

/** It starts some fifteen programs in a row. */
const PATIENCE_MS = 300_000;

describe.skipIf(INSPECTOR === undefined)('the inspector’s command line', () => {
  test(
    'lists and calls every tool, and reads resources',
    async () => {
      const repo = await withMemory(gitRepo({ 'a.txt': '1' }));
      const { record } = await (await open(repo)).remember({
        kind: 'error',
        title: 'RangeError: no size',
        error: { message: 'RangeError: no size' },
        body: '## Resolution\n\nSet poolSize.',
      });
      repo.commit('an error');
      const { tools } = json(repo, '--method', 'tools/list') as { tools: { name: string }[] };
      const done: Record<string, unknown> = {
        recall: call(repo, 'recall', 'query=no size', 'limit=3'),
        fix: call(repo, 'fix', 'error=RangeError: no size'),
        context: call(repo, 'context', 'task=Why has the pool no size?'),
        advise: call(repo, 'advise', 'request=the pool has no size'),
        show: call(repo, 'show', `id=${record.id}`),
        remember: call(repo, 'remember', 'kind=note', 'title=Staging is read-only', 'tags=["ops"]'),
        session: call(repo, 'session', 'action=note', 'text=The bucket is slow'),
        outcome: call(repo, 'outcome', `id=${record.id}`, 'helped=true'),
        task: call(repo, 'task', 'op=done', 'description=Size it', 'category=backend', 'success=true'),
      };
      expect(Object.keys(done).sort()).toEqual(tools.map(({ name }) => name).sort());
      expect(done).toMatchObject({
        recall: { structuredContent: { hits: [{ id: record.id }] } },
        fix: { structuredContent: { hits: [{ id: record.id, snippet: 'Set poolSize.' }] } },
        advise: { structuredContent: { errors: [{ id: record.id }] } },
        show: { structuredContent: { id: record.id } },
        remember: { structuredContent: { kind: 'note', standing: 'uncommitted' } },
        outcome: { structuredContent: { kept: true } },
        task: { structuredContent: { approach: 'standard', kept: true } },
      });
      expect(call(repo, 'show', 'id=zzzzzz')).toMatchObject({ isError: true });

      const uri = `nexus://record/${record.id}`;
      expect(json(repo, '--method', 'resources/list')).toMatchObject({
        resources: expect.arrayContaining([expect.objectContaining({ uri })]),
      });
      expect(json(repo, '--method', 'resources/read', '--uri', uri)).toMatchObject({
        contents: [{ uri, text: expect.stringContaining('Set poolSize.') }],
      });
      expect(json(repo, '--method', 'resources/templates/list')).toHaveProperty('resourceTemplates.0');
      expect(json(repo, '--method', 'prompts/list')).toHaveProperty('prompts.1');
      expect(json(repo, '--method', 'prompts/get', '--prompt-name', 'session-end')).toHaveProperty(
        'messages.0',
      );
    },
    PATIENCE_MS,
  );
});
