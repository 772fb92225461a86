import { expect, test } from 'vitest';
import { makeId } from '../../src/core/id.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';
import { withMemory } from '../helpers/open-repo.ts';
import { hasTmux, Terminal } from '../helpers/terminal.ts';

const COUNT = 2_400;

/** So many notes, each long enough to take its time. */
async function largeMemory(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ a: 'a\n' }));
  const files = Array.from({ length: COUNT }, (_, n): [string, string] => {
    const id = makeId(Date.UTC(2026, 0, 1) + n * 60_000, new Uint8Array(10));
    const words = Array.from({ length: 200 }, (_, at) => `word${(n * 31 + at * 7) % 5_003}`).join(' ');
    const head = `id: "${id}"\nkind: note\ntitle: Note ${n}\ncreated: 2026-01-01T00:00:00Z\n`;
    return [`.nexus/notes/note-${n}-${id}.md`, `---\n${head}---\n\n${words}\n`];
  });
  return repo.write(Object.fromEntries(files));
}

test('a first index says in a script that it takes time, once, and nothing later; hooks say nothing', async () => {
  const repo = await largeMemory();
  const first = nexus(repo, ['recall', 'word77', '--json']);
  expect(first.stderr).toBe('nexus: indexing 2,400 records, once; later answers take milliseconds\n');
  expect(JSON.parse(first.stdout)).toMatchObject({ searched: { records: COUNT } });
  expect(nexus(repo, ['recall', 'word77']).stderr).toBe('');
  repo.sh('rm -r .git/nexus/cache');
  const event = { hook_event_name: 'UserPromptSubmit', session_id: 's', prompt: 'word77', cwd: repo.dir };
  const told = nexus(repo, ['hook', 'claude', 'UserPromptSubmit'], { input: JSON.stringify(event) });
  expect([told.code, told.stderr]).toEqual([0, '']);
});

// How the line changes while it waits: test/adapters/cli/progress.test.ts, by a clock of its own.
test.skipIf(!hasTmux)(
  'a terminal is left with the answer alone, whatever it showed of the work',
  async () => {
    const terminal = new Terminal(await largeMemory(), 100);
    const screen = await terminal.run('nexus recall word77 --limit 1');
    expect(screen).not.toContain('indexing');
    expect(screen).toMatch(/^note +Note \d+\n[\s\S]*exit 0$/);
  },
);
