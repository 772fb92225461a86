import { createRedactor, type Redactor, redactDraft } from '../capture/redact/redactor.ts';
import { NexusError } from '../core/error.ts';
import { problemsInWords } from '../core/problem.ts';
import type { Draft } from '../core/record.ts';
import { validateDraft } from '../store/draft.ts';
import type { Context } from './context.ts';
import { withSignature } from './error-words.ts';
import { loadConfig, readConfig } from './settings.ts';

export interface Admitted {
  readonly draft: Draft;
  /** How many values were taken out. */
  readonly redacted: number;
}

/**
 * The one gate before anything is written under `.nexus/`, whoever writes: secrets and this
 * machine's names go, then the draft must be sound. Throws rather than let a draft pass unredacted.
 */
export function admit(context: Context, draft: Draft): Admitted {
  loadConfig(context);
  const { draft: clean, found } = redactDraft(withSignature(draft), redactorOf(context));
  const problems = validateDraft(clean);
  if (problems.length > 0) {
    const { message, hint } = problemsInWords(problems);
    throw new NexusError('usage', 'invalid-record', message.replaceAll(/^draft: /gm, ''), hint);
  }
  return { draft: clean, redacted: found };
}

/** The redactor for this repository on this machine. @param allow texts that may stay, beside those of the settings. */
export function redactorOf(context: Context, allow: readonly string[] = []): Redactor {
  const root = context.repository?.facts.root;
  return createRedactor({
    ...context.machine,
    ...(root === undefined ? {} : { root }),
    // Settings of a later version allow nothing: stricter is safe.
    allow: [...readConfig(context).config.redact.allow, ...allow],
  });
}
