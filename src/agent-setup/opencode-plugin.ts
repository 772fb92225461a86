import type { Part } from './part.ts';

const FIRST = '// Nexus plugin v';

/**
 * OpenCode has no hooks in its settings: a plugin runs inside it. It must never make the agent wait for long or
 * fail, whatever becomes of the program that it starts.
 */
const PLUGIN = `${FIRST}1 (managed by \`nexus agents\`; edits are overwritten)
import { spawn } from "node:child_process";

const WAIT_MS = 3000;

/** Tells Nexus what happened; gives what memory knows of it, or nothing. */
function tell(cwd, event, facts) {
  return new Promise((resolve) => {
    try {
      const child = spawn('nexus', ['hook', 'opencode', event], {
        cwd,
        shell: globalThis.process?.platform === 'win32',
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      let text = '';
      const timer = setTimeout(() => child.kill(), WAIT_MS);
      const end = () => {
        clearTimeout(timer);
        resolve(text.trim());
      };
      child.stdout.on('data', (part) => {
        text += part;
      });
      child.on('error', end);
      child.on('close', end);
      child.stdin.on('error', () => {});
      child.stdin.end(JSON.stringify({ hook_event_name: event, cwd, ...facts }));
    } catch {
      resolve('');
    }
  });
}

/** The texts in a message's parts. */
function textIn(parts) {
  const texts = (parts ?? []).filter((part) => part.type === 'text' && !part.synthetic);
  return texts.map((part) => part.text).join('\\n');
}

/** What the agent said last in a session. */
async function lastWords(client, id) {
  try {
    const answer = await client.session.messages({ path: { id } });
    const said = (answer.data ?? answer).filter((message) => message.info.role === 'assistant');
    return textIn(said.at(-1)?.parts);
  } catch {
    return '';
  }
}

export const Nexus = async ({ client, directory, worktree }) => {
  const cwd = directory ?? worktree;
  const start = new Map();
  const asked = new Map();
  return {
    event: async ({ event }) => {
      const { sessionID, info } = event.properties ?? {};
      const session_id = sessionID ?? info?.id;
      if (event.type === 'session.created') start.set(session_id, tell(cwd, event.type, { session_id }));
      if (event.type === 'session.idle' || event.type === 'session.compacted')
        await tell(cwd, event.type, { session_id, text: await lastWords(client, session_id) });
      if (event.type === 'session.deleted') for (const map of [start, asked]) map.delete(session_id);
    },
    'chat.message': async ({ sessionID, messageID }, output) => {
      const facts = { session_id: sessionID, message_id: messageID, prompt: textIn(output?.parts) };
      asked.set(sessionID, tell(cwd, 'chat.message', facts));
    },
    'experimental.chat.system.transform': async ({ sessionID }, output) => {
      for (const map of [start, asked]) {
        const text = await map.get(sessionID);
        if (text) output.system.push(text);
      }
    },
    'tool.execute.after': async ({ tool, sessionID, callID, args }, output) => {
      if (tool !== 'bash') return;
      const { title, metadata } = output;
      const facts = { session_id: sessionID, tool, call_id: callID, args, title, output: output.output, metadata };
      const text = await tell(cwd, 'tool.execute.after', facts);
      if (text) output.output += \`\\n\\n\${text}\`;
    },
  };
};
`;

/** A file of our own in the folder that OpenCode loads plugins from. */
export function opencodePlugin(path: string): Part {
  return {
    what: 'hooks',
    path,
    snippet: PLUGIN.trimEnd(),
    add: (text) =>
      text === undefined || text.startsWith(FIRST) ? { text: PLUGIN } : { why: 'it is not a plugin of ours' },
    strip: (text) => (text.startsWith(FIRST) ? undefined : text),
  };
}
