import type { ConsensusCandidate, ConsensusResult, ConsensusTask } from '../core/consensus.ts';
import { NexusError } from '../core/error.ts';
import type { Draft, StoredRecord } from '../core/record.ts';
import { readConsensus } from '../format/consensus.ts';
import type { RecordItem } from '../transfer/item.ts';
import { patternDrafts, type Standing, standingsOf } from './consensus-drafts.ts';
import { type Context, requireMemory } from './context.ts';
import { recordEvent } from './episodes.ts';
import { codeOfText } from './extract.ts';
import { knownFrom, planRecords } from './import-records.ts';
import type { ImportedItem } from './import-report.ts';
import { loadConfig } from './settings.ts';

export interface ConsensusLearned {
  /** What was written. */
  readonly patterns: readonly StoredRecord[];
  /** What is remembered already, by title, and why it was not written again. */
  readonly known: readonly Pick<ImportedItem, 'title' | 'id' | 'why'>[];
  /** How the candidates fared, the winner first. */
  readonly standings: readonly Standing[];
  /** Units of the winner's code. */
  readonly units: number;
}

/**
 * Learns from a choice among several solutions: the patterns in the winner's code become records, with what it was made of,
 * how it won, and what was ruled out. An open episode that is named is told of the choice. Throws `bad-value` for what is
 * no consensus (see `readConsensus`), `no-episode`.
 */
export async function learnFromConsensus(context: Context, told: unknown): Promise<ConsensusLearned> {
  requireMemory(context);
  loadConfig(context);
  const read = readConsensus(told);
  if ('faults' in read) {
    const [first = '', ...more] = read.faults;
    const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
    throw new NexusError('usage', 'bad-value', `${first}${rest}`, 'see: ConsensusResult');
  }
  const winner = read.result.candidates.find(({ id }) => id === read.result.winner);
  if (winner === undefined) throw new RangeError('a consensus without its winner');
  const standings = standingsOf(read.result);
  const episode = await tell(context, read.result, winner, standings);
  const result = { ...read.result, ...(episode === undefined ? {} : { episode }) };
  const path = winner.file ?? nameFor(result.task);
  const code = path === undefined ? undefined : await codeOfText(context, path, winner.code);
  const units = code !== undefined && 'units' in code ? code.units : [];
  const { records } = (await context.reader()).all();
  const planned = planRecords(
    context,
    titled(patternDrafts(result, winner, units), winner, records),
    knownFrom(records),
  );
  const store = await context.store();
  return {
    patterns: planned.flatMap(({ record }) => (record === undefined ? [] : [store.add(record)])),
    known: planned.flatMap(({ told: { title, id, why, outcome } }) =>
      outcome === 'new'
        ? []
        : [{ title, ...(id === undefined ? {} : { id }), ...(why === undefined ? {} : { why }) }],
    ),
    standings,
    units: units.length,
  };
}

/** The choice is an event of the task's episode; returns that one's whole id. */
async function tell(
  context: Context,
  { episode }: ConsensusResult,
  { id, approach, score }: ConsensusCandidate,
  standings: readonly Standing[],
): Promise<string | undefined> {
  if (episode === undefined) return undefined;
  const [won, ...lost] = standings;
  return recordEvent(context, {
    episode,
    type: 'consensus',
    role: 'consensus_judge',
    data: {
      winner: id,
      ...(approach === undefined ? {} : { approach }),
      votes: won?.votes ?? 0,
      ...(won?.share === undefined ? {} : { share: won.share }),
      ...(score === undefined ? {} : { score }),
      ruled_out: lost.map((one) => one.approach ?? one.id),
    },
  });
}

/** Another way to do what was done before is another pattern: its title says which. */
function titled(
  drafts: readonly Draft[],
  { approach, id }: ConsensusCandidate,
  records: readonly StoredRecord[],
): readonly RecordItem[] {
  const taken = new Map(records.map(({ record }) => [record.title.toLowerCase(), record]));
  return drafts.map((draft): RecordItem => {
    const other = taken.get(draft.title.toLowerCase());
    const differs = other !== undefined && exampleIn(other.body) !== exampleIn(draft.body ?? '');
    const title = differs ? `${draft.title} (${approach ?? id})` : draft.title;
    return { type: 'record', draft: { ...draft, title }, from: { file: 'consensus' } };
  });
}

function exampleIn(body: string): string {
  return /```[\s\S]*```/.exec(body)?.[0] ?? body;
}

const ENDINGS: Readonly<Record<string, string>> = {
  python: 'py',
  typescript: 'ts',
  tsx: 'tsx',
  javascript: 'js',
  go: 'go',
  rust: 'rs',
  java: 'java',
  'c#': 'cs',
  csharp: 'cs',
  'c-sharp': 'cs',
  ruby: 'rb',
  php: 'php',
  'c++': 'cpp',
  cpp: 'cpp',
};

/** The extraction tells a language by a file's name. */
function nameFor({ language = '' }: ConsensusTask): string | undefined {
  const key = language.trim().toLowerCase();
  return Object.hasOwn(ENDINGS, key) ? `winner.${ENDINGS[key]}` : undefined;
}
