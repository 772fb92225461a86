import { makeId } from '../core/id.ts';
import type { Clock } from '../core/ports.ts';
import type { Draft, NexusRecord } from '../core/record.ts';
import { encodeRecord } from '../format/encode.ts';
import { recordOf } from '../store/draft.ts';
import { pathOf } from '../store/paths.ts';
import { type Context, type Machine, storesOf } from './context.ts';
import { withSignature } from './error-words.ts';
import { givenFiles } from './given-files.ts';

/** A context around given records: no repository, no disk; the clock and the randomness may be given too. */
export function contextOfRecords(options: {
  readonly records: readonly (Draft | NexusRecord)[];
  readonly clock?: Clock;
  readonly random?: (bytes: number) => Uint8Array;
  readonly machine?: Machine;
}): Context {
  const clock = options.clock ?? Date.now;
  const random = options.random ?? ((bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
  const files = givenFiles();
  const newId = (): string => makeId(clock(), random(10));
  for (const given of options.records) {
    const record = 'id' in given ? given : recordOf(withSignature(given), { id: newId(), now: clock() });
    files.create(pathOf(record), encodeRecord(record));
  }
  return {
    cwd: '',
    env: {},
    machine: options.machine ?? {},
    clock,
    files,
    ...storesOf(files),
    repository: undefined,
    warm: true,
    newId,
  };
}
