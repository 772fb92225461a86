import { LIMITS } from '../core/kinds.ts';
import type { NexusRecord } from '../core/record.ts';
import type { Finding } from '../core/review.ts';
import type { ReviewFacts, ReviewFile } from './check-file.ts';
import { finding } from './hit.ts';

/** Bytes that nobody reads to the end. */
const LONG = LIMITS.record / 4;

/** What only a record can be: another's, the past, a link to others, something that is offered to be run. */
export function recordFindings(
  file: ReviewFile,
  at: Pick<Finding, 'path' | 'id'>,
  facts: ReviewFacts,
): readonly Finding[] {
  if (file.role !== 'record') return [];
  const before = file.before?.record;
  const after = file.after?.record;
  if (after === undefined) return before === undefined ? [] : goneFindings(file, before, at, facts);
  const same = before?.id === after.id ? before : undefined;
  const size = file.after?.size ?? 0;
  return [
    ...(same === undefined ? idFindings(file, after, at, facts) : changedFindings(file, same, after, at)),
    ...linkFindings(same, after, at, facts),
    ...offeredFindings(same, after, at, facts),
    ...(size > LONG && (file.before?.size ?? 0) <= LONG
      ? [finding('long-record', at, `${Math.round(size / 1024)} KiB; most records have one or two`)]
      : []),
  ];
}

/** Not one that was moved, and not one that left a tombstone. */
function goneFindings(
  { path }: ReviewFile,
  before: NexusRecord,
  at: Pick<Finding, 'path' | 'id'>,
  { pathsById }: ReviewFacts,
): readonly Finding[] {
  if ((pathsById.get(before.id) ?? []).some((other) => other !== path)) return [];
  const pruned = before.kind === 'episode' || before.kind === 'error' || before.retired !== undefined;
  return before.forgotten === undefined
    ? [
        finding(
          'deleted-record',
          at,
          `“${before.title}” is deleted${pruned ? ', as pruning does' : ''}`,
          pruned ? 'low' : 'medium',
        ),
      ]
    : [
        finding(
          'deleted-record',
          at,
          'the tombstone of a forgotten record is deleted, so that a capture can bring it back',
        ),
      ];
}

function idFindings(
  { path }: ReviewFile,
  after: NexusRecord,
  at: Pick<Finding, 'path' | 'id'>,
  { pathsById }: ReviewFacts,
): readonly Finding[] {
  const others = (pathsById.get(after.id) ?? []).filter((other) => other !== path);
  return others.length === 0
    ? []
    : [
        finding(
          'duplicate-id',
          at,
          `has the id of ${others[0]}${after.forgotten === undefined ? '' : ', and would hide it'}`,
        ),
      ];
}

function changedFindings(
  { writtenBy, changedBy = [] }: ReviewFile,
  before: NexusRecord,
  after: NexusRecord,
  at: Pick<Finding, 'path' | 'id'>,
): readonly Finding[] {
  if (after.forgotten !== undefined) return [];
  const identity = (['created', 'kind'] as const).filter((name) => before[name] !== after[name]);
  const other = writtenBy !== undefined && changedBy.some((who) => who !== writtenBy);
  return [
    ...identity.map((name) => finding('identity-changed', at, `${name}: ${before[name]} → ${after[name]}`)),
    ...(before.kind === 'episode' && factsOf(before) !== factsOf(after)
      ? [
          finding(
            'episode-changed',
            at,
            other
              ? 'an episode that another person wrote is changed after its commit'
              : 'an episode is changed after its commit',
            other ? 'high' : 'medium',
          ),
        ]
      : []),
  ];
}

/** What an episode tells of the past; that it is retired is a fact of today. */
function factsOf({ retired: _, expires: __, tags: ___, ...rest }: NexusRecord): string {
  return JSON.stringify(rest);
}

function linkFindings(
  before: NexusRecord | undefined,
  after: NexusRecord,
  at: Pick<Finding, 'path' | 'id'>,
  { pathsById }: ReviewFacts,
): readonly Finding[] {
  return (['supersedes', 'derived_from'] as const).flatMap((name) =>
    after[name]
      .filter(
        (id) =>
          before?.[name].includes(id) !== true &&
          /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(id) &&
          !pathsById.has(id),
      )
      .map((id) => finding('dangling-link', at, `${name} ${id}, which is not in this memory`)),
  );
}

/** Of many commands, so many are told. */
const MAX_OFFERED = 4;

function offeredFindings(
  before: NexusRecord | undefined,
  after: NexusRecord,
  at: Pick<Finding, 'path' | 'id'>,
  { offered, secretsIn }: ReviewFacts,
): readonly Finding[] {
  const old = new Set(before === undefined ? [] : offered(before));
  const fresh = offered(after).filter((command) => !old.has(command));
  return fresh.slice(0, MAX_OFFERED).map((command, index) => {
    const more = index === MAX_OFFERED - 1 ? fresh.length - MAX_OFFERED : 0;
    const excerpt =
      secretsIn(command).length > 0 ? {} : { excerpt: command.replaceAll('\n', ' ⏎ ').slice(0, 160) };
    return finding(
      'offered-command',
      { ...at, ...excerpt },
      more > 0 ? `a command, and ${more} more` : 'a command',
    );
  });
}
