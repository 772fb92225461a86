/** Coding agents that are set up, told things and heard, in the order of reports. */
export const AGENT_NAMES = ['claude', 'codex', 'cursor', 'gemini', 'copilot', 'opencode'] as const;
export type AgentName = (typeof AGENT_NAMES)[number];

export function isAgentName(name: string): name is AgentName {
  return AGENT_NAMES.some((agent) => agent === name);
}

/**
 * Variables that coding agents, ours and others, set for the commands they run: Claude Code, Codex, Cursor,
 * Gemini CLI, Copilot CLI, OpenCode, Antigravity, Augment, Cline, Amp; `AI_AGENT` and `AGENT` for any. Those that
 * an editor sets in a person's terminal, too, are not among them. Sources: each agent's documentation;
 * github.com/vercel/vercel, packages/detect-agent; github.com/aws/aws-cdk-cli, detect-agent.ts.
 */
const AGENT_VARIABLES = [
  'AI_AGENT',
  'AGENT',
  'CLAUDECODE',
  'CLAUDE_CODE',
  'CLAUDE_CODE_CHILD_SESSION',
  'CODEX_SANDBOX',
  'CODEX_SANDBOX_NETWORK_DISABLED',
  'CODEX_THREAD_ID',
  'CODEX_CI',
  'CURSOR_AGENT',
  'GEMINI_CLI',
  'COPILOT_CLI',
  'COPILOT_AGENT',
  'OPENCODE',
  'OPENCODE_CLIENT',
  'ANTIGRAVITY_AGENT',
  'AUGMENT_AGENT',
  'CLINE_ACTIVE',
  'AMP_CURRENT_THREAD_ID',
] as const;

type Env = Readonly<Record<string, string | undefined>>;

/** The variable by which a coding agent is known to have started us; undefined where none is set. */
export function agentVariable(env: Env): string | undefined {
  return AGENT_VARIABLES.find((name) => isSet(env[name]));
}

/** True where no person watches: `CI` is set, as by every known service. */
export function inCI(env: Env): boolean {
  return isSet(env.CI);
}

function isSet(value: string | undefined): boolean {
  return !/^(|0|false|False|FALSE)$/.test(value ?? '');
}
