import type { Severity } from './review.ts';

interface RuleRow {
  readonly severity: Severity;
  /** What it finds, in a few words. */
  readonly title: string;
  /** Why that matters, and what a reviewer should look at. */
  readonly why: string;
}

/** **The one table of what a review of memory looks for.** The order is that of documents. */
export const REVIEW_RULES = {
  secret: {
    severity: 'high',
    title: 'A secret',
    why: 'Whoever can read the repository can use it, and git keeps it for ever. Take it out of all commits that are not pushed yet, and change the secret.',
  },
  'control-character': {
    severity: 'high',
    title: 'Control characters',
    why: 'They make a terminal show something else than what is stored, or do something. No record needs one: have them taken out, and ask how they came in.',
  },
  'bidi-control': {
    severity: 'high',
    title: 'Characters that change the direction of text',
    why: 'The text reads in another order than a program takes it, so what you see is not what an agent gets. Look at the line with these characters written out.',
  },
  'tag-character': {
    severity: 'high',
    title: 'Tag characters and variation selectors in a row',
    why: 'They are not drawn at all, and language models read them as letters: a hidden message. There is no use for them in prose; do not merge.',
  },
  'invisible-character': {
    severity: 'high',
    title: 'Invisible characters',
    why: 'They split words for a search and a filter, or hide a message, and a reader sees nothing. Have them taken out, unless the script of the text needs them.',
  },
  'look-alike': {
    severity: 'high',
    title: 'Letters that look like others',
    why: 'A name, host or path in which another alphabet stands in for Latin letters is not the one that it seems. Compare it, letter by letter, with the real one.',
  },
  'unreadable-record': {
    severity: 'high',
    title: 'A record that cannot be read',
    why: 'No one is told what it says, and what it replaced is gone from memory. Look at the file itself: a conflict that was not resolved, a slip of a hand, or something that is no record.',
  },
  schema: {
    severity: 'medium',
    title: 'A field that is not as it should be',
    why: 'What does not fit the schema is kept in the file and left out of answers. Have it corrected, or it says less than its author thinks.',
  },
  'citation-missing': {
    severity: 'medium',
    title: 'A cited file that is not there',
    why: 'Nobody can check what the record says against the code. Ask for the file that was meant, or for the citation to go.',
  },
  'citation-stale': {
    severity: 'medium',
    title: 'A cited file that says something else now',
    why: 'The code changed after the record was written, in this range. Read both: the record may be wrong already when it is merged.',
  },
} as const satisfies Readonly<Record<string, RuleRow>>;

export type RuleName = keyof typeof REVIEW_RULES;

export const RULE_NAMES = Object.keys(REVIEW_RULES) as readonly RuleName[];

export function isRuleName(text: string): text is RuleName {
  return Object.hasOwn(REVIEW_RULES, text);
}
