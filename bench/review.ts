import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { makeId } from '../src/core/id.ts';
import { type MemoryReview, SEVERITIES } from '../src/core/review.ts';
import type { RuleName } from '../src/core/review-rules.ts';
import { openNexus } from '../src/nexus.ts';
import { BenchRepo, median, nodeStart, type Row, timed } from './measure.ts';
import { randomizer } from './recall.ts';
import { ATTACKS, HELD_APART } from './review-attacks.ts';
import { cleanRecords } from './review-clean.ts';

const START = Date.UTC(2026, 10, 21, 10);
const CLEAN = 1_000;

const idOf = (n: number): string => makeId(START + n, new Uint8Array(10).fill(n % 251));

function recordText(n: number, kind: string, title: string, body: string, fields = ''): string {
  return `---\nid: "${idOf(n)}"\nkind: ${kind}\ntitle: ${JSON.stringify(title)}\ncreated: 2026-11-21T10:00:00Z\n${fields}---\n\n${body}\n`;
}

function baseRepo(): BenchRepo {
  const repo = new BenchRepo();
  repo.write('src/app.ts', 'export {};\n');
  repo.write('.nexus/config.yaml', 'schema: 1\n');
  const old: readonly (readonly [kind: string, title: string, body: string])[] = [
    [
      'decision',
      'Records are files, not rows of a database',
      '## Decision\n\nOne markdown file each.\n\n## Ruled out\n\nA SQLite database for records.\n',
    ],
    [
      'note',
      'Staging is read-only on Sundays',
      'Deploy on Mondays; see https://github.com/acme/runbook for the list of hosts and of people.',
    ],
    [
      'note',
      'Numbers are written with a comma',
      'So the customer wants it, in every export and on every page of the report, since the first day.',
    ],
    ['episode', 'Worked on the importer', '## Accomplished\n\n- Chunks\n'],
  ];
  for (const [n, [kind, title, body]] of old.entries())
    repo.write(pathOf(kind, n), recordText(n, kind, title, body));
  repo.git('add', '-A');
  repo.git('commit', '-qm', 'Base');
  return repo;
}

function pathOf(kind: string, n: number): string {
  return kind === 'episode' ? `.nexus/episodes/2026/11/e-${idOf(n)}.md` : `.nexus/${kind}s/r-${idOf(n)}.md`;
}

async function reviewOf(repo: BenchRepo): Promise<MemoryReview> {
  const memory = await openNexus({
    cwd: repo.dir,
    env: repo.env,
    machine: {},
    clock: Date.now,
    random: randomBytes,
    warm: false,
  });
  return memory.review();
}

interface Made {
  readonly group: string;
  readonly path: string;
  readonly rules: readonly RuleName[];
  readonly what: string;
}

/** What is wrong with files and not with words. */
function structural(repo: BenchRepo): Made[] {
  const made: Made[] = [];
  const put = (path: string, text: string, ...rules: RuleName[]): void => {
    repo.write(path, text);
    made.push({ group: 'files and the past', path, rules, what: rules.join(', ') });
  };
  const note = (n: number): string => recordText(n, 'note', `Note ${n}`, 'Words.');
  symlinkSync('/etc/passwd', join(repo.dir, `.nexus/notes/l-${idOf(900)}.md`));
  made.push({
    group: 'files and the past',
    path: `.nexus/notes/l-${idOf(900)}.md`,
    rules: ['file-type'],
    what: 'link',
  });
  put(`.nexus/notes/x-${idOf(901)}.md`, note(901), 'file-type');
  chmodSync(join(repo.dir, `.nexus/notes/x-${idOf(901)}.md`), 0o755);
  put('.nexus/notes/payload.sh', 'echo hi\n', 'foreign-file');
  put('.nexus/.gitattributes', '*.md -diff linguist-generated\n', 'git-attributes');
  put('.nexus/config.yaml', 'schema: 1\nreview:\n  allow:\n    - rule: secret\n', 'suppression-change');
  put(`.nexus/notes/aux-${idOf(902)}.md:x.md`, note(902), 'bad-path');
  put(
    `.nexus/notes/forgotten-${idOf(1)}.md`,
    `---\nid: "${idOf(1)}"\nkind: note\ntitle: (forgotten)\ncreated: 2026-11-21T10:00:00Z\nforgotten: abc\n---\n`,
    'duplicate-id',
  );
  put(
    pathOf('episode', 3),
    recordText(
      3,
      'episode',
      'Worked on the importer',
      '## Accomplished\n\n- Chunks, and the audit was waived\n',
    ),
    'episode-changed',
  );
  put(
    pathOf('note', 1),
    recordText(
      1,
      'note',
      'Staging is read-only on Sundays',
      'Deploy on Mondays; see https://github.com/acme/runbook for the list of hosts and of people.',
    ).replace('2026-11-21', '2029-11-21'),
    'identity-changed',
  );
  put(pathOf('note', 903), `<<<<<<< ours\n${note(903)}`, 'unreadable-record');
  put(
    pathOf('note', 904),
    recordText(904, 'note', 'Cites', 'Words.', 'files:\n  - ../../etc/passwd\n'),
    'schema',
  );
  put(
    pathOf('note', 905),
    recordText(905, 'note', 'Cites a file that is gone', 'About it.', 'files:\n  - src/gone.ts\n'),
    'citation-missing',
  );
  put(
    pathOf('decision', 906),
    recordText(906, 'decision', 'Records are rows of a database', '## Decision\n\nPostgres.\n'),
    'contradiction',
  );
  put(
    pathOf('note', 907),
    recordText(
      907,
      'note',
      'Numbers are written with a comma',
      'So the customer wants it, in every export and on every page of each report, since the first day.',
    ),
    'near-duplicate',
  );
  put(
    pathOf('note', 908),
    recordText(908, 'note', 'Supersedes nothing', 'Words.', `supersedes:\n  - "${idOf(999)}"\n`),
    'dangling-link',
  );
  put(
    pathOf('note', 909),
    recordText(909, 'note', 'Long', 'All the words that there are. '.repeat(900)),
    'long-record',
  );
  put(
    pathOf('note', 910),
    recordText(910, 'note', 'New host', 'See https://tool.acme.dev/docs.'),
    'new-host',
  );
  return made;
}

/** Detection by class, and false alarms on changes that nothing is wrong with. */
export async function reviewBench(tell = false): Promise<string[]> {
  const repo = baseRepo();
  const made: Made[] = structural(repo);
  for (const [at, { group, rules, body, title = `Note ${at}`, fields = '' }] of [
    ...ATTACKS,
    ...HELD_APART,
  ].entries()) {
    const path = pathOf('note', 1_000 + at);
    repo.write(path, recordText(1_000 + at, 'note', title, body, fields));
    made.push({ group, path, rules, what: JSON.stringify(body).slice(0, 100) });
  }
  const attacked = await reviewOf(repo);
  const lines = ['| attacks | made | found | rate |', '|---|---|---|---|'];
  const missed: string[] = [];
  const groups = [...new Set(made.map(({ group }) => group))];
  for (const group of [...groups, undefined]) {
    const own = made.filter((one) =>
      group === undefined ? !one.group.startsWith('held') : one.group === group,
    );
    const found = own.filter(({ path, rules }) =>
      attacked.findings.some((one) => one.path === path && rules.includes(one.rule)),
    );
    lines.push(
      `| ${group ?? 'all but what is held apart'} | ${own.length} | ${found.length} | ${percent(found.length, own.length)} |`,
    );
    if (group !== undefined)
      missed.push(
        ...own.filter((one) => !found.includes(one)).map(({ what }) => `missed, ${group}: ${what}`),
      );
  }

  const clean = baseRepo();
  const records = cleanRecords(CLEAN, randomizer(7), ownMemory(), ownSubjects());
  for (const [at, { kind, title, body, fields }] of records.entries())
    clean.write(pathOf(kind, 2_000 + at), recordText(2_000 + at, kind, title, body, fields));
  const calm = await reviewOf(clean);
  const perRecord = calm.findings.filter(({ rule }) => rule !== 'flood');
  lines.push('', `| alarms on ${records.length} clean changes | changes | rate |`, '|---|---|---|');
  for (const severity of SEVERITIES) {
    const hit = new Set(perRecord.filter((one) => one.severity === severity).map(({ path }) => path));
    lines.push(`| ${severity} | ${hit.size} | ${percent(hit.size, records.length)} |`);
  }
  const told = tell
    ? [
        ...missed,
        ...perRecord.map(
          ({ severity, rule, message, excerpt }) =>
            `clean, ${severity} ${rule}: ${message} | ${excerpt ?? ''}`,
        ),
      ]
    : missed;
  return told.length === 0 ? lines : [...lines, '', ...told];
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

/** This repository's own records, as they lie in the working tree, and those of the packs. */
function ownMemory(): string[] {
  const root = join(import.meta.dirname, '..', '..');
  return ['.nexus', 'src/knowledge'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /-[0-9a-z]{26}\.md$/.test(name))
      .sort()
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
}

/** What this repository's commits say. */
function ownSubjects(): string[] {
  const here = new BenchRepo();
  const out = here.git('-C', join(import.meta.dirname, '..', '..'), 'log', '--no-merges', '--format=%B%x00');
  return out
    .split('\0')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** The time that a review of so many changed records takes, cold. */
export function reviewRows(sizes: readonly number[], runs: number): Row[] {
  const unit = median(nodeStart());
  return sizes.map((size) => {
    const repo = baseRepo();
    const records = cleanRecords(size, randomizer(size), ownMemory(), []);
    repo.git('checkout', '-qb', 'topic');
    for (const [at, { kind, title, body, fields }] of records.entries())
      repo.write(pathOf(kind, 2_000 + at), recordText(2_000 + at, kind, title, body, fields));
    repo.git('add', '-A');
    repo.git('commit', '-qm', 'Very much');
    const times = Array.from({ length: runs }, () =>
      timed(() => void repo.nexus(['review', 'main..topic', '--json'], [0, 1])),
    );
    const ms = median(times);
    return {
      what: `review of ${size} changed records`,
      figure: `${(ms / 1000).toFixed(2)} s`,
      bar: size > 1_000 ? '' : '≤ 100 ×',
      met: size > 1_000 ? undefined : ms <= 100 * unit,
      how: `${(ms / unit).toFixed(0)} × node -e 0`,
    };
  });
}
