import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Nexus, openNexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { withMemory } from '../helpers/open-repo.ts';
import { trustHere } from '../helpers/trust.ts';

type Level = 'any' | 'committed' | 'merged';
const ORDER: readonly Level[] = ['any', 'committed', 'merged'];

function openAs(repo: TestRepo, audience: 'agents' | 'push', warm: boolean): Promise<Nexus> {
  return openNexus({
    ...{ cwd: repo.dir, env: repo.env, machine: {}, clock: Date.now, warm, audience },
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  });
}

/** How a record lies there: in `main`, only on the branch, changed since, or in no commit; made from others, by number. */
interface Laid {
  readonly level: Level;
  readonly edited: boolean;
  readonly from: readonly number[];
}

const laid: fc.Arbitrary<readonly Laid[]> = fc.array(
  fc.record({
    level: fc.constantFrom(...ORDER),
    edited: fc.boolean(),
    from: fc.array(fc.nat(7), { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 6 },
);

const idOf = (n: number): string => `01k9x4${String(n).padStart(4, '0')}aaaabbbbccccdddd`;
const pathOf = (n: number): string => `.nexus/notes/walrus-${idOf(n)}.md`;

function textOf(n: number, { from }: Laid, more = ''): string {
  const origins = [...new Set(from)].map((one) => `  - "${idOf(one)}"\n`).sort();
  const derived = origins.length === 0 ? '' : `derived_from:\n${origins.join('')}`;
  return `---\nid: "${idOf(n)}"\nkind: note\ntitle: Walrus ${n}\ncreated: 2026-11-01T10:00:00Z\n${derived}---\n\nThe walrus ${n}.${more}\n`;
}

/** What may be served, by the definition: the least of its own way and of all that it was made from. */
function expected(records: readonly Laid[], minimum: Level): readonly string[] {
  const own = ({ level, edited }: Laid): number => (edited ? 0 : ORDER.indexOf(level));
  const least = (n: number, seen: ReadonlySet<number>): number => {
    const record = records[n];
    if (record === undefined) return 0;
    const open = record.from.filter((one) => !seen.has(one));
    return Math.min(own(record), ...open.map((one) => least(one, new Set([...seen, n, one]))));
  };
  return records.flatMap((_, n) => (least(n, new Set([n])) >= ORDER.indexOf(minimum) ? [idOf(n)] : []));
}

test('what an agent gets is exactly what reaches the minimum, whichever way it asks', async () => {
  const repo = await withMemory(gitRepo({ 'a.txt': '1' }));
  const base = repo.git('rev-parse', 'HEAD');
  await fc.assert(
    fc.asyncProperty(laid, fc.constantFrom(...ORDER), fc.boolean(), async (records, minimum, warm) => {
      repo.git('switch', '-qC', 'main', base);
      repo.git('clean', '-qfdx', '.nexus');
      const lay = (level: Level): void => {
        for (const [n, record] of records.entries())
          if (record.level === level) repo.write({ [pathOf(n)]: textOf(n, record) });
      };
      lay('merged');
      repo.commit('on main');
      repo.git('switch', '-qC', 'topic');
      lay('committed');
      repo.commit('on a branch');
      lay('any');
      for (const [n, record] of records.entries())
        if (record.edited) repo.write({ [pathOf(n)]: textOf(n, record, ' Edited.') });
      trustHere(repo, minimum);

      const nexus = await openAs(repo, 'agents', warm);
      const { hits, withheld } = await nexus.recall({ text: 'walrus', kinds: ['note'], limit: 20 });
      const may = expected(records, minimum);
      expect(hits.map(({ id }) => id).sort()).toEqual([...may].sort());
      expect(withheld?.below ?? 0).toBe(records.length - may.length);
      expect((await nexus.list({})).records.map(({ record }) => record.id).sort()).toEqual([...may].sort());
      for (const n of records.keys()) {
        const shown = await nexus.show(idOf(n)).then(
          () => true,
          () => false,
        );
        expect(shown).toBe(may.includes(idOf(n)));
      }
      const pushed = await (await openAs(repo, 'push', warm)).context({
        task: `walrus ${idOf(0)}`,
        recordsOnly: true,
      });
      expect(pushed.items.every(({ id, kind }) => kind === 'commit' || may.includes(id))).toBe(true);
      repo.git('checkout', '-q', '--', '.');
      rmSync(join(repo.dir, '.git/nexus/config.yaml'));
    }),
    { numRuns: Number(process.env.NEXUS_RUNS ?? 6) },
  );
});
