import { NexusError } from '../../core/error.ts';
import { nearest } from '../../core/nearest.ts';
import type { Command, Invocation } from './command.ts';

/** The words that may stand first behind a verb, with the options of the verb that each of them takes. */
export type SubVerbs = Readonly<
  Record<string, { readonly options: readonly string[]; run(call: Invocation): Promise<number> }>
>;

/** Runs what the first word names. Throws `bad-value` for an unknown word, `unknown-option` for one of another's options. */
export async function runSubVerb(
  call: Invocation,
  { name, options }: Pick<Command, 'name' | 'options'>,
  verbs: SubVerbs,
  fallback: string,
): Promise<number> {
  const word = call.args.positionals[0] ?? fallback;
  const verb = Object.hasOwn(verbs, word) ? verbs[word] : undefined;
  if (verb === undefined) {
    const guess = nearest(word, Object.keys(verbs));
    throw new NexusError(
      'usage',
      'bad-value',
      `nexus ${name} does not know "${word}"`,
      guess === undefined
        ? `verbs: ${Object.keys(verbs).join(', ')}`
        : `did you mean: nexus ${name} ${guess}?`,
    );
  }
  const foreign = Object.keys(options).find(
    (option) => call.args.has(option) && !verb.options.includes(option),
  );
  if (foreign !== undefined)
    throw new NexusError(
      'usage',
      'unknown-option',
      `nexus ${name} ${word} has no option --${foreign}`,
      `see: nexus ${name} --help`,
    );
  return verb.run(call);
}

/** What was typed behind the first word. */
export function wordsBehind({ args }: Invocation): string {
  return args.positionals.slice(1).join(' ').trim();
}
