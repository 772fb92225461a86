import { DOCUMENTS, type DocumentName, type DocumentPart } from '../src/core/documents.ts';
import { slugOf } from '../src/core/id.ts';
import type { NexusRecord } from '../src/core/record.ts';
import { newDocumentText } from '../src/format/document.ts';
import { encodeRecord } from '../src/format/encode.ts';
import { pathOf } from '../src/store/paths.ts';
import type { BenchRepo } from './measure.ts';
import { makeRecord, randomizer, repoWith } from './recall.ts';

/** One episode for so many other records. */
const RECORDS_AN_EPISODE = 8;
/** Commits of one session. */
const EPISODES_A_SESSION = 4;

/** Which error `KNOWN_FAILURE` is. */
export const KNOWN_SIGNATURE = 'RangeError: connection pool has no size';
export const TASK = 'make the thumbnails of uploads resumable';

/**
 * A memory as a team has it after a while: so many records, an episode for every eighth of them, living documents
 * that are filled, a few records that `TASK` finds, and a branch with a changed file. Committed; the cache is warm.
 */
export function workedRepo(size: number): BenchRepo {
  const repo = repoWith(size);
  const random = randomizer(size + 1);
  for (let n = 0; n < size / RECORDS_AN_EPISODE; n += 1) write(repo, episode(n, size, random));
  for (let n = 0; n < 12; n += 1) {
    const title = `Resumable thumbnails of uploads, part ${n}`;
    const files = n < 4 ? ['src/thumbnail.ts'] : [];
    write(repo, { ...makeRecord(2_000_000 + n, random), kind: 'decision', title, files });
  }
  write(repo, {
    ...makeRecord(2_100_000, random),
    kind: 'error',
    title: KNOWN_SIGNATURE,
    error: { type: 'RangeError', message: 'connection pool has no size', signature: KNOWN_SIGNATURE },
    body: '## Context\n\nAt start.\n\n## Resolution\n\nSet `poolSize` in `settings.json`.\n',
  });
  for (const name of ['project', 'preferences', 'bank'] as const)
    repo.write(DOCUMENTS[name].path, filled(name, random));
  repo.write('src/thumbnail.ts', 'export {};\n');
  repo.git('add', '-A');
  repo.git('commit', '-qm', 'Thumbnails');
  repo.git('checkout', '-qb', 'resumable-thumbnails');
  repo.write('src/thumbnail.ts', 'export const size = 64;\n');
  repo.nexus(['recall', 'thumbnails']);
  return repo;
}

function write(repo: BenchRepo, record: NexusRecord): void {
  repo.write(pathOf(record), encodeRecord(record));
}

/** Spread over the time in which the other records were made; every fourth one ends a session. */
function episode(n: number, size: number, random: () => number): NexusRecord {
  const made = makeRecord(n * RECORDS_AN_EPISODE + Math.floor(random() * RECORDS_AN_EPISODE), random);
  const last = n - (n % EPISODES_A_SESSION) + EPISODES_A_SESSION - 1;
  const session = makeRecord(last * RECORDS_AN_EPISODE, randomizer(size + last)).id;
  const ends = n === last;
  const { error, ...record } = made;
  const items = (count: number): string =>
    Array.from({ length: count }, (_, at) => `- ${made.title.split(' ').slice(0, 4).join(' ')} ${at}`).join(
      '\n',
    );
  const sections = [
    `## Focus\n\n${made.title}`,
    `## Accomplished\n\n${items(3)}`,
    ...(ends ? [`## Next\n\n${items(2)}`] : []),
    ...(n % 7 === 0 ? [`## Decisions\n\n${items(1)}`] : []),
    ...(n % 11 === 0 ? [`## Blockers\n\n- waits for ${slugOf(made.title)}`] : []),
    `## Notes\n\n${items(2)}`,
  ];
  return {
    ...record,
    id: ends ? session : record.id,
    kind: 'episode',
    tags: [],
    episode: { branch: 'main', session, started: made.created, duration_s: 900, success: true },
    errors: error === undefined ? [] : [{ signature: error.signature ?? '', resolved: true }],
    body: `${sections.join('\n\n')}\n`,
  };
}

/** Every field a few words, every section a few lines. */
function filled(name: DocumentName, random: () => number): string {
  const fills = new Map<string, string>();
  const line = (words: number): string => makeRecord(1, random).title.split(' ').slice(0, words).join(' ');
  const fill = (part: DocumentPart, above: readonly string[]): void => {
    const address = [...above, part.name];
    for (const field of part.fields ?? []) fills.set([...address, field.name].join('/'), line(3));
    if (part.parts === undefined && part.fields === undefined)
      fills.set(address.join('/'), [1, 2, 3].map(() => `- ${line(6)}`).join('\n'));
    for (const inner of part.parts ?? []) fill(inner, address);
  };
  for (const part of DOCUMENTS[name].parts) fill(part, []);
  return newDocumentText(name, fills);
}
