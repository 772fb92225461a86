import type { AgentName } from '../../core/agents.ts';
import { safeJson } from '../../present/safe-json.ts';
import type { AgentEvent } from './agent-event.ts';

type Shape = (text: string, name: string) => string;

const plain: Shape = (text) => text;
const json = (value: unknown): string => `${safeJson(value, 0)}\n`;
/** Claude's form. Codex refuses any other key. */
const specific: Shape = (text, name) =>
  json({ hookSpecificOutput: { hookEventName: name, additionalContext: text } });
const gemini: Shape = (text) => json({ hookSpecificOutput: { additionalContext: text } });
const copilot: Shape = (text) => json({ additionalContext: text });
const cursor: Shape = (text) => json({ additional_context: text });

/** Which events of an agent take context, and in what form. What is not named takes none. */
const SHAPES: Readonly<Record<AgentName, Readonly<Record<string, Shape>>>> = {
  claude: {
    SessionStart: specific,
    UserPromptSubmit: specific,
    PostToolUse: specific,
    PostToolUseFailure: specific,
  },
  codex: { SessionStart: specific, UserPromptSubmit: specific, PostToolUse: specific },
  gemini: { SessionStart: gemini, BeforeAgent: gemini, AfterTool: gemini },
  // After a failed tool only exit code 2 would hand it on, and nothing here ends with that.
  copilot: { sessionStart: copilot, SessionStart: copilot, postToolUse: copilot, PostToolUse: copilot },
  cursor: { sessionStart: cursor, postToolUse: cursor },
  opencode: { 'session.created': plain, 'chat.message': plain, 'tool.execute.after': plain },
};

/** Their event for a failed command takes none: of its fix they hear with whatever they do next. */
export function hearsLater(agent: AgentName): boolean {
  return agent === 'copilot' || agent === 'cursor';
}

/** Longer context is put into a file, with a preview in its place. */
const MAX_CONTEXT = 9_000;

function shapeOf({ agent, name }: AgentEvent): Shape | undefined {
  const shapes = SHAPES[agent];
  return Object.hasOwn(shapes, name) ? shapes[name] : undefined;
}

/** Is there any use in looking something up for it? */
export function takesContext(event: AgentEvent): boolean {
  return shapeOf(event) !== undefined;
}

/** Can what is owed to its session be told with it? */
export function canPayOff(event: AgentEvent): boolean {
  return (
    hearsLater(event.agent) && takesContext(event) && (event.kind === 'command' || event.kind === 'worked')
  );
}

/** Of the agent's session: what was shown in it is not shown again. */
export function nameOf({ agent, session }: AgentEvent): string {
  return `${agent}/${session}`;
}

/** What to print for an event, given the context for it; `''` prints nothing. */
export function replyTo(event: AgentEvent, context: string): string {
  const shape = shapeOf(event);
  if (shape === undefined || context === '' || context.length > MAX_CONTEXT) return '';
  return shape(context, event.name);
}
