import type { ConsensusCandidate, ConsensusResult, ConsensusTask } from '../core/consensus.ts';
import { NexusError } from '../core/error.ts';
import { present } from '../core/present.ts';
import type { Proposal } from '../core/proposal.ts';
import { type Draft, type NexusRecord, parseCitation, type StoredRecord } from '../core/record.ts';
import { readConsensus } from '../format/consensus.ts';
import { readGivenPath } from '../repo/given-paths.ts';
import { fingerprintOf } from '../store/draft.ts';
import type { RecordItem } from '../transfer/item.ts';
import { outcomeText, patternDrafts, type Standing, standingsOf, sureWin } from './consensus-drafts.ts';
import { type Context, requireMemory, requireRepository } from './context.ts';
import { recordEvent } from './episodes.ts';
import { codeOfText } from './extract.ts';
import { knownFrom, planRecords } from './import-records.ts';
import type { ImportedItem } from './import-report.ts';
import { addProposals, decidedKeys } from './inbox-files.ts';
import { edit } from './lifecycle.ts';
import { loadConfig } from './settings.ts';

export interface ConsensusLearned {
  /** What was written. */
  readonly patterns: readonly StoredRecord[];
  /** What waits in the inbox instead. */
  readonly proposals: readonly Proposal[];
  /** What is remembered already, by title, and why it was not written again. */
  readonly known: readonly KnownPattern[];
  /** How the candidates fared, the winner first. */
  readonly standings: readonly Standing[];
  /** Units of the winner's code. */
  readonly units: number;
}

type KnownPattern = Pick<ImportedItem, 'title' | 'id' | 'why'>;

export interface ConsensusOptions {
  /**
   * Where the patterns go: `records` (where it is not said) are recalled at once, those in the `inbox` wait for a person;
   * `setting`: records with `capture.patterns: auto`, else the inbox.
   */
  readonly store?: 'records' | 'inbox' | 'setting';
}

/** The same from a JSON file or text. Throws `bad-value`, too, for what is no JSON. */
export async function learnFromConsensusJson(
  context: Context,
  source: { readonly path: string } | { readonly text: string },
  options?: ConsensusOptions,
): Promise<ConsensusLearned> {
  const root = context.repository?.facts.root ?? context.cwd;
  const text = 'text' in source ? source.text : readGivenPath(source.path, context.cwd, root).files[0]?.text;
  let told: unknown;
  try {
    told = JSON.parse(text ?? '');
  } catch {
    const name = 'path' in source ? source.path : 'the text';
    throw new NexusError('usage', 'bad-value', `${name} is no JSON`, 'see: nexus learn --help');
  }
  return learnFromConsensus(context, told, options);
}

/**
 * Learns from a choice among several solutions: the patterns in the winner's code are kept, with what they are made of, how
 * they won, and what was ruled out. A structure that memory holds already gets the winner's place as a citation. An open
 * episode that is named is told of the choice. Throws `bad-value` for what is no consensus (see `readConsensus`), `no-episode`.
 */
export async function learnFromConsensus(
  context: Context,
  told: unknown,
  { store = 'records' }: ConsensusOptions = {},
): Promise<ConsensusLearned> {
  requireMemory(context);
  const { patterns: setting } = loadConfig(context).capture;
  const direct = store === 'records' || (store === 'setting' && setting === 'auto');
  const given = checked(told);
  const winner = given.candidates.find(({ id }) => id === given.winner);
  if (winner === undefined) throw new RangeError('a consensus without its winner');
  const standings = standingsOf(given);
  const episode = await tell(context, given, winner, standings);
  const result = { ...given, ...(episode === undefined ? {} : { episode }) };
  const path = winner.file ?? nameFor(result.task);
  const code = path === undefined ? undefined : await codeOfText(context, path, winner.code);
  const units = code !== undefined && 'units' in code ? code.units : [];
  const { records } = (await context.reader()).all();
  const known: KnownPattern[] = [];
  const fresh: Draft[] = [];
  for (const draft of patternDrafts(result, winner, units)) {
    const held = heldBy(draft, records);
    if (held === undefined) fresh.push(draft);
    else {
      known.push({ title: draft.title, id: held.record.id, why: `the same structure: ${held.record.title}` });
      await cite(context, held, draft.files ?? []);
    }
  }
  const planned = planRecords(context, titled(fresh, winner, records), knownFrom(records));
  for (const { told: item } of planned)
    if (item.outcome !== 'new') known.push({ title: item.title, ...present({ id: item.id, why: item.why }) });
  const made = planned.flatMap(({ record }) => record ?? []);
  const kept = direct ? await write(context, made) : await propose(context, made, standings);
  return { ...kept, known, standings, units: units.length };
}

function checked(told: unknown): ConsensusResult {
  const read = readConsensus(told);
  if ('result' in read) return read.result;
  const [first = '', ...more] = read.faults;
  const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
  throw new NexusError('usage', 'bad-value', `${first}${rest}`, 'its form: nexus learn --help');
}

type Kept = Pick<ConsensusLearned, 'patterns' | 'proposals'>;

async function write(context: Context, made: readonly NexusRecord[]): Promise<Kept> {
  const store = await context.store();
  return { patterns: made.map((record) => store.add(record)), proposals: [] };
}

/** What was rejected once is not proposed again. */
async function propose(
  context: Context,
  made: readonly NexusRecord[],
  standings: readonly Standing[],
): Promise<Kept> {
  const decided = decidedKeys(requireRepository(context));
  const [won] = standings;
  const found = made.flatMap((record) => {
    const key = record.pattern?.shape ?? fingerprintOf(record);
    if (decided.has(key)) return [];
    const { id: _id, created: _created, extra: _extra, ...draft } = record;
    const reason = outcomeText(standings);
    return [{ key, score: won === undefined ? 0 : sureWin(won), reason, source: 'consensus', draft }];
  });
  return { patterns: [], proposals: (await addProposals(context, found)).proposals };
}

/** A living pattern of the same structure. */
function heldBy({ pattern }: Draft, records: readonly StoredRecord[]): StoredRecord | undefined {
  const shape = pattern?.shape;
  if (shape === undefined) return undefined;
  return records.find(
    ({ record }) =>
      record.pattern?.shape === shape && record.retired === undefined && record.forgotten === undefined,
  );
}

/** A file that is cited already is not cited twice. */
async function cite(context: Context, { record }: StoredRecord, places: readonly string[]): Promise<void> {
  const cited = new Set(record.files.map((file) => parseCitation(file).path));
  const fresh = places.filter((place) => !cited.has(parseCitation(place).path));
  if (fresh.length > 0) await edit(context, record.id, { set: { files: [...record.files, ...fresh] } });
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
