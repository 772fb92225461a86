import { patternsView, sessionsView } from '../../../present/memory-views.ts';
import { EXIT, type Invocation } from '../command.ts';
import { printJson } from '../shared.ts';

const MAX_SESSIONS = 20;

/** The newest sessions, as a session log. */
export async function showSessions({ io, json, nexus }: Invocation): Promise<number> {
  const sessions = await (await nexus()).sessionLog(MAX_SESSIONS);
  const text = sessionsView(sessions);
  if (json) printJson(io, { view: 'sessions', text, sessions });
  else io.out(text);
  return sessions.length === 0 ? EXIT.nothing : EXIT.ok;
}

/** The living patterns by what they are about. */
export async function showPatterns({ io, json, nexus }: Invocation): Promise<number> {
  const { records } = await (await nexus()).list({ kinds: ['pattern'] });
  const patterns = records.map(({ record }) => record);
  const text = patternsView(patterns);
  if (json) printJson(io, { view: 'patterns', text, patterns });
  else io.out(text);
  return patterns.length === 0 ? EXIT.nothing : EXIT.ok;
}
