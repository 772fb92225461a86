import { shortId } from '../core/id.ts';
import type { TrustLevel, Withheld } from '../core/trust.ts';
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

/** The short form of a record's id or a commit's; anything else as it is. */
function nameOf(id: string): string {
  if (/^[0-9a-f]{40,64}$/.test(id)) return id.slice(0, 10);
  return /^[0-9a-z]{26}$/.test(id) ? shortId(id) : safeText(id);
}
