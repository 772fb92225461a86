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
  'hidden-text': {
    severity: 'high',
    title: 'Text that a page does not show',
    why: 'A reviewer who reads the rendered page does not see it, and an agent that is given the record does. Read the source, and have it written where everybody sees it.',
  },
  'link-mismatch': {
    severity: 'high',
    title: 'A link that leads elsewhere than it says',
    why: 'Who reads it trusts the address that is shown. Look at where it really leads, and have the two made the same.',
  },
  steering: {
    severity: 'high',
    title: 'Text that steers an agent',
    why: 'It speaks to whoever is given the record, not of the project. Memory is data: have it said as a fact that a person can check, or do not merge.',
  },
  exfiltration: {
    severity: 'high',
    title: 'Something that leaves the machine',
    why: 'Whoever follows it gives secrets, code or a conversation away. Look at what is sent, where to, and who needs that.',
  },
  'suspicious-host': {
    severity: 'high',
    title: 'An address that hides whose it is',
    why: 'Numbers, other letters, tunnels, shorteners and collectors do not say who reads what is sent there. Ask for the real address, and what it is for.',
  },
  'pipe-to-shell': {
    severity: 'high',
    title: 'A download that is run unseen',
    why: 'What is run is what the other side sends at that moment, not what you review now. Ask for a version that is pinned, checked, and looked at before it runs.',
  },
  'harmful-command': {
    severity: 'high',
    title: 'A command that does harm',
    why: 'It destroys, opens the machine, reaches for credentials, or changes what runs later. A person or an agent may copy it from here: be sure that it belongs, and why.',
  },
  'risky-command': {
    severity: 'medium',
    title: 'A command that goes around a protection',
    why: 'It works, and switches off what would have caught a mistake. See whether the record says when it is right to do so, and when not.',
  },
  'install-command': {
    severity: 'low',
    title: 'A command that brings foreign code along',
    why: 'Compare the name with the real one, letter by letter, and see whether the project uses it.',
  },
  'offered-command': {
    severity: 'low',
    title: 'A command that is offered to people',
    why: '`nexus run --apply-fix` shows it at the same error and runs it after a yes. Read it as you would read a script.',
  },
  'new-host': {
    severity: 'medium',
    title: 'An address that memory did not name before',
    why: 'See whose it is, and whether people and agents should go there because a record says so.',
  },
  'encoded-blob': {
    severity: 'medium',
    title: 'Encoded text',
    why: 'A reviewer does not read it as it stands, and a program or a model does. What it says was looked at by the same rules; ask why it is not written in plain words.',
  },
  contradiction: {
    severity: 'medium',
    title: 'A decision beside another on its subject',
    why: 'Both are told, and whoever asks follows the one that comes first. Look at both: should one supersede the other, or do they really speak of different things?',
  },
  'near-duplicate': {
    severity: 'low',
    title: 'A record that says what another says',
    why: 'Two that say the same drift apart. Keep the better one, and add to it what the other knew.',
  },
  'restates-code': {
    severity: 'low',
    title: 'A record that says what the code says',
    why: 'It is noise as long as it is right, and wrong after the next change. Ask what a reader learns from it that the file does not show: why, when, what not.',
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
  'dangling-link': {
    severity: 'low',
    title: 'A record that names another that is not there',
    why: 'What it supersedes, or is derived from, cannot be looked up. A slip in the id, or a record that this change takes away.',
  },
  'duplicate-id': {
    severity: 'high',
    title: 'Two files with the id of one record',
    why: 'Only one of them is served, so a new file can take an old record’s place without a line of it being changed. Keep one, and see who wrote which.',
  },
  'identity-changed': {
    severity: 'high',
    title: 'A record that is given another age or kind',
    why: 'When it was made is a fact of the past, and ranks it against others. There is no reason to change it: have it put back.',
  },
  'episode-changed': {
    severity: 'medium',
    title: 'The past told differently',
    why: 'An episode says what happened, and reports count what it says. It is not edited afterwards; where another person changes it, ask them both.',
  },
  'deleted-record': {
    severity: 'medium',
    title: 'A record that is taken away',
    why: 'Nothing stays that says why. What is wrong is superseded or retired with a reason, what must not be there is forgotten, what counts no more is pruned.',
  },
  'long-record': {
    severity: 'low',
    title: 'A long record',
    why: 'Long texts are not read to their end, neither by you nor by whom they are served to. Ask for what matters, or for several records.',
  },
  flood: {
    severity: 'medium',
    title: 'Very many new records at once',
    why: 'Many records bury the good ones, and no one reads them all. See who wrote them, and from what; read a few from the middle.',
  },
  'lost-answer': {
    severity: 'medium',
    title: 'A question that does not find its record',
    why: 'Somebody said in queries.yaml that it must. Read what comes first now: if it says it better, the question should name it; if not, it buries what is known.',
  },
  'file-type': {
    severity: 'high',
    title: 'Something that is no plain text file',
    why: 'A link leads out of the memory, a program may be started, a repository inside or a binary file is not shown in any diff. Memory is plain text only.',
  },
  'bad-path': {
    severity: 'high',
    title: 'A name that not every system can hold',
    why: 'A checkout fails, or one file takes another’s place, on somebody’s machine. Have it renamed before it is merged.',
  },
  'foreign-file': {
    severity: 'medium',
    title: 'A file that is no part of a memory',
    why: 'Nexus does not read it, so it is here for something else. See what would: a tool, an agent, a person who follows a link.',
  },
  'git-attributes': {
    severity: 'high',
    title: 'Attributes that change how git treats memory',
    why: 'They can hide files from diffs and reviews, or name programs that a configuration runs. Only `text`, `eol`, `merge=nexus` and `diff=nexus` have a use here.',
  },
  'config-change': {
    severity: 'medium',
    title: 'Settings that change',
    why: 'They hold for everybody who pulls. See that it is wanted, and said in the description of the change.',
  },
  'trust-lowered': {
    severity: 'high',
    title: 'Agents would be given what is trusted less',
    why: 'Once it is merged, agents get records that nobody has committed, or that are not on the main branch. One clone can say so for itself, out of the tree; ask why everybody should.',
  },
  'suppression-change': {
    severity: 'high',
    title: 'Something that would no longer be reported',
    why: 'From the merge on, what these lines allow passes redaction or review unseen. They do not count in this review: look at each, and at what else it lets through.',
  },
} as const satisfies Readonly<Record<string, RuleRow>>;

export type RuleName = keyof typeof REVIEW_RULES;

export const RULE_NAMES = Object.keys(REVIEW_RULES) as readonly RuleName[];

export function isRuleName(text: string): text is RuleName {
  return Object.hasOwn(REVIEW_RULES, text);
}
