import { makeId } from '../src/core/id.ts';
import { encodeRecord } from '../src/format/encode.ts';
import { BenchRepo, median, nodeStart, type Row, timed } from './measure.ts';
import { makeRecord, randomizer } from './recall.ts';

/**
 * A repository of many commits, each of which changes one file.
 * @param every of so many one changes memory, too
 * @param fileOf which file a commit changes
 */
export function longHistory(commits: number, every: number, fileOf: (n: number) => string): BenchRepo {
  const repo = new BenchRepo();
  const random = randomizer(commits);
  const out: string[] = ['reset refs/heads/main'];
  const blob = (path: string, text: string): string =>
    `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}`;
  for (let n = 0; n < commits; n++) {
    const subject = `commit ${n}`;
    out.push(
      'commit refs/heads/main',
      `committer Ann Author <ann@example.org> ${1_600_000_000 + n * 60} +0000`,
    );
    out.push(`data ${subject.length}\n${subject}`, blob(fileOf(n), `${n}\n`));
    if (n === 0) out.push(blob('.nexus/config.yaml', 'schema: 1\n'));
    if (n % every === 0) {
      const record = {
        ...makeRecord(n, random),
        kind: 'note' as const,
        id: makeId(n, new Uint8Array(10).fill(n % 256)),
      };
      out.push(blob(`.nexus/notes/n-${record.id}.md`, encodeRecord(record)));
    }
  }
  repo.fastImport(out.join('\n'));
  repo.git('checkout', '-q', '-f', 'main');
  return repo;
}

/** The first page of the memory's history against what git itself takes for it. */
export function historyRows(commits: number): Row[] {
  const repo = longHistory(commits, 100, (n) => `src/f${n % 500}.txt`);
  const node = median(nodeStart(11));
  const git = median(
    Array.from({ length: 7 }, () => timed(() => void repo.git('log', '-50', '--', '.nexus'))),
  );
  const ours = median(Array.from({ length: 7 }, () => timed(() => void repo.nexus(['log']))));
  const ratio = ours / (1.5 * git + node);
  return [
    {
      what: `nexus log, first page, in ${commits} commits`,
      figure: `${ours.toFixed(0)} ms, git ${git.toFixed(0)} ms, node ${node.toFixed(0)} ms`,
      bar: '≤ 1.5 × git log -50 + node',
      met: ratio <= 1,
      how: 'medians of 7 (node: 11)',
    },
  ];
}
