import type { ProjectFacts } from '../../src/detect/facts.ts';
import { detectProject } from '../../src/detect/project.ts';

/** Detects in a tree of given files. */
export function detected(tree: Readonly<Record<string, string>>): ProjectFacts {
  return detectProject(Object.keys(tree).sort(), (path) => tree[path]);
}

/** `name version` of each, for short expectations. */
export function named(parts: readonly { readonly name: string; readonly version?: string }[]): string[] {
  return parts.map(({ name, version }) => (version === undefined ? name : `${name} ${version}`));
}

export function commands(facts: ProjectFacts): string[] {
  return facts.tasks.map(({ command }) => command);
}

export function values(facts: readonly { readonly value: string; readonly from: string }[]): string[] {
  return facts.map(({ value, from }) => `${value} (${from})`);
}
