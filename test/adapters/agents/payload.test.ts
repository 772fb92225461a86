import { describe, expect, test } from 'vitest';
import { agentEvent } from '../../../src/adapters/agents/payload.ts';
import { replyTo } from '../../../src/adapters/agents/reply.ts';
import { guessedFailure, shellResult } from '../../../src/adapters/agents/shell-result.ts';
import {
  CLAUDE,
  CODEX,
  COPILOT,
  COPILOT_AS_CLAUDE,
  CURSOR,
  FAILURES,
  GEMINI,
  IGNORED,
  type Payload,
  SUCCESSES,
  SUMMARIES,
} from './payloads.ts';

function read({ agent, event, payload }: Payload) {
  return agentEvent(payload, { agent, ...(event === undefined ? {} : { event }) });
}

describe('one form for all agents', () => {
  test.each(Object.entries(FAILURES))('a failed command: %s', (name, payload) => {
    const event = read(payload);
    expect(event).toMatchObject({
      kind: 'command',
      agent: name.split(',')[0],
      command: 'node app.mjs',
      failed: true,
      cwd: '/home/ann/app',
    });
    expect(event?.kind === 'command' ? event.output.trim() : '').toBe(
      'RangeError: connection pool has no size',
    );
    expect(event?.session).not.toBe('');
  });

  test.each(Object.entries(SUCCESSES))('a command that passes: %s', (_, payload) => {
    expect(read(payload)).toMatchObject({ kind: 'command', command: 'node app.mjs', failed: false });
  });

  test.each(Object.entries(SUMMARIES))('last words: %s', (_, payload) => {
    expect(read(payload)).toMatchObject({ kind: 'summary', text: 'The pool has a size now.' });
  });

  test.each(Object.entries(IGNORED))('nothing: %s', (_, payload) => {
    expect(read(payload)).toBeUndefined();
  });

  test.each([
    ['claude', { ...CLAUDE, hook_event_name: 'SessionStart', source: 'compact' }, 'compact'],
    ['codex', { ...CODEX, hook_event_name: 'SessionStart', source: 'startup' }, 'startup'],
    ['gemini', { ...GEMINI, hook_event_name: 'SessionStart', source: 'resume' }, 'resume'],
    ['cursor', { ...CURSOR, hook_event_name: 'sessionStart', composer_mode: 'agent' }, 'startup'],
    [
      'opencode',
      { event: { type: 'session.created', properties: { info: { id: 'o1' } } }, cwd: '/home/ann/app' },
      'startup',
    ],
  ] as const)('a session starts: %s', (agent, payload, source) => {
    const event = agentEvent(payload, { agent });
    expect(event).toMatchObject({ kind: 'session-start', agent, source, cwd: '/home/ann/app' });
    expect(event?.session).not.toBe('');
  });

  test('what teaches nothing, where what is owed can be told with it', () => {
    const other = { ...CURSOR, tool_name: 'Read', tool_input: { path: 'a' }, tool_output: 'x' };
    expect(agentEvent(other, { agent: 'cursor', event: 'postToolUse' })).toMatchObject({ kind: 'worked' });
    const view = { ...COPILOT, toolName: 'view', toolArgs: {}, toolResult: { resultType: 'success' } };
    expect(agentEvent(view, { agent: 'copilot', event: 'postToolUse' })).toMatchObject({ kind: 'worked' });
    const read = { ...CODEX, hook_event_name: 'PostToolUse', tool_name: 'read', tool_input: {} };
    expect(agentEvent(read, { agent: 'codex' })).toBeUndefined();
  });

  test('what a person asks', () => {
    const prompt = 'why does the pool have no size?';
    for (const [agent, payload] of [
      ['claude', { ...CLAUDE, hook_event_name: 'UserPromptSubmit', prompt }],
      ['codex', { ...CODEX, hook_event_name: 'UserPromptSubmit', prompt }],
      ['gemini', { ...GEMINI, hook_event_name: 'BeforeAgent', prompt }],
    ] as const)
      expect(agentEvent(payload, { agent })).toMatchObject({ kind: 'prompt', text: prompt });
  });

  test('the payload says whose it is before the settings do', () => {
    const start = { hook_event_name: 'SessionStart', source: 'startup' };
    const of = (payload: object) => agentEvent(payload, { agent: 'claude', event: 'SessionStart' })?.agent;
    expect(of({ ...CLAUDE, ...start })).toBe('claude');
    expect(of({ ...COPILOT, source: 'new' })).toBe('copilot');
    expect(of({ ...COPILOT_AS_CLAUDE, ...start })).toBe('copilot');
    expect(of({ ...CURSOR, ...start })).toBe('cursor');
  });
});

test.each([
  null,
  [],
  'text',
  7,
  {},
  { hook_event_name: 7 },
  { hook_event_name: '__proto__' },
  { ...CLAUDE, hook_event_name: 'PostToolUse', tool_name: 'Bash', tool_input: 7 },
  { ...CLAUDE, hook_event_name: 'PostToolUse', tool_name: 'Bash', tool_input: { command: [[]] } },
  { ...CLAUDE, hook_event_name: 'Stop', last_assistant_message: { text: 'x' } },
  JSON.parse('{"__proto__": {"hook_event_name": "Stop", "last_assistant_message": "x"}}'),
  { ...CLAUDE, hook_event_name: 'UserPromptSubmit', prompt: [] },
])('foreign data is nothing: %j', (payload) => {
  expect(agentEvent(payload, { agent: 'claude' })).toBeUndefined();
  expect(agentEvent(payload, { agent: 'opencode' })).toBeUndefined();
});

describe('how a command ended', () => {
  test('lines around an output are taken off at its ends only', () => {
    const middle = Array.from({ length: 40 }, (_, at) => (at === 20 ? 'Exit code: 7' : `line ${at}`));
    expect(shellResult(middle.join('\n'))).toEqual({ output: middle.join('\n') });
    expect(shellResult('Exit code 2\nx')).toEqual({ output: 'x', exit: 2, failed: true });
    expect(shellResult({ stdout: 'a', stderr: 'b', exitCode: '3' })).toEqual({
      output: 'a\nb',
      exit: 3,
      failed: true,
    });
  });

  test('an output alone tells only where it ends badly', () => {
    for (const output of [
      'Traceback (most recent call last):\n  File "a.py", line 1\nKeyError: 7',
      'FAILED tests/test_a.py::test_b - assert 1 == 2\n==== 1 failed, 3 passed in 0.1s ====',
      'npm ERR! code ELIFECYCLE',
      'error[E0425]: cannot find value `x`\nerror: could not compile `app` (bin "app")',
      'sh: 1: pnpm: command not found',
      'make: *** [Makefile:2: all] Error 1',
    ])
      expect(guessedFailure(output), output).toBe(true);
    expect(guessedFailure('3 passed\n')).toBe(false);
    expect(guessedFailure('')).toBe(false);
    expect(guessedFailure('see the section "error handling"')).toBeUndefined();
  });
});

describe('context in the form that the agent takes', () => {
  const reply = (given: Payload): unknown => {
    const event = read(given);
    const text = event === undefined ? '' : replyTo(event, 'CONTEXT');
    return text.startsWith('{') ? JSON.parse(text) : text;
  };
  const failure = (name: string): unknown => reply(FAILURES[name] ?? { agent: 'claude', payload: {} });

  test('after a failed command', () => {
    expect(failure('claude, its event for failures')).toEqual({
      hookSpecificOutput: { hookEventName: 'PostToolUseFailure', additionalContext: 'CONTEXT' },
    });
    expect(failure('codex, an object')).toEqual({
      hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: 'CONTEXT' },
    });
    expect(failure('gemini, told in the text')).toEqual({
      hookSpecificOutput: { additionalContext: 'CONTEXT' },
    });
    expect(failure('copilot, camel case')).toBe('');
    expect(failure('copilot, camel case, arguments as a text')).toEqual({ additionalContext: 'CONTEXT' });
    expect(failure('cursor, an output with an exit code')).toEqual({ additional_context: 'CONTEXT' });
    expect(failure('cursor, its event for failures')).toBe('');
    expect(failure('opencode, as its hook is called')).toBe('CONTEXT');
  });

  test('no last words are answered', () => {
    for (const payload of Object.values(SUMMARIES)) expect(reply(payload)).toBe('');
  });

  test('without context nothing is printed, and too much of it is not cut but left out', () => {
    const event = read(FAILURES['claude, its event for failures'] ?? { agent: 'claude', payload: {} });
    if (event === undefined) throw new Error('no event');
    expect(replyTo(event, '')).toBe('');
    expect(replyTo(event, 'x'.repeat(10_000))).toBe('');
  });
});
