import {
  CONSENSUS_LIMITS,
  type ConsensusCandidate,
  type ConsensusResult,
  type ConsensusTask,
} from '../core/consensus.ts';
import { isObject } from './plain.ts';

/**
 * A consensus as a program or a JSON file tells it. `votes` may also be a list with a candidate's id for each vote. Keys
 * that others add are passed over; whatever is wrong is told with its place, and then there is no result.
 */
export function readConsensus(
  value: unknown,
): { readonly result: ConsensusResult } | { readonly faults: readonly string[] } {
  if (!isObject(value)) return { faults: ['the result of a consensus is an object'] };
  const check = new Check();
  const task = taskIn(value.task, check);
  const candidates = candidatesIn(value.candidates, check);
  const winner = check.needed(value, 'winner', '');
  const ids = candidates.map(({ id }) => id);
  if (winner !== '' && candidates.length > 0 && !ids.includes(winner))
    check.fault(`winner: no candidate has the id "${winner.slice(0, 40)}"`);
  const votes = votesIn(value.votes, ids, check);
  const episode = check.text(value, 'episode', '');
  if (check.faults.length > 0) return { faults: check.faults };
  return {
    result: {
      task,
      candidates,
      winner,
      ...(votes === undefined ? {} : { votes }),
      ...(episode === undefined ? {} : { episode }),
    },
  };
}

function taskIn(value: unknown, check: Check): ConsensusTask {
  const given = typeof value === 'string' ? { description: value } : value;
  if (!isObject(given)) {
    check.fault('task: expected {description, language}');
    return { description: '' };
  }
  return {
    description: check.needed(given, 'description', 'task.'),
    ...check.texts(given, ['language', 'category'], 'task.'),
  };
}

function candidatesIn(value: unknown, check: Check): ConsensusCandidate[] {
  const { candidates: most } = CONSENSUS_LIMITS;
  if (!Array.isArray(value) || value.length === 0 || value.length > most) {
    check.fault(`candidates: expected a list of 1 to ${most}`);
    return [];
  }
  const found = value.flatMap((one: unknown, at): ConsensusCandidate[] => {
    const place = `candidates[${at}]`;
    if (!isObject(one)) {
      check.fault(`${place}: expected {id, code}`);
      return [];
    }
    const score = check.number(one, 'score', `${place}.`, 1);
    return [
      {
        id: check.needed(one, 'id', `${place}.`),
        code: check.needed(one, 'code', `${place}.`, CONSENSUS_LIMITS.code),
        ...check.texts(one, ['approach', 'file', 'reason'], `${place}.`),
        ...(score === undefined ? {} : { score }),
      },
    ];
  });
  const ids = found.map(({ id }) => id).filter((id) => id !== '');
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) check.fault(`candidates: two have the id "${twice.slice(0, 40)}"`);
  return found;
}

function votesIn(
  value: unknown,
  ids: readonly string[],
  check: Check,
): Readonly<Record<string, number>> | undefined {
  if (value === undefined || value === null) return undefined;
  const votes = new Map<string, number>();
  const given: [string, unknown][] = Array.isArray(value)
    ? value.map((id: unknown) => [String(id), 1])
    : isObject(value)
      ? Object.entries(value)
      : [];
  if (!Array.isArray(value) && !isObject(value)) check.fault('votes: expected {id: number} or a list of ids');
  for (const [id, count] of given) {
    if (!ids.includes(id)) check.fault(`votes: no candidate has the id "${id.slice(0, 40)}"`);
    else if (typeof count !== 'number' || !Number.isFinite(count) || count < 0)
      check.fault(`votes.${id.slice(0, 40)}: expected a number, 0 or more`);
    else votes.set(id, (votes.get(id) ?? 0) + count);
  }
  return Object.fromEntries(votes);
}

type Given = Readonly<Record<string, unknown>>;

class Check {
  readonly faults: string[] = [];

  fault(text: string): void {
    this.faults.push(text);
  }

  text(given: Given, name: string, place: string, most: number = CONSENSUS_LIMITS.text): string | undefined {
    const value = given[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') this.fault(`${place}${name}: expected a text`);
    else if (value.length > most) this.fault(`${place}${name}: longer than ${most} characters`);
    else if (value.trim() !== '') return value;
    return undefined;
  }

  needed(given: Given, name: string, place: string, most?: number): string {
    const before = this.faults.length;
    const text = this.text(given, name, place, most);
    if (text === undefined && this.faults.length === before) this.fault(`${place}${name}: is missing`);
    return text ?? '';
  }

  texts<K extends string>(given: Given, names: readonly K[], place: string): { readonly [P in K]?: string } {
    const found: { [P in K]?: string } = {};
    for (const name of names) {
      const text = this.text(given, name, place);
      if (text !== undefined) found[name] = text;
    }
    return found;
  }

  number(given: Given, name: string, place: string, most: number): number | undefined {
    const value = given[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' && value >= 0 && value <= most) return value;
    this.fault(`${place}${name}: expected a number from 0 to ${most}`);
    return undefined;
  }
}
