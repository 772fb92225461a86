import type { McpServer } from '@modelcontextprotocol/server';
import { briefingText } from './context-tool.ts';
import type { LazyMemory } from './lazy-memory.ts';
import { fencedText, orProtocolError } from './result.ts';
import { summaryText } from './session-tool.ts';

const END =
  'A session ends here. Worth telling for the next one: what was accomplished, what comes next, what was decided and why, what blocks. The tool "session" with the action "end" takes accomplished and next; "decide", "pattern", "prefer" and "block" take the rest before it.';

/** What a person starts or ends work with: it tells, and changes nothing. @param now milliseconds since 1970. */
export function registerPrompts(server: McpServer, memory: LazyMemory, now: () => number): void {
  server.registerPrompt(
    'session-start',
    {
      title: 'Start a session',
      description:
        'What is worth knowing now: the last session, preferences, blockers, and what bears on the work in hand',
    },
    () =>
      orProtocolError(async () => {
        const briefing = await memory.use((nexus) => nexus.context({}));
        return told(briefingText(briefing, now()));
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
