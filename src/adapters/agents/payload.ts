import { resolve } from 'node:path';
import type { AgentName } from '../../core/agents.ts';
import type { AgentEvent, CommandEnded } from './agent-event.ts';
import { anyOf, type Fields, fieldsOf, numberOf, objectIn, textOf } from './fields.ts';
import { hearsLater } from './reply.ts';
import { guessedFailure, type ShellResult, shellError, shellResult } from './shell-result.ts';

type Kind = 'session-start' | 'prompt' | 'tool' | 'tool-failure' | 'summary';

/**
 * Of each agent, the events that teach or take something, by their names without case and punctuation (what
 * the agent's own letters make of them differs with its settings); of a summary the field that holds it.
 */
const EVENTS: Readonly<Record<AgentName, Readonly<Record<string, readonly [Kind, ...string[]]>>>> = {
  claude: {
    sessionstart: ['session-start'],
    userpromptsubmit: ['prompt'],
    posttooluse: ['tool'],
    posttoolusefailure: ['tool-failure'],
    stop: ['summary', 'last_assistant_message'],
    postcompact: ['summary', 'compact_summary'],
  },
  codex: {
    sessionstart: ['session-start'],
    userpromptsubmit: ['prompt'],
    posttooluse: ['tool'],
    stop: ['summary', 'last_assistant_message'],
    postcompact: ['summary', 'compact_summary'],
  },
  gemini: {
    sessionstart: ['session-start'],
    beforeagent: ['prompt'],
    aftertool: ['tool'],
    afteragent: ['summary', 'prompt_response'],
  },
  // What a prompt is answered with is dropped there.
  copilot: {
    sessionstart: ['session-start'],
    posttooluse: ['tool'],
    posttoolusefailure: ['tool-failure'],
    agentstop: ['summary', 'last_assistant_message'],
    stop: ['summary', 'last_assistant_message'],
  },
  cursor: {
    sessionstart: ['session-start'],
    posttooluse: ['tool'],
    posttoolusefailure: ['tool-failure'],
    aftershellexecution: ['tool'],
    afteragentresponse: ['summary', 'text'],
  },
  opencode: {
    sessioncreated: ['session-start'],
    chatmessage: ['prompt'],
    toolexecuteafter: ['tool'],
    sessionidle: ['summary', 'text'],
    sessioncompacted: ['summary', 'text'],
  },
};

/** What agents call a tool that runs a shell command. */
const SHELLS =
  /^(?:bash|powershell|pwsh|shell|sh|run_shell_command|local_shell|shell_command|exec_command|run_in_terminal|runinterminal|run_terminal_cmd|terminal)$/i;

/** Of what a person typed; a pasted file asks nothing. */
const MAX_PROMPT = 4_000;

/**
 * What a payload tells, in one form for all agents; undefined for what teaches nothing. One agent may read
 * another's settings, so the payload says whose it is before the settings do.
 * @param given the agent, and the event where its payload does not name it, from the command line.
 */
export function agentEvent(
  payload: unknown,
  given: { readonly agent: AgentName; readonly event?: string },
): AgentEvent | undefined {
  const fields = given.agent === 'opencode' ? flat(fieldsOf(payload)) : fieldsOf(payload);
  const name =
    textOf(fields, 'hook_event_name', 'hookEventName', 'hookName', 'hook', 'event', 'type') ?? given.event;
  if (name === undefined) return undefined;
  const agent = agentOf(fields, given.agent, name);
  const key = name.toLowerCase().replace(/[^a-z]/g, '');
  const events = EVENTS[agent];
  const [kind, ...where] = (Object.hasOwn(events, key) ? events[key] : undefined) ?? [];
  if (kind === undefined) return undefined;
  const cwd = cwdOf(fields);
  const identity = identityOf(fields, kind);
  const told = {
    agent,
    session: textOf(fields, 'session_id', 'sessionId', 'sessionID', 'conversation_id') ?? '',
    name,
    ...(cwd === undefined ? {} : { cwd }),
    ...(identity === undefined ? {} : { identity }),
  };
  if (kind === 'session-start')
    return { ...told, kind, source: textOf(fields, 'source', 'reason') ?? 'startup' };
  if (kind === 'prompt') return prompted(fields, told);
  if (kind === 'summary') {
    const text = textOf(fields, ...where);
    return text === undefined ? undefined : { ...told, kind, text };
  }
  const ended = commandEnded(fields, told, kind === 'tool-failure');
  return ended ?? (kind === 'tool' && hearsLater(agent) ? { ...told, kind: 'worked' } : undefined);
}

type Told = Omit<CommandEnded, 'kind' | 'command' | 'failed' | 'output' | 'exit' | 'durationMs'>;

function agentOf(fields: Fields, given: AgentName, name: string): AgentName {
  if (anyOf(fields, ['cursor_version', 'generation_id']) !== undefined) return 'cursor';
  if (anyOf(fields, ['sessionId']) !== undefined) return 'copilot';
  // Claude Code gives no time and always its transcript; Copilot, reading its settings, the other way round.
  const timed = anyOf(fields, ['timestamp']) !== undefined;
  if (given === 'claude' && timed)
    return /^(?:Before|After)(?:Agent|Tool|Model)/.test(name) ? 'gemini' : 'copilot';
  return given;
}

/** Calls and turns have names; without one two tellings can only be alike. */
function identityOf(fields: Fields, kind: Kind): string | undefined {
  if (kind === 'tool' || kind === 'tool-failure')
    return textOf(fields, 'tool_use_id', 'toolUseId', 'tool_call_id', 'call_id', 'callID', 'callId');
  return kind === 'prompt' ? textOf(fields, 'prompt_id', 'turn_id', 'messageID', 'message_id') : undefined;
}

function cwdOf(fields: Fields): string | undefined {
  const roots = anyOf(fields, ['workspace_roots', 'workspaceRoots']);
  const root = Array.isArray(roots) && typeof roots[0] === 'string' ? roots[0] : undefined;
  return textOf(fields, 'cwd') ?? root ?? textOf(fields, 'directory', 'worktree');
}

function prompted(fields: Fields, told: Told): AgentEvent | undefined {
  const text = textOf(fields, 'prompt', 'text')?.slice(0, MAX_PROMPT);
  // What a program says, and what only steers the agent, is no question.
  if (text === undefined || text.startsWith('/') || textOf(fields, 'source') === 'system') return undefined;
  return { ...told, kind: 'prompt', text };
}

function commandEnded(fields: Fields, told: Told, known: boolean): AgentEvent | undefined {
  const tool = textOf(fields, 'tool_name', 'toolName', 'tool');
  // Cursor's event for shells names no tool.
  if (tool !== undefined && !SHELLS.test(tool)) return undefined;
  const input = objectIn(anyOf(fields, ['tool_input', 'toolInput', 'toolArgs', 'tool_args', 'args']));
  const command = commandIn(input) ?? (tool === undefined ? commandIn(fields) : undefined);
  if (command === undefined || anyOf(fields, ['is_interrupt', 'isInterrupt']) === true) return undefined;
  const failure = textOf(fields, 'failure_type');
  if (failure === 'permission_denied') return undefined;
  const result = known ? shellError(errorIn(fields)) : resultIn(fields);
  // A tool that answered, without a word of how: told as success by those that have an event for failure.
  const failed =
    result.failed ??
    (told.agent === 'codex' || told.agent === 'cursor' ? guessedFailure(result.output) : false);
  if (failed === undefined || wasInterrupted(fields) || runsOn(input)) return undefined;
  const folder = textOf(input, 'workdir', 'cwd', 'directory', 'dir_path');
  const durationMs = numberOf(fields, 'duration_ms', 'duration');
  return {
    ...told,
    kind: 'command',
    command,
    failed,
    output: result.output,
    ...(folder === undefined ? {} : { cwd: resolve(told.cwd ?? '.', folder) }),
    ...(result.exit === undefined ? {} : { exit: result.exit }),
    ...(durationMs === undefined || durationMs < 0 ? {} : { durationMs: Math.round(durationMs) }),
  };
}

/** A shell's text; of a list of words what a shell in front of it is given. */
function commandIn(input: Fields): string | undefined {
  const value = anyOf(input, ['command', 'cmd', 'script']);
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (!Array.isArray(value)) return undefined;
  const words = value.filter((word) => typeof word === 'string');
  if (words.length === 0) return undefined;
  if (words.length === 3 && /(?:^|\/)(?:ba|z|da)?sh$/.test(words[0] ?? '') && /^-l?c$/.test(words[1] ?? ''))
    return words[2];
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}

function errorIn(fields: Fields): unknown {
  return anyOf(fields, ['error', 'error_message', 'errorMessage']);
}

const RESPONSES = ['tool_response', 'toolResponse', 'tool_result', 'toolResult', 'tool_output', 'toolOutput'];

function resultIn(fields: Fields): ShellResult {
  const response = anyOf(fields, RESPONSES);
  // OpenCode and Cursor's shell event have output and exit code side by side with the rest.
  if (response !== undefined) return shellResult(response);
  const { output, metadata, exit_code, exitCode } = fields;
  return shellResult({ output, metadata, exit_code, exitCode });
}

function wasInterrupted(fields: Fields): boolean {
  return fieldsOf(anyOf(fields, RESPONSES)).interrupted === true;
}

/** In the background nothing has ended yet. */
function runsOn(input: Fields): boolean {
  return anyOf(input, ['run_in_background', 'is_background', 'isBackground']) === true;
}

/** OpenCode gives a hook two objects, and an event its properties: all in one. */
function flat(payload: Fields): Fields {
  const event = fieldsOf(anyOf(payload, ['event']));
  const properties = fieldsOf(anyOf(event, ['properties']) ?? anyOf(payload, ['properties']));
  const info = fieldsOf(anyOf(properties, ['info']));
  const session = textOf(info, 'id');
  const { event: named, ...rest } = payload;
  return {
    ...(session === undefined ? {} : { sessionID: session }),
    ...properties,
    ...fieldsOf(anyOf(payload, ['input'])),
    ...fieldsOf(anyOf(payload, ['output'])),
    ...(typeof named === 'string' ? { event: named } : { event: textOf(event, 'type') }),
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => name !== '__proto__')),
  };
}
