import { randomBytes } from 'node:crypto';
import { makeId } from '../src/core/id.ts';
import { isoSeconds } from '../src/core/time.ts';
import { openNexus } from '../src/nexus.ts';
import { BenchRepo, median, nodeStart, type Row, timed } from './measure.ts';
import { randomizer } from './recall.ts';

const APPROACHES = ['standard', 'incremental', 'parallel', 'api_heavy'];
const EACH = 3;
const MINUTE = 60_000;

/** An episode that tells of three executions and of a record that was shown. */
function episodeFile(at: number, random: () => number): readonly [path: string, text: string] {
  const id = makeId(
    at,
    new Uint8Array(10).map(() => Math.floor(random() * 256)),
  );
  const time = isoSeconds(at);
  const executions = Array.from({ length: EACH }, (_, n) => {
    const category = `category-${Math.floor(random() * 8)}`;
    const approach = APPROACHES[Math.floor(random() * APPROACHES.length)];
    return `  - at: ${time}\n    task: add endpoint ${n}\n    category: ${category}\n    type: api\n    complexity: low\n    approach: ${approach}\n    success: ${random() > 0.3}\n    duration_s: 12\n`;
  }).join('');
  const recalled = `recalled:\n  - id: "${makeId(at, new Uint8Array(10).fill(Math.floor(random() * 9)))}"\n    helped: true\n`;
  return [
    `.nexus/episodes/${time.slice(0, 4)}/${time.slice(5, 7)}/worked-${id}.md`,
    `---\nid: "${id}"\nkind: episode\ntitle: Worked\ncreated: ${time}\n${recalled}executions:\n${executions}---\n`,
  ];
}

/** One record for so many episodes, each citing one of so many files, of which every second changes after it. */
const EPISODES_A_RECORD = 8;
const CITED = 100;

function recordFile(at: number, n: number): readonly [path: string, text: string] {
  const id = makeId(at, new Uint8Array(10).fill(n % 256));
  const text = `---\nid: "${id}"\nkind: note\ntitle: Note ${n}\ncreated: ${isoSeconds(at)}\nfiles:\n  - src/${n % CITED}.ts\n---\n`;
  return [`.nexus/notes/note-${id}.md`, text];
}

/** Milliseconds of a recommendation where the index is held already: all that is left is the fold of all facts. */
async function folding({ dir, env }: BenchRepo, runs: number): Promise<number> {
  const memory = await openNexus({
    cwd: dir,
    env,
    clock: Date.now,
    random: randomBytes,
    machine: {},
    warm: true,
  });
  const task = { category: 'category-1', type: 'api', description: 'add an endpoint' };
  await memory.recommend(task);
  const took: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = process.hrtime.bigint();
    await memory.recommend(task);
    took.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return median(took);
}

/** Report and recommendation in cold processes, and what one new episode costs. */
export async function reportRows(sizes: readonly number[], runs: number): Promise<Row[]> {
  const unit = median(nodeStart());
  const times = (ms: number): string => `${(ms / unit).toFixed(2)} ×`;
  const rows: Row[] = [];
  const took = { report: [] as number[], recommend: [] as number[] };
  for (const size of sizes) {
    const repo = new BenchRepo();
    const random = randomizer(size);
    const newest = Date.now();
    repo.nexus(['init', '--yes', '--no-hooks']);
    for (let n = 0; n < CITED; n++) repo.write(`src/${n}.ts`, `${n}\n`);
    for (let n = 0; n < size; n++) {
      const at = newest - (size - n) * MINUTE;
      repo.write(...episodeFile(at, random));
      if (n % EPISODES_A_RECORD === 0) repo.write(...recordFile(at, n / EPISODES_A_RECORD));
    }
    repo.git('add', '-A');
    repo.git('commit', '-qm', `${size} episodes`);
    for (let n = 0; n < CITED; n += 2) repo.write(`src/${n}.ts`, `${n} changed\n`);
    repo.git('commit', '-qam', 'Half of what is cited');
    repo.nexus(['report']);
    const ask = ['recommend', '--category', 'category-1', '--type', 'api', 'add an endpoint'];
    const measured = (words: readonly string[], before: () => void = () => {}): number =>
      median(
        Array.from({ length: runs }, () => {
          before();
          return timed(() => repo.nexus(words));
        }),
      );
    const report = measured(['report']);
    const recommend = measured(ask);
    const fresh = measured(['report'], () => repo.write(...episodeFile(newest, random)));
    took.report.push(report);
    took.recommend.push(recommend);
    const what = `${size.toLocaleString('en')} episodes`;
    rows.push(
      {
        what: `report, ${what}`,
        figure: times(report),
        bar: '',
        met: undefined,
        how: `of node -e 0, median of ${runs}`,
      },
      { what: `recommend, ${what}`, figure: times(recommend), bar: '', met: undefined, how: 'the same' },
      {
        what: `report after one new episode, ${what}`,
        figure: times(fresh),
        bar: `≤ ${times(report * 2)}`,
        met: fresh <= report * 2,
        how: 'twice that of a report: the others are not read again',
      },
      {
        what: `folding them all, ${what}`,
        figure: times(await folding(repo, runs)),
        bar: '',
        met: undefined,
        how: 'of the report: the part in a process that has read all before',
      },
    );
  }
  const linear = (sizes.at(-1) ?? 1) / (sizes[0] ?? 1);
  for (const [name, all] of Object.entries(took)) {
    const growth = (all.at(-1) ?? 1) / (all[0] ?? 1);
    rows.push({
      what: `${name}, growth from the first size to the last`,
      figure: `${growth.toFixed(1)} ×`,
      bar: `≤ ${linear} ×`,
      met: growth <= linear,
      how: 'no worse than the number of episodes',
    });
  }
  return rows;
}
