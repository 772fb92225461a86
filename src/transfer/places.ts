import type { Passage } from '../format/foreign-markdown.ts';
import type { Origin, TransferItem } from './item.ts';
import { fill, headline, isUnfilled, namedValue, patternFrom, record, recordFrom } from './make-item.ts';
import { bullet, patternFields, pieces } from './passage.ts';

/** What becomes of a passage under a heading of some kind. */
export type Place =
  | { readonly to: 'pattern' | 'decision' | 'note' }
  /** Lines of a section of the bank. */
  | { readonly to: 'bank'; readonly section: readonly [string, string] }
  /** One value, of the project or the bank. */
  | {
      readonly to: 'field';
      readonly document: 'project' | 'bank';
      readonly section: readonly string[];
      readonly field: string;
    };

const bank = (part: string, section: string): Place => ({ to: 'bank', section: [part, section] });

/** Headings as people write them → where it belongs; the first that fits. */
const PLACES: readonly (readonly [RegExp, Place])[] = [
  [
    /anti-?\s?patterns?|\bpitfalls?\b|\bgotchas?\b|\bavoid\b|don'?ts?\b|^do not\b|\bnever\b/i,
    { to: 'pattern' },
  ],
  [/known (?:issues|bugs|problems)|limitations/i, bank('Known Issues', 'Current Issues')],
  [/technical debt|tech debt/i, bank('Known Issues', 'Technical Debt')],
  [/debug|troubleshoot/i, bank('Development Notes', 'Debugging Tips')],
  [
    /\bcommands?\b|\bcommon tasks\b|\bscripts\b|^(?:build|running|usage|run)\b|build (?:and|&) test|tool usage/i,
    bank('Development Notes', 'Common Tasks'),
  ],
  [
    /\bset-?\s?up\b|\binstall|getting started|prerequisites|(?:dev|development) environment|environment variables/i,
    bank('Development Notes', 'Setup Instructions'),
  ],
  [/\bdecisions?\b/i, { to: 'decision' }],
  [
    /tech(?:nology|nical)? stack|technologies|^stack$/i,
    { to: 'field', document: 'project', section: ['Active Project'], field: 'Tech Stack' },
  ],
  [
    /dependenc/i,
    {
      to: 'field',
      document: 'bank',
      section: ['Project Context', 'Project Information'],
      field: 'Key Dependencies',
    },
  ],
  [/\btests?\b|\btesting\b/i, { to: 'pattern' }],
  [/performance|bottleneck/i, bank('Performance Notes', 'Performance Characteristics')],
  [/data flow/i, bank('Integration Points', 'Data Flow')],
  [/integrations?\b|external (?:systems|services|apis?)/i, bank('Integration Points', 'External Systems')],
  [/deploy|release process|releasing/i, bank('Deployment Notes', 'Deployment Process')],
  [/monitoring|observability|alerts/i, bank('Deployment Notes', 'Monitoring')],
  [/security/i, bank('Security Notes', 'Security Considerations')],
  [/onboarding/i, bank('Team Knowledge', 'Onboarding Notes')],
  [
    /pull request|\bprs?\b|\bcommits?\b|git workflow|communication|team/i,
    bank('Team Knowledge', 'Team Conventions'),
  ],
  [/pattern|convention|\bstyle\b|guideline|best practice|standards?\b|\brules?\b/i, { to: 'pattern' }],
];

export function placeOf(heading: string): Place {
  return PLACES.find(([words]) => words.test(heading))?.[1] ?? { to: 'note' };
}

const MAX_VALUE = 300;

/** What a passage becomes in its place. A text too long for a field goes to the section, or is a note. */
export function placed(passage: Passage, place: Place, from: Origin, title: string): TransferItem[] {
  if (isUnfilled(passage.text)) return [];
  const note = (): TransferItem => record({ kind: 'note', title, body: passage.text }, from);
  switch (place.to) {
    case 'pattern':
      return split(passage).map((text) =>
        patternFrom(text, from, patternFields(passage.headings.at(-1) ?? '')),
      );
    case 'decision':
      return split(passage).map((text) => recordFrom(isQuestion(text) ? 'note' : 'decision', text, from));
    case 'bank':
      return [fill('bank', place.section, linesOf(passage), from)];
    case 'field': {
      const value = pieces(passage)
        .map((piece) => withoutName(piece, place.field))
        .join('; ')
        .replace(/\s*\n\s*/g, ' ');
      if (value.length > MAX_VALUE || passage.text.includes('```')) return [note()];
      return [fill(place.document, place.section, value, from, place.field)];
    }
    case 'note':
      return [note()];
  }
}

/** What is asked was not decided yet. */
function isQuestion(text: string): boolean {
  return headline(text).endsWith('?');
}

/** A piece that repeats the field's own name, or what means the same, without it. */
function withoutName(piece: string, field: string): string {
  const named = namedValue(piece);
  const same =
    named?.name.toLowerCase() === field.toLowerCase() || /^(?:phase|status)$/i.test(named?.name ?? '');
  return named === undefined || !same ? piece : named.value;
}

/**
 * Lines from several headings that go to one section say where they stood: "one concern each" alone
 * means nothing.
 */
export function labelled(items: readonly TransferItem[]): TransferItem[] {
  const sectionOf = (item: TransferItem): string | undefined =>
    item.type === 'fill' && item.field === undefined ? [item.document, ...item.section].join('/') : undefined;
  return items.map((item) => {
    const section = sectionOf(item);
    const heading = item.from.section;
    if (item.type !== 'fill' || section === undefined || heading === undefined) return item;
    const others = items.filter((one) => sectionOf(one) === section && one.from.section !== heading);
    return others.length === 0 ? item : { ...item, text: `${heading}:\n\n${item.text}` };
  });
}

/** One record an item where the text is a list; code belongs to what it stands beside, so such a text stays whole. */
function split(passage: Passage): string[] {
  if (passage.items.length === 0 || /^(?:```|~~~)/m.test(passage.prose)) return [passage.text];
  const items = passage.items.filter((item) => !isUnfilled(item));
  // The sentence that leads a list in says nothing alone.
  return passage.prose === '' || /:$/.test(passage.prose) ? items : [...items, passage.prose];
}

/** A section's text as lines to add: a paragraph is a list item, a list or code stays as it is. */
function linesOf(passage: Passage): string {
  return passage.items.length > 0 || /^(?:```|~~~|\|)/m.test(passage.text) || /\n/.test(passage.text)
    ? passage.text
    : bullet(passage.text);
}
