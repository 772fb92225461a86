import type { AgentName } from '../core/agents.ts';
import { AGENTS, type Agent } from './agents.ts';
import { type FileView, isThere, type Look, type Part } from './part.ts';

/** One file to be written or removed. Texts are undefined where there is, or is to be, no file. */
export interface AgentChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** What an uninstallation is to bring back; absent where our entries go. */
  readonly original?: { readonly text: string | undefined };
  /** For people, one line. */
  readonly line: string;
}

/** What only a person may or can do. */
export interface AgentStep {
  readonly about: string;
  readonly why: string;
  readonly snippet: string;
}

/** Everything that would change, as data. */
export interface AgentPlan {
  readonly changes: readonly AgentChange[];
  readonly manual: readonly AgentStep[];
}

/** What an installation wrote down of a file, if the file still is what it wrote. */
export type Recall = (path: string) => { readonly text: string | undefined } | undefined;

const ALL_PARTS: readonly Part[] = AGENTS.flatMap((agent) => agent.possible);

function partsAt(path: string): readonly Part[] {
  return ALL_PARTS.filter((part) => part.path === path);
}

/** A text without anything of ours. */
function stripAll(path: string, text: string): string | undefined {
  let now: string | undefined = text;
  // Backwards, as what was put there last goes first.
  for (const part of [...partsAt(path)].reverse()) if (now !== undefined) now = part.strip(now);
  return now;
}

/** The repository as it would be without us: what we put there must not decide where we put more. */
function withoutUs(look: Look): Look {
  return (path) => {
    const view = look(path);
    if (view?.kind !== 'text') return view;
    const text = stripAll(path, view.text);
    return text === undefined ? undefined : { kind: 'text', text };
  };
}

/** Is an agent set up? Its hooks tell; the other files may be there for another agent. */
function isSetUp(agent: Agent, look: Look): boolean {
  return agent.possible.some((part) => part.what === 'hooks' && isThere(part, look));
}

function textOf(view: FileView | undefined): string | undefined {
  return view?.kind === 'text' ? view.text : undefined;
}

function chosen(agents: readonly Agent[], look: Look): ReadonlySet<Part> {
  const bare = withoutUs(look);
  const seen = new Map<string, Part>();
  for (const part of agents.flatMap((agent) => agent.parts(bare)))
    seen.set(`${part.what} ${part.path} ${part.snippet}`, part);
  return new Set(seen.values());
}

function isSame(a: Part, b: Part): boolean {
  return a.path === b.path && a.what === b.what && a.snippet === b.snippet;
}

function pathsOf(agents: readonly Agent[]): readonly string[] {
  return [...new Set(agents.flatMap((agent) => agent.possible).map((part) => part.path))];
}

/** Parts that were put there when the repository was another; AGENTS.md may be read by agents unknown to us. */
function strays(path: string, wanted: readonly Part[]): readonly Part[] {
  if (wanted.length === 0 && path === 'AGENTS.md') return [];
  return [...partsAt(path)].reverse().filter((part) => !wanted.some((each) => isSame(each, part)));
}

/** What the agents of these names get: their parts put in, and those taken out that belong elsewhere by now. */
export function planAgents(names: readonly AgentName[], look: Look, recall: Recall): AgentPlan {
  const named = AGENTS.filter((agent) => names.includes(agent.name));
  const wanted = chosen(
    AGENTS.filter((agent) => names.includes(agent.name) || isSetUp(agent, look)),
    look,
  );
  const own = chosen(named, look);
  const changes: AgentChange[] = [];
  const manual: AgentStep[] = [];
  for (const path of pathsOf(named)) {
    const view = look(path);
    const here = [...wanted].filter((part) => part.path === path);
    const mine = here.filter((part) => [...own].some((each) => isSame(each, part)));
    if (view?.kind === 'other') {
      for (const { snippet } of mine) manual.push({ about: path, why: view.why, snippet });
      continue;
    }
    const before = textOf(view);
    let now = before;
    for (const part of strays(path, here)) if (now !== undefined) now = part.strip(now);
    for (const part of here) {
      const added = part.add(now);
      if (added.text !== undefined) now = added.text;
      else if (mine.includes(part)) manual.push({ about: path, why: added.why, snippet: part.snippet });
    }
    if (now === before) continue;
    const original = recall(path) ?? { text: before === undefined ? undefined : stripAll(path, before) };
    const line = lineOf(path, before, now, here.length > 0);
    changes.push({ path, before, after: now, line, ...(here.length > 0 ? { original } : {}) });
  }
  return { changes, manual };
}

/** Takes what these agents have out, but for what an agent that stays needs, too. */
export function planRemoval(names: readonly AgentName[], look: Look, recall: Recall): AgentPlan {
  const named = AGENTS.filter((agent) => names.includes(agent.name));
  const kept = chosen(
    AGENTS.filter((agent) => !names.includes(agent.name) && isSetUp(agent, look)),
    look,
  );
  const changes: AgentChange[] = [];
  for (const path of pathsOf(named)) {
    const before = textOf(look(path));
    if (before === undefined) continue;
    if ([...kept].some((part) => part.path === path)) continue;
    const left = stripAll(path, before);
    const recorded = recall(path);
    const after = recorded === undefined ? left : recorded.text;
    if (after !== before) changes.push({ path, before, after, line: lineOf(path, before, after, false) });
  }
  return { changes, manual: [] };
}

function lineOf(
  path: string,
  before: string | undefined,
  after: string | undefined,
  isOurs: boolean,
): string {
  if (after === undefined) return `remove ${path}`;
  if (before === undefined) return `create ${path}`;
  return isOurs ? `add Nexus to ${path}` : `take Nexus out of ${path}`;
}

/** How one part of an agent stands. */
export interface PartStatus {
  readonly what: Part['what'];
  readonly path: string;
  readonly state: 'there' | 'old' | 'missing' | 'blocked';
  /** For `blocked`. */
  readonly why?: string;
}

export interface AgentStatus {
  readonly name: AgentName;
  readonly title: string;
  /** The repository shows that this agent is used. */
  readonly used: boolean;
  /** By these files and folders. */
  readonly signs: readonly string[];
  readonly parts: readonly PartStatus[];
}

function statusOf(part: Part, look: Look): PartStatus {
  const { what, path } = part;
  const view = look(path);
  if (view?.kind === 'other') return { what, path, state: 'blocked', why: view.why };
  const text = textOf(view);
  const added = part.add(text);
  if (added.text === undefined) return { what, path, state: 'blocked', why: added.why };
  if (added.text === text) return { what, path, state: 'there' };
  return { what, path, state: isThere(part, look) ? 'old' : 'missing' };
}

/** @param exists whether there is a file or a folder. */
export function agentStatus(look: Look, exists: (path: string) => boolean): readonly AgentStatus[] {
  const bare = withoutUs(look);
  return AGENTS.map((agent) => {
    const signs = agent.signs.filter(exists);
    return {
      name: agent.name,
      title: agent.title,
      used: signs.length > 0,
      signs,
      parts: agent.parts(bare).map((part) => statusOf(part, look)),
    };
  });
}
