import type { AgentName } from '../../../src/core/agents.ts';

/** One event as an agent gives it; made after the agents' own documents, with made-up roots. */
export interface Payload {
  readonly agent: AgentName;
  /** From the command line, where the payload does not name its event. */
  readonly event?: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export const CLAUDE = {
  session_id: '8d1',
  transcript_path: '/home/ann/.claude/projects/-home-ann-app/8d1.jsonl',
  cwd: '/home/ann/app',
  permission_mode: 'default',
};
export const CODEX = {
  session_id: 'c07',
  transcript_path: null,
  cwd: '/home/ann/app',
  model: 'gpt-6',
  permission_mode: 'default',
  turn_id: 't1',
};
export const GEMINI = {
  session_id: 'g31',
  transcript_path: '/home/ann/.gemini/tmp/1/chats/g31.json',
  cwd: '/home/ann/app',
  timestamp: '2026-11-21T09:00:00.000Z',
};
export const COPILOT = { sessionId: 'p5', timestamp: 1795251600000, cwd: '/home/ann/app' };
/** The same agent, reading settings that are made for another. */
export const COPILOT_AS_CLAUDE = {
  session_id: 'p5',
  timestamp: '2026-11-21T09:00:00.000Z',
  cwd: '/home/ann/app',
};
export const CURSOR = {
  conversation_id: 'u9',
  generation_id: 'u9-1',
  session_id: 'u9',
  model: 'auto',
  cursor_version: '3.4.1',
  workspace_roots: ['/home/ann/app'],
  user_email: null,
  transcript_path: null,
};

const TOLD = 'RangeError: connection pool has no size';

/** The same failed command, in every form in which an agent may tell of it. */
export const FAILURES: Readonly<Record<string, Payload>> = {
  'claude, its event for failures': {
    agent: 'claude',
    payload: {
      ...CLAUDE,
      hook_event_name: 'PostToolUseFailure',
      tool_name: 'Bash',
      tool_input: { command: 'node app.mjs', description: 'Start the application' },
      tool_use_id: 'toolu_1',
      error: `Exit code 1\n${TOLD}`,
      is_interrupt: false,
      duration_ms: 812,
    },
  },
  'codex, the bare output': {
    agent: 'codex',
    payload: {
      ...CODEX,
      hook_event_name: 'PostToolUse',
      tool_name: 'Bash',
      tool_use_id: 'call_1',
      tool_input: { command: 'node app.mjs' },
      tool_response: `${TOLD}\n`,
    },
  },
  'codex, a text with an exit code': {
    agent: 'codex',
    payload: {
      ...CODEX,
      hook_event_name: 'PostToolUse',
      tool_name: 'Bash',
      tool_use_id: 'call_1',
      tool_input: { command: ['bash', '-lc', 'node app.mjs'] },
      tool_response: `Exit code: 1\nWall time: 0.1 seconds\nOutput:\n${TOLD}\n`,
    },
  },
  'codex, an object': {
    agent: 'codex',
    payload: {
      ...CODEX,
      hook_event_name: 'PostToolUse',
      tool_name: 'Bash',
      tool_use_id: 'call_1',
      tool_input: { command: 'node app.mjs' },
      tool_response: { output: TOLD, metadata: { exit_code: 1, duration_seconds: 0.1 } },
    },
  },
  'codex, the object as a text': {
    agent: 'codex',
    payload: {
      ...CODEX,
      hook_event_name: 'PostToolUse',
      tool_name: 'Bash',
      tool_use_id: 'call_1',
      tool_input: { command: 'node app.mjs' },
      tool_response: JSON.stringify({ exit_code: 1, stdout: '', stderr: TOLD }),
    },
  },
  'gemini, told in the text': {
    agent: 'gemini',
    payload: {
      ...GEMINI,
      hook_event_name: 'AfterTool',
      tool_name: 'run_shell_command',
      tool_input: { command: 'node app.mjs' },
      tool_response: {
        llmContent: `Command: node app.mjs\nDirectory: (root)\nStdout: (empty)\nStderr: ${TOLD}\nError: (none)\nExit Code: 1\nSignal: (none)`,
        returnDisplay: TOLD,
      },
    },
  },
  'gemini, told as an error': {
    agent: 'gemini',
    payload: {
      ...GEMINI,
      hook_event_name: 'AfterTool',
      tool_name: 'run_shell_command',
      tool_input: { command: 'node app.mjs' },
      tool_response: { llmContent: [{ text: TOLD }], returnDisplay: '', error: { message: TOLD } },
    },
  },
  'copilot, camel case': {
    agent: 'copilot',
    event: 'postToolUseFailure',
    payload: { ...COPILOT, toolName: 'bash', toolArgs: { command: 'node app.mjs' }, error: TOLD },
  },
  'copilot, camel case, arguments as a text': {
    agent: 'copilot',
    event: 'postToolUse',
    payload: {
      ...COPILOT,
      toolName: 'bash',
      toolArgs: '{"command":"node app.mjs"}',
      toolResult: { resultType: 'success', textResultForLlm: `${TOLD}\n<exited with exit code 1>` },
    },
  },
  'copilot, reading the settings of claude': {
    agent: 'claude',
    payload: {
      ...COPILOT_AS_CLAUDE,
      hook_event_name: 'PostToolUseFailure',
      tool_name: 'bash',
      tool_input: { command: 'node app.mjs' },
      error: TOLD,
    },
  },
  'cursor, its event for failures': {
    agent: 'cursor',
    payload: {
      ...CURSOR,
      hook_event_name: 'postToolUseFailure',
      tool_name: 'Shell',
      tool_input: { command: 'node app.mjs' },
      tool_use_id: 'tool_1',
      cwd: '/home/ann/app',
      error_message: TOLD,
      failure_type: 'error',
      duration: 800,
      is_interrupt: false,
    },
  },
  'cursor, an output with an exit code': {
    agent: 'cursor',
    payload: {
      ...CURSOR,
      hook_event_name: 'postToolUse',
      tool_name: 'Shell',
      tool_input: { command: 'node app.mjs' },
      tool_use_id: 'tool_1',
      tool_output: JSON.stringify({ exitCode: 1, output: TOLD }),
      duration: 800,
    },
  },
  'cursor, its event for shells': {
    agent: 'cursor',
    payload: {
      ...CURSOR,
      hook_event_name: 'afterShellExecution',
      command: 'node app.mjs',
      output: TOLD,
      duration: 800,
      sandbox: false,
    },
  },
  'opencode, as its hook is called': {
    agent: 'opencode',
    payload: {
      hook: 'tool.execute.after',
      directory: '/home/ann/app',
      input: { tool: 'bash', sessionID: 'o1', callID: 'call_1', args: { command: 'node app.mjs' } },
      output: { title: 'node app.mjs', output: TOLD, metadata: { exit: 1 } },
    },
  },
  'opencode, flat': {
    agent: 'opencode',
    event: 'tool.execute.after',
    payload: {
      tool: 'bash',
      sessionID: 'o1',
      callID: 'call_1',
      cwd: '/home/ann/app',
      args: { command: 'node app.mjs' },
      output: TOLD,
      metadata: { exitCode: 1 },
    },
  },
};

/** The command that passes, per agent. */
export const SUCCESSES: Readonly<Record<string, Payload>> = {
  claude: {
    agent: 'claude',
    payload: {
      ...CLAUDE,
      hook_event_name: 'PostToolUse',
      tool_name: 'Bash',
      tool_input: { command: 'node app.mjs' },
      tool_response: { stdout: 'listening', stderr: '', interrupted: false, isImage: false },
      tool_use_id: 'toolu_2',
    },
  },
  'codex, the bare output': {
    agent: 'codex',
    payload: {
      ...CODEX,
      hook_event_name: 'PostToolUse',
      tool_name: 'Bash',
      tool_use_id: 'call_2',
      tool_input: { command: 'node app.mjs' },
      tool_response: 'listening\n',
    },
  },
  gemini: {
    agent: 'gemini',
    payload: {
      ...GEMINI,
      hook_event_name: 'AfterTool',
      tool_name: 'run_shell_command',
      tool_input: { command: 'node app.mjs' },
      tool_response: { llmContent: 'Output: listening\nExit Code: 0', returnDisplay: 'listening' },
    },
  },
  copilot: {
    agent: 'copilot',
    event: 'postToolUse',
    payload: {
      ...COPILOT,
      toolName: 'bash',
      toolArgs: { command: 'node app.mjs' },
      toolResult: { resultType: 'success', textResultForLlm: 'listening\n<exited with exit code 0>' },
    },
  },
  cursor: {
    agent: 'cursor',
    payload: {
      ...CURSOR,
      hook_event_name: 'postToolUse',
      tool_name: 'Shell',
      tool_input: { command: 'node app.mjs' },
      tool_use_id: 'tool_2',
      tool_output: '{"exitCode":0,"output":"listening"}',
    },
  },
  opencode: {
    agent: 'opencode',
    payload: {
      hook: 'tool.execute.after',
      directory: '/home/ann/app',
      input: { tool: 'bash', sessionID: 'o1', callID: 'call_2', args: { command: 'node app.mjs' } },
      output: { title: 'node app.mjs', output: 'listening', metadata: { exit: 0 } },
    },
  },
};

/** What an agent said last, per agent. */
export const SUMMARIES: Readonly<Record<string, Payload>> = {
  'claude, a turn': {
    agent: 'claude',
    payload: {
      ...CLAUDE,
      hook_event_name: 'Stop',
      stop_hook_active: false,
      last_assistant_message: 'The pool has a size now.',
    },
  },
  'claude, a compacted context': {
    agent: 'claude',
    payload: {
      ...CLAUDE,
      hook_event_name: 'PostCompact',
      trigger: 'auto',
      compact_summary: 'The pool has a size now.',
    },
  },
  codex: {
    agent: 'codex',
    payload: {
      ...CODEX,
      hook_event_name: 'Stop',
      stop_hook_active: false,
      last_assistant_message: 'The pool has a size now.',
    },
  },
  gemini: {
    agent: 'gemini',
    payload: {
      ...GEMINI,
      hook_event_name: 'AfterAgent',
      prompt: 'give the pool a size',
      prompt_response: 'The pool has a size now.',
      stop_hook_active: false,
    },
  },
  cursor: {
    agent: 'cursor',
    payload: { ...CURSOR, hook_event_name: 'afterAgentResponse', text: 'The pool has a size now.' },
  },
  opencode: {
    agent: 'opencode',
    payload: {
      hook: 'session.idle',
      sessionID: 'o1',
      cwd: '/home/ann/app',
      text: 'The pool has a size now.',
    },
  },
};

/** What teaches nothing, and asks nothing. */
export const IGNORED: Readonly<Record<string, Payload>> = {
  'another tool': {
    agent: 'claude',
    payload: {
      ...CLAUDE,
      hook_event_name: 'PostToolUseFailure',
      tool_name: 'Edit',
      tool_input: { file_path: 'a' },
      error: 'String to replace not found',
    },
  },
  'ended by the person': {
    agent: 'claude',
    payload: {
      ...CLAUDE,
      hook_event_name: 'PostToolUseFailure',
      tool_name: 'Bash',
      tool_input: { command: 'npm test' },
      error: 'Exit code 1\nError: x',
      is_interrupt: true,
    },
  },
  'in the background': {
    agent: 'claude',
    payload: {
      ...CLAUDE,
      hook_event_name: 'PostToolUse',
      tool_name: 'Bash',
      tool_input: { command: 'npm start', run_in_background: true },
      tool_response: { stdout: '' },
    },
  },
  'the end of a session': {
    agent: 'claude',
    payload: { ...CLAUDE, hook_event_name: 'SessionEnd', reason: 'other' },
  },
  'an error of the model': {
    agent: 'claude',
    payload: {
      ...CLAUDE,
      hook_event_name: 'StopFailure',
      error: 'rate_limit',
      last_assistant_message: 'API error',
    },
  },
  'a command of the agent': {
    agent: 'claude',
    payload: { ...CLAUDE, hook_event_name: 'UserPromptSubmit', prompt: '/compact' },
  },
  'an end without a word': {
    agent: 'codex',
    payload: { ...CODEX, hook_event_name: 'Stop', last_assistant_message: null },
  },
  'an output that speaks of errors without ending in one': {
    agent: 'codex',
    payload: {
      ...CODEX,
      hook_event_name: 'PostToolUse',
      tool_name: 'Bash',
      tool_input: { command: 'cat log.txt' },
      tool_response: 'yesterday an error was seen\nall is well\n',
    },
  },
  'a prompt whose answer is dropped': {
    agent: 'copilot',
    event: 'userPromptSubmitted',
    payload: { ...COPILOT, prompt: 'why does the pool have no size?' },
  },
  'a refused command': {
    agent: 'cursor',
    payload: {
      ...CURSOR,
      hook_event_name: 'postToolUseFailure',
      tool_name: 'Shell',
      tool_input: { command: 'rm -r build' },
      error_message: 'denied',
      failure_type: 'permission_denied',
    },
  },
  'an event of tomorrow': { agent: 'codex', payload: { ...CODEX, hook_event_name: 'constructor' } },
};

/** Text that one agent's settings give to another on the same machine. */
export const KNOWN_ERROR = TOLD;
