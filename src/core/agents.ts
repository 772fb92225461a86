/** Coding agents that are set up, told things and heard, in the order of reports. */
export const AGENT_NAMES = ['claude', 'codex', 'cursor', 'gemini', 'copilot', 'opencode'] as const;
export type AgentName = (typeof AGENT_NAMES)[number];

export function isAgentName(name: string): name is AgentName {
  return AGENT_NAMES.some((agent) => agent === name);
}
