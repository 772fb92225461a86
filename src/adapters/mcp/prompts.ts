import type { McpServer } from '@modelcontextprotocol/server';
import type { LazyMemory } from './lazy-memory.ts';
import { fencedText, orProtocolError } from './result.ts';
import { overviewText, summaryText } from './session-tool.ts';

const START = 'Nothing is known yet of earlier sessions here.';
const END =
  'A session ends here. Worth telling for the next one: what was accomplished, what comes next, what was decided and why, what blocks. The tool "session" with the action "end" takes accomplished and next; "decide", "pattern", "prefer" and "block" take the rest before it.';

/** What a person starts or ends work with: it tells, and changes nothing. @param now milliseconds since 1970. */
export function registerPrompts(server: McpServer, memory: LazyMemory, now: () => number): void {
  server.registerPrompt(
    'session-start',
    {
      title: 'Start a session',
      description: 'What the last session left: focus, next steps, preferences, blockers, open errors',
    },
    () =>
      orProtocolError(async () => {
        const overview = await memory.use((nexus) => nexus.sessionOverview());
        const text = overviewText(overview, now());
        return told(text === '' ? START : fencedText(text));
      }),
  );

  server.registerPrompt(
    'session-end',
    { title: 'End a session', description: 'What is worth telling at the end, and what was told so far' },
    () =>
      orProtocolError(async () => {
        const session = await memory.use((nexus) => nexus.sessionStatus());
        return told(session === undefined ? END : `${END}\n${fencedText(summaryText(session))}`);
      }),
  );
}

function told(text: string) {
  return { messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }] };
}
