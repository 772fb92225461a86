import { inCI } from '../core/agents.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { Context } from './context.ts';
import { readConfig } from './settings.ts';
import { hooksReport } from './setup.ts';
import { isOffByConfig, isOffHere } from './switched-off.ts';

/** Why the next commit will not carry what waits in the journal, and what to do; undefined where it will. */
export interface NotCarried {
  readonly why: string;
  readonly hint: string;
}

/** Looks at what the pre-commit hook looks at, so that nobody is promised what will not happen. */
export async function notCarried(context: Context): Promise<NotCarried | undefined> {
  const { env } = context;
  const writer = context.repository?.writer;
  if (writer === undefined)
    return { why: 'there is no git program, so no hook runs', hint: 'install git 2.31 or newer' };
  if (!readConfig(context).config.capture.episodes)
    return { why: 'capture.episodes is off', hint: `switch it on in ${MEMORY_ROOT}/config.yaml` };
  // As in the hooks themselves.
  if (isOffHere(context))
    return { why: 'NEXUS=0 is set', hint: 'commit without it, and the hooks work again' };
  if (inCI(env))
    return { why: 'CI is set, and the hooks do nothing there', hint: 'commit where it is not set' };
  if (await isOffByConfig(context))
    return {
      why: "nexus.enabled is false in git's configuration",
      hint: 'git config --unset nexus.enabled',
    };
  const { hooks } = await hooksReport(context);
  const hook = hooks.find(({ name }) => name === 'pre-commit');
  if (hook === undefined || hook.effective) return undefined;
  return {
    why: `the pre-commit hook does not run (${hook.why ?? 'not installed'})`,
    hint: 'run: nexus hooks install',
  };
}
