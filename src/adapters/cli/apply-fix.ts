import { agentVariable, inCI } from '../../core/agents.ts';
import { NexusError } from '../../core/error.ts';
import type { Recovery } from '../../nexus.ts';
import { fixText } from '../../present/fix-text.ts';
import type { Parsed } from './command.ts';
import type { Io } from './io.ts';
import { textOptions } from './shared.ts';

/** A person at a terminal who decides about each known command. */
export interface Asker {
  readonly offer: Recovery['offer'];
  /** How many were asked about. */
  asked(): number;
}

/**
 * Why nobody is asked, in words; undefined where a person can be. A variable of a coding agent says that it runs us,
 * even at a terminal of its own.
 */
export function whyNotAsked(io: Io): string | undefined {
  if (inCI(io.env)) return 'CI is set';
  const agent = agentVariable(io.env);
  if (agent !== undefined) return `a coding agent runs this (${agent} is set)`;
  return io.stdinIsTTY && io.stderrIsTTY ? undefined : 'standard input and error are not both a terminal';
}

/** Throws where there would be no place for a question. */
export function checkAskable(args: Parsed, json: boolean): void {
  if (!json && !args.flag('quiet')) return;
  throw new NexusError('usage', 'bad-value', '--apply-fix asks, so it does not go with --json or --quiet');
}

/** Asks each time, with no for an answer unless it is y. @param alone keeps other output away from a question */
export function askerAt(io: Io, alone: <T>(talk: () => Promise<T>) => Promise<T>): Asker {
  let asked = 0;
  let enough = false;
  return {
    asked: () => asked,
    offer: (fix, apply) =>
      alone(async () => {
        if (enough) return;
        asked++;
        io.err(`\n${fixText(fix, textOptions(io))}`);
        const answer = await io.ask('Run this now? [y/N, q: ask no more] ', { deliberate: true });
        const word = answer?.trim().toLowerCase();
        // Ctrl-C and Ctrl-D answer for all that would follow.
        enough = word === undefined || /^q(uit)?$/.test(word);
        if (word === undefined || !/^y(es)?$/.test(word)) return;
        const exit = await apply();
        if (exit === 0) io.err('nexus: done; now again what failed\n');
        else io.err(`nexus: this failed with exit code ${exit}\n`);
      }),
  };
}
