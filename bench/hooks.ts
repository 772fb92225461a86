import { BenchRepo, inTurns, median, nodeStart, quantile, type Row, timed } from './measure.ts';

function pair(): { plain: BenchRepo; hooked: BenchRepo } {
  const plain = new BenchRepo();
  const hooked = new BenchRepo();
  for (const repo of [plain, hooked]) {
    for (let n = 0; n < 500; n++) repo.write(`src/f${n}.txt`, `file ${n}\n`);
    repo.git('add', '-A');
    repo.git('commit', '-q', '-m', 'first');
  }
  hooked.nexus(['init', '--yes']);
  hooked.git('add', '-A');
  hooked.git('commit', '-q', '-m', 'memory');
  return { plain, hooked };
}

/** People do not commit while the last commit's background work still runs: neither does the bench. */
function settled(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
}

/** Milliseconds that one commit takes. */
function commitTime(repo: BenchRepo, text: string): number {
  repo.write('src/f1.txt', `${text}\n`);
  settled();
  return timed(() => void repo.git('commit', '-qam', text));
}

/** The rows of commits and rebases with hooks against without. */
export function hookRows(runs: number): Row[] {
  const node = nodeStart();
  const { plain, hooked } = pair();
  const empty = { plain: [] as number[], hooked: [] as number[] };
  for (let round = -3; round < runs; round++) {
    const times = {
      plain: commitTime(plain, `round ${round}`),
      hooked: commitTime(hooked, `round ${round}`),
    };
    if (round < 0) continue;
    empty.plain.push(times.plain);
    empty.hooked.push(times.hooked);
  }
  const added = median(empty.hooked) - median(empty.plain);

  const capture = { plain: [] as number[], hooked: [] as number[] };
  for (let round = 0; round < Math.ceil(runs / 2); round++) {
    hooked.nexus(['note', `what was learned in round ${round} about the cache of the build`]);
    capture.plain.push(commitTime(plain, `capture ${round}`));
    capture.hooked.push(commitTime(hooked, `capture ${round}`));
  }
  const extra = capture.hooked.map((ms, at) => ms - (capture.plain[at] ?? 0));
  const unit = median(node);

  const rebase = inTurns(
    3,
    (n) => rebaseHundred(plain, n),
    (n) => rebaseHundred(hooked, n),
  );
  const ratio = median(rebase.b) / median(rebase.a);
  return [
    {
      what: '`node -e 0`',
      figure: `${unit.toFixed(0)} ms`,
      bar: 'the unit',
      met: undefined,
      how: `median of ${node.length}`,
    },
    {
      what: 'commit, hooks on, empty journal',
      figure: `+ ${added.toFixed(1)} ms`,
      bar: '+ ≤ 10 ms',
      met: added <= 10,
      how: `median of ${runs} against median of ${runs} without, in turns`,
    },
    {
      what: 'commit that captures, median',
      figure: `+ ${(median(extra) / unit).toFixed(2)} × node`,
      bar: '≤ 3 ×',
      met: median(extra) <= 3 * unit,
      how: `${extra.length} commits against the same without`,
    },
    {
      what: 'commit that captures, p95',
      figure: `+ ${(quantile(extra, 0.95) / unit).toFixed(2)} × node`,
      bar: '≤ 6 ×',
      met: quantile(extra, 0.95) <= 6 * unit,
      how: 'the same commits',
    },
    {
      what: 'rebase of 100 commits',
      figure: `${ratio.toFixed(2)} ×`,
      bar: '≤ 2 ×',
      met: ratio <= 2,
      how: 'median of 3 against median of 3 without, in turns',
    },
  ];
}

function rebaseHundred(repo: BenchRepo, round: number): void {
  const base = `base-${round}`;
  repo.git('branch', '-f', base, 'HEAD');
  // Made with fast-import, so that only the rebase itself takes time with hooks.
  const tip = repo.git('rev-parse', 'HEAD').trim();
  const lines: string[] = [];
  for (let n = 0; n < 100; n++) {
    const text = `topic ${round} ${n}\n`;
    lines.push(
      `commit refs/heads/topic-${round}`,
      `committer Ann Author <ann@example.org> ${1_700_000_000 + n} +0000`,
      `data ${Buffer.byteLength(text)}\n${text}${n === 0 ? `from ${tip}~1\n` : ''}M 100644 inline topic/${round}-${n}.txt`,
      `data ${Buffer.byteLength(text)}\n${text}`,
    );
  }
  repo.fastImport(lines.join('\n'));
  repo.git('checkout', '-q', `topic-${round}`);
  repo.git('rebase', '-q', base);
  repo.git('checkout', '-q', 'main');
}
