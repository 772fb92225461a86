import type { FileView } from '../../src/agent-setup/part.ts';
import { type AgentPlan, agentStatus, planAgents, planRemoval } from '../../src/agent-setup/plan.ts';
import { AGENT_NAMES, type AgentName } from '../../src/core/agents.ts';

/** A working tree of literals, and what an installation wrote down. */
export class World {
  readonly files = new Map<string, string>();
  readonly others = new Map<string, FileView>();
  readonly #record = new Map<string, { written: string; before: string | undefined }>();

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries(files)) this.files.set(path, text);
  }

  look = (path: string): FileView | undefined => {
    const text = this.files.get(path);
    return text === undefined ? this.others.get(path) : { kind: 'text', text };
  };

  #recall = (path: string) => {
    const entry = this.#record.get(path);
    return entry === undefined || entry.written !== this.files.get(path) ? undefined : { text: entry.before };
  };

  #apply(plan: AgentPlan): AgentPlan {
    for (const { path, after, original } of plan.changes) {
      if (after === undefined) this.files.delete(path);
      else this.files.set(path, after);
      if (after !== undefined && original !== undefined)
        this.#record.set(path, { written: after, before: original.text });
    }
    return plan;
  }

  install(...names: AgentName[]): AgentPlan {
    return this.#apply(planAgents(names.length === 0 ? AGENT_NAMES : names, this.look, this.#recall));
  }

  uninstall(...names: AgentName[]): AgentPlan {
    return this.#apply(planRemoval(names.length === 0 ? AGENT_NAMES : names, this.look, this.#recall));
  }

  /** As for a teammate, who has the files alone. */
  forgetRecord(): void {
    this.#record.clear();
  }

  status() {
    return agentStatus(this.look, (path) =>
      [...this.files.keys()].some((each) => `${each}/`.startsWith(`${path}/`)),
    );
  }

  tree(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.files].sort());
  }

  read(path: string): string {
    return this.files.get(path) ?? '';
  }
}
