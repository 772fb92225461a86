import type { Audience } from '../../core/trust.ts';
import { fenced } from '../../present/fence.ts';
import type { TextOptions } from '../../present/recall-text.ts';
import { createStyle } from '../../present/style.ts';
import type { OptionTable, Parsed } from './command.ts';

/** Of verbs that answer from memory. */
export const AGENT_OPTION: OptionTable = {
  agent: {
    type: 'boolean',
    summary: 'As a coding agent gets it: only what is trusted enough, fenced as data',
  },
};

/** Who is answered; undefined for a person. */
export function audienceIn(args: Parsed): Audience | undefined {
  return args.flag('agent') ? 'agents' : undefined;
}

/** An answer as text, for a person or, plain and fenced, for an agent. @param render puts it into words */
export function forReader(
  args: Parsed,
  render: (options: TextOptions) => string,
  options: TextOptions,
): string {
  if (!args.flag('agent')) return render(options);
  return fenced(render({ ...options, style: createStyle({ color: false }), columns: 0, agent: true }));
}
