import { shortId } from '../core/id.ts';
import type { Provenance, TrustLevel, Withheld } from '../core/trust.ts';
import { safeText } from './safe-text.ts';

const NOT_YET: Readonly<Record<TrustLevel, string>> = {
  any: 'not trusted enough',
  committed: 'not committed yet',
  merged: 'not on the main branch yet',
};
/** More are counted. */
const NAMED = 3;

/** What was held back, a line for each reason, and no word of what it says. `[]` where nothing was. */
export function withheldLines(withheld: Withheld | undefined): readonly string[] {
  if (withheld === undefined) return [];
  const { audience, minimum, below, flagged } = withheld;
  const is = below === 1 ? 'is' : 'are';
  const named = flagged.slice(0, NAMED).map(({ id, rules }) => `${nameOf(id)} (${rules.join(', ')})`);
  const more = flagged.length > NAMED ? ` and ${flagged.length - NAMED} more` : '';
  return [
    ...(below === 0
      ? []
      : [`${below} more ${is} ${NOT_YET[minimum]}: held back from agents by trust.${audience}`]),
    ...(flagged.length === 0
      ? []
      : [`Withheld from agents, flagged: ${named.join('; ')}${more}. A person sees why: nexus show <id>`]),
  ];
}

/** Names and values of what git says of a record, not yet safe. */
export function provenanceRows(provenance: Provenance | undefined): readonly (readonly [string, string])[] {
  if (provenance === undefined || provenance.standing === 'pack') return [];
  const { standing, author, commit, signature, signer, main, merged, mergedBy, weaker, flagged } = provenance;
  const by = [author, commit?.slice(0, 10)].filter((part) => part !== undefined).join(', ');
  const where =
    merged === undefined
      ? undefined
      : `${merged ? 'on' : 'not on'} ${main}${mergedBy === undefined ? '' : `, merged by ${mergedBy.name} (${mergedBy.commit.slice(0, 10)})`}`;
  const signed = signature === 'signed' ? 'signed, not verified: --verify' : signature;
  const rows: (readonly [string, string | undefined])[] = [
    ['last change', by === '' ? undefined : by],
    ['standing', standing === 'committed' ? where : 'not committed yet: agents do not get it'],
    [
      'signature',
      signature === 'none' ? undefined : [signed, signer].filter((part) => part !== undefined).join(', '),
    ],
    ['counts less', weaker],
    ...flagged.map(({ rule, line, message }): readonly [string, string] => [
      'flagged',
      `${rule}${line === undefined ? '' : `, line ${line}`}: ${message}; agents do not get it`,
    ]),
  ];
  return rows.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value] as const],
  );
}

/** What of a hit's way is worth a word: nothing of what is as it should be. */
export function wayText({
  merged,
  signed,
}: {
  readonly merged?: boolean;
  readonly signed?: boolean;
}): readonly string[] {
  return [
    ...(merged === false ? ['not on the main branch'] : []),
    ...(signed === true ? ['signed, not verified'] : []),
  ];
}

/** The short form of a record's id or a commit's; anything else as it is. */
function nameOf(id: string): string {
  if (/^[0-9a-f]{40,64}$/.test(id)) return id.slice(0, 10);
  return /^[0-9a-z]{26}$/.test(id) ? shortId(id) : safeText(id);
}
