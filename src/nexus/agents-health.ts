import type { AgentStatus, PartStatus } from '../agent-setup/plan.ts';
import { whyNotRunnable } from '../repo/find-command.ts';
import { agentsReport, isSetUp } from './agents.ts';
import { type Context, requireRepository } from './context.ts';
import type { Check } from './doctor.ts';

const WHAT: Readonly<Record<PartStatus['what'], string>> = {
  server: 'the MCP server',
  hooks: 'the hooks',
  facts: 'the facts to read',
};

/** Whose settings here tell of this memory, and whether they can do what they say. Silent where none do. */
export function agentsHealth(context: Context): Check[] {
  const set = agentsReport(context).filter(isSetUp);
  if (set.length === 0) return [];
  const whole = set.filter(({ parts }) => parts.every(({ state }) => state === 'there'));
  const titles = whole.map(({ title }) => title).join(', ');
  const checks: Check[] =
    whole.length === 0
      ? []
      : [{ state: 'ok', text: `${titles}: told of this memory by settings that are complete and current` }];
  checks.push(...set.filter((agent) => !whole.includes(agent)).map(incomplete));
  const { facts } = requireRepository(context);
  if (whyNotRunnable('nexus', facts.root, context.env) !== undefined)
    checks.push({
      state: 'bad',
      text: "the agents' settings start nexus, which is not on your PATH: they get and tell nothing",
      hint: 'put it there, such as by npm link',
    });
  return checks;
}

/** What is left out may be left out on purpose. */
function incomplete({ name, title, parts }: AgentStatus): Check {
  const faults = parts.flatMap(({ what, path, state, why }) => {
    if (state === 'there') return [];
    if (state === 'blocked') return [`${path}: ${why ?? 'it cannot be changed'}`];
    return [
      `${WHAT[what]} in ${path} ${what === 'server' ? 'is' : 'are'} ${state === 'old' ? 'out of date' : 'missing'}`,
    ];
  });
  return { state: 'note', text: `${title}: ${faults.join('; ')}`, hint: `run: nexus agents install ${name}` };
}
