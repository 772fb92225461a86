import { createRedactor, type Redactor } from '../capture/redact/redactor.ts';
import type { Finding } from '../core/review.ts';
import type { RuleName } from '../core/review-rules.ts';
import type { NexusConfig } from '../format/config.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { isAllowed } from '../review/allowed.ts';
import type { ReviewFacts } from '../review/check-file.ts';
import { messageFindings } from '../review/messages.ts';
import { textFindings } from '../review/texts.ts';
import type { Context } from './context.ts';
import { redactRecordText } from './record-text.ts';

/** A text that is about to be delivered. */
export interface ToCheck extends Pick<Finding, 'path' | 'id'> {
  readonly text: string;
  /** It is the message of a commit. */
  readonly message?: boolean;
}

/** What a process that stays found in texts, by what they say and where: each is looked at once. */
const known = new WeakMap<Context['files'], Map<string, readonly Finding[]>>();
/** Then all is forgotten, and looked at anew. */
const MAX_KNOWN = 20_000;

/** Looks at texts by the rules of a review. @param config as committed: only that may allow anything */
export function openFlags({ files }: Context, config: NexusConfig): (given: ToCheck) => readonly Finding[] {
  const before = known.get(files) ?? new Map<string, readonly Finding[]>();
  if (before.size > MAX_KNOWN) before.clear();
  known.set(files, before);
  const facts = factsFor(createRedactor({ allow: config.redact.allow }));
  const settings = JSON.stringify(config.redact.allow);
  return ({ text, path, id, message = false }) => {
    const at = { path, ...(id === undefined ? {} : { id }) };
    const key = JSON.stringify([gitBlobId(new TextEncoder().encode(text), 'sha1'), at, message, settings]);
    const found =
      before.get(key) ?? (message ? messageFindings(text, at, facts) : textFindings(text, at, facts));
    before.set(key, found);
    return found.filter((one) => one.severity === 'high' && !isAllowed(one, config.review.allow));
  };
}

/** Names of the rules, each once. */
export function rulesOf(findings: readonly Finding[]): readonly RuleName[] {
  return [...new Set(findings.map(({ rule }) => rule))];
}

/** Which hosts are new, and what else memory holds, no text tells alone. */
function factsFor(redactor: Redactor): ReviewFacts {
  return {
    secretsIn: (text) => redactRecordText(redactor, text).found,
    knownHosts: new Set(),
    pathsById: new Map(),
    offered: () => [],
  };
}
