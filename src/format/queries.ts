import { isIdPrefix } from '../core/id.ts';
import type { Problem } from '../core/problem.ts';
import { type ExpectedAnswer, QUERIES_FILE, WITHIN } from '../core/recall-check.ts';
import { anyConflictLine } from './conflict.ts';
import { CONFLICTS } from './conflict-fields.ts';
import { lineAt } from './lines.ts';
import { planSource, readPlan } from './plan-source.ts';
import { textOf } from './text.ts';
import type { YamlMap } from './yaml.ts';
import { fieldOf, placeOf, YamlCheck } from './yaml-check.ts';

const QUERY_LIMITS = { bytes: 256 * 1024, queries: 1_000, ask: 8_000, find: 20, within: 100 } as const;
const HINT = 'begin with: queries: [{ask: how do we retry uploads, find: ["01m7ytvkb8wa1k"]}]';

/**
 * Reads questions and what they should find. What is wrong is a problem with its line and leaves out that question alone;
 * keys that others add are passed over.
 */
export function decodeQueries(bytes: Uint8Array): {
  readonly queries: readonly ExpectedAnswer[];
  readonly problems: readonly Problem[];
} {
  const { text, problem } = textOf(bytes, QUERIES_FILE, QUERY_LIMITS.bytes);
  if (text === undefined) return { queries: [], problems: [problem] };
  const conflict = anyConflictLine(text);
  if (conflict >= 0) return { queries: [], problems: [unmerged(conflict + 1)] };
  const source = planSource(text, QUERIES_FILE);
  const read = readPlan(source);
  if (!('map' in read)) {
    const { why: message, line } = read;
    return {
      queries: [],
      problems: [{ code: 'bad-queries', message, file: QUERIES_FILE, line, hint: HINT }],
    };
  }
  const check = new YamlCheck(source.body, QUERIES_FILE, 'bad-queries');
  check.keys(read.map, ['queries']);
  const queries: ExpectedAnswer[] = [];
  const lines = new Map<string, number>();
  for (const node of nodesIn(read.map, check)) {
    const line = lineAt(source.body, node.at);
    const query = queryOf(node, line, check);
    if (query === undefined) continue;
    const first = lines.get(query.ask);
    lines.set(query.ask, first ?? line);
    if (first === undefined) queries.push(query);
    else check.bad(`the same question is on line ${first}`, node.at, 'name all its records there');
  }
  const undecided = read.map.entries.find(({ key }) => key === CONFLICTS);
  const told = undecided === undefined ? [] : [unmerged(lineAt(source.body, undecided.keyAt))];
  const problems = [...told, ...check.problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { queries, problems };
}

function unmerged(line: number): Problem {
  const hint = 'decide: nexus resolve, or open the file: it is plain text';
  return {
    code: 'conflict-markers',
    message: 'an unresolved merge conflict',
    file: QUERIES_FILE,
    line,
    hint,
  };
}

function nodesIn(map: YamlMap, check: YamlCheck): Iterable<YamlMap> {
  const list = fieldOf(map, 'queries');
  if (list?.kind !== 'list') {
    if (list !== undefined || map.entries.length > 0)
      check.bad(
        list === undefined ? 'there are no queries' : 'queries is not a list',
        list?.at ?? map.at,
        HINT,
      );
    return [];
  }
  return check.maps(list, QUERY_LIMITS.queries, {
    one: 'a question',
    many: 'questions',
    split: 'keep those that matter',
    form: 'write: {ask: …, find: [id]}',
  });
}

function queryOf(node: YamlMap, line: number, check: YamlCheck): ExpectedAnswer | undefined {
  check.keys(node, ['ask', 'find', 'within']);
  const before = check.problems.length;
  const bad = (key: string, message: string, hint: string): void =>
    check.bad(message, placeOf(node, key), hint);
  const ask = check.text(node, 'ask')?.trim();
  const find = check.list(node, 'find') ?? [];
  const within = check.number(node, 'within', [1, QUERY_LIMITS.within], true) ?? WITHIN;
  if (fieldOf(node, 'ask') === undefined) bad('ask', 'there is no question', 'add: ask: …');
  if (fieldOf(node, 'find') === undefined || (find.length === 0 && check.problems.length === before))
    bad('find', 'no record is named that should be found', 'add: find: [id]; nexus recall tells ids');
  if (ask !== undefined && ask.length > QUERY_LIMITS.ask)
    bad('ask', `a question of ${ask.length} characters, the limit is ${QUERY_LIMITS.ask}`, 'shorten it');
  if (find.length > Math.min(QUERY_LIMITS.find, within))
    bad('find', `${find.length} records cannot be among the first ${within}`, 'raise within, or ask apart');
  for (const id of find)
    if (!isIdPrefix(id))
      bad('find', `${id} is no id of a record`, 'nexus recall tells ids; four characters do');
  return ask === undefined || check.problems.length > before ? undefined : { ask, find, within, line };
}
