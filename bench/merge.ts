import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchEnv, median, NEXUS, nodeStart, type Row, scratch, timed, used } from './measure.ts';

const record = (title: string, tag: string, text: string): string =>
  `---\nid: "01jd3v5t6zk8m9n0p1q2r3s4t5"\nkind: decision\ntitle: ${title}\ncreated: 2026-01-31T12:00:00Z\ntags:\n  - ${tag}\n---\n\n## Decision\n\n${text}\n\n## Consequences\n\nNone.\n`;

/** What git waits for where both sides changed a record: the driver's program, cold. */
export function mergeRows(runs: number): Row[] {
  const dir = scratch();
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text);
    return name;
  };
  const args = [
    file('base', record('Retry', 'http', 'Once.')),
    file('ours', record('Retry twice', 'http', 'Twice.')),
    file('theirs', record('Retry', 'upload', 'Once, and tell.')),
  ];
  const options = { cwd: dir, env: benchEnv(dir), stdio: 'ignore' } as const;
  const path = '--path=.nexus/decisions/retry-01jd3v5t6zk8m9n0p1q2r3s4t5.md';
  const merged = (): void => {
    const done = spawnSync(process.execPath, [NEXUS, 'merge', path, '--output=out', ...args], options);
    if (done.status !== 1) throw new Error(`the merge ended with ${done.status}`);
  };
  used(merged);
  const times = Array.from({ length: runs }, () => timed(merged));
  const ratio = median(times) / median(nodeStart());
  return [
    {
      what: 'merge driver, one record',
      figure: `${ratio.toFixed(2)} × node`,
      bar: '≤ 2.5 ×',
      met: ratio <= 2.5,
      how: `median of ${runs}, a field and a text merged, one conflict`,
    },
  ];
}
