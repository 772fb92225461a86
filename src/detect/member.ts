import type { DeclaredEntry, Dependency, Ecosystem, Fact, StackPart, Task } from './facts.ts';

/** What one manifest (or a folder's manifests together) tells. */
export interface Member {
  readonly ecosystem: Ecosystem;
  /** Empty for the top of the repository. */
  readonly folder: string;
  readonly from: string;
  readonly name?: string;
  readonly purpose?: Fact;
  readonly types: readonly Fact[];
  readonly stack: readonly StackPart[];
  readonly manager?: Fact;
  readonly dependencies: readonly Dependency[];
  readonly tests: readonly Dependency[];
  readonly checks: readonly Fact[];
  readonly tasks: readonly Task[];
  readonly entryPoints: readonly DeclaredEntry[];
  readonly workspace?: Fact;
}

/** What a package is to a project that depends on it. */
export type Role =
  | 'service'
  | 'web'
  | 'command'
  | 'desktop'
  | 'mobile'
  | 'data'
  | 'test'
  | 'check'
  | 'build'
  | 'key';

/** Package → what people call it, and its role. One table per ecosystem. */
export type KnownPackages = Readonly<Record<string, readonly [label: string, role: Role]>>;

/** What a project is that depends on such a package at run time. Other roles say nothing of that. */
export const TYPE_BY_ROLE: Readonly<Partial<Record<Role, string>>> = {
  service: 'web service',
  web: 'web application',
  desktop: 'desktop application',
  mobile: 'mobile app',
  data: 'data project',
};

const FRAMEWORK_ROLES: ReadonlySet<Role> = new Set([
  'service',
  'web',
  'desktop',
  'mobile',
  'data',
  'command',
]);
const RANKS: readonly Role[] = ['service', 'web', 'desktop', 'mobile', 'data', 'key', 'command'];

export function knownAs(
  known: KnownPackages,
  name: string,
): readonly [label: string, role: Role] | undefined {
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

/** Frameworks and build tools among packages, by the names that people use. */
export function stackOf(known: KnownPackages, dependencies: readonly Dependency[]): StackPart[] {
  const frameworks = labelled(known, dependencies, (role) => FRAMEWORK_ROLES.has(role));
  const tools = labelled(known, dependencies, (role) => role === 'build');
  return [
    ...frameworks.map((part) => ({ ...part, role: 'framework' as const })),
    ...tools.map((part) => ({ ...part, role: 'build' as const })),
  ];
}

/** The packages of some roles, by the names that people use, in the order of the table. */
export function labelled(
  known: KnownPackages,
  dependencies: readonly Dependency[],
  wanted: (role: Role) => boolean,
): Dependency[] {
  const parts = dependencies.flatMap((dependency): Dependency[] => {
    const row = knownAs(known, dependency.name);
    return row === undefined || !wanted(row[1]) ? [] : [{ ...dependency, name: row[0] }];
  });
  const order = Object.values(known).map(([label]) => label);
  return distinct(parts, (part) => part.name).sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** Formatters, linters and type checkers among packages. */
export function checksOf(known: KnownPackages, dependencies: readonly Dependency[]): Fact[] {
  return labelled(known, dependencies, (role) => role === 'check').map(({ name, from }) => ({
    value: name,
    from,
  }));
}

/** What the dependencies at run time say that a project is. */
export function typesBy(known: KnownPackages, dependencies: readonly Dependency[]): Fact[] {
  const types = dependencies.flatMap(({ name, from }): Fact[] => {
    const value = TYPE_BY_ROLE[knownAs(known, name)?.[1] ?? 'key'];
    return value === undefined ? [] : [{ value, from }];
  });
  return distinct(types, (type) => type.value);
}

/** What shapes a project first; tools last; the manifest's own order otherwise. */
export function ranked(known: KnownPackages, dependencies: readonly Dependency[]): Dependency[] {
  const rank = ({ name }: Dependency): number => {
    const role = knownAs(known, name)?.[1];
    if (role === undefined) return RANKS.length;
    const at = RANKS.indexOf(role);
    return at < 0 ? RANKS.length + 1 : at;
  };
  return [...dependencies].sort((a, b) => rank(a) - rank(b));
}

/** The first of each. */
export function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => !seen.has(key(item)) && seen.add(key(item)));
}

/** A version as declared; a path, an address or "any" is none. */
export function versionOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const version = text.trim();
  return /^[\^~><=!v\d][\w .,|<>=!~^*+-]{0,60}$/.test(version) ? version : undefined;
}

/** A command for a folder, to be typed at the top. */
export function commandIn(folder: string, command: string): string {
  if (folder === '') return command;
  const quoted = /^[\w./@+-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`;
  return `cd ${quoted} && ${command}`;
}
