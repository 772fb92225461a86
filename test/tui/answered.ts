import { answerTo } from '../../src/adapters/tui/requester.ts';
import { WRITES } from '../../src/adapters/tui/requests.ts';
import type {
  Effect,
  Event,
  Here,
  LiveScreen,
  OpenedScreen,
  ScreenName,
} from '../../src/adapters/tui/screen.ts';
import { screenFor } from '../../src/adapters/tui/screens.ts';
import type { Nexus } from '../../src/nexus.ts';

export function isThere(name: ScreenName): boolean {
  try {
    screenFor({ name, id: '' } as OpenedScreen);
    return true;
  } catch {
    return false;
  }
}

/** A screen after these events, with all that it asked for answered by a real memory; nothing is written. */
export async function answered(
  memory: Nexus,
  screen: LiveScreen,
  events: readonly Event[],
  here: Here,
): Promise<LiveScreen> {
  let live = screen;
  const waiting: Effect[] = [];
  const give = (event: Event): void => {
    const next = live.after(event, here);
    live = next.screen;
    waiting.push(...next.effects);
  };
  for (const event of events) {
    give(event);
    for (let effect = waiting.shift(); effect !== undefined; effect = waiting.shift())
      if (effect.type === 'ask' && !WRITES.has(effect.request))
        give(await answerTo(Promise.resolve(memory), effect));
  }
  return live;
}
