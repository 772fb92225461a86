import { SWITCH } from '../repo/ahead.ts';
import type { Context } from './context.ts';

/** Did a person switch off what works unasked? That CI is set is no reason: agents there have a use for what is known. */
export async function isOff(context: Context): Promise<boolean> {
  return isOffHere(context) || (await isOffByConfig(context));
}

export function isOffHere({ env }: Context): boolean {
  return env.NEXUS === '0';
}

export async function isOffByConfig({ repository }: Context): Promise<boolean> {
  return /^(false|no|off|0)$/i.test((await repository?.writer?.config(SWITCH)) ?? '');
}
