/** A text, and the file that says so. Paths here are repository-relative. */
export interface Fact {
  readonly value: string;
  readonly from: string;
}

export interface LanguageShare {
  readonly name: string;
  /** Tracked source files; vendored and generated ones are not counted. */
  readonly files: number;
  /** 0 to 1, of all counted files. */
  readonly share: number;
}

export interface Dependency {
  /** As the ecosystem, or for a framework as people name it. */
  readonly name: string;
  /** As declared: `>=20`, `^5.4`, `3.2.1`. */
  readonly version?: string;
  readonly from: string;
}

/** Something the project is built on; a platform is a runtime or a language. */
export interface StackPart extends Dependency {
  readonly role: 'platform' | 'framework' | 'build';
}

export interface Task {
  readonly name: string;
  /** To be typed at the top of the repository. Shown, never run. */
  readonly command: string;
  /** What the source says of it. */
  readonly about?: string;
  readonly from: string;
}

export interface EntryPoint extends DeclaredEntry {
  /** False for what a build makes, and for a name that no tracked file could be found for. */
  readonly tracked: boolean;
}

/** Where the project starts, as a manifest or custom names it. */
export interface DeclaredEntry {
  readonly path: string;
  /** `command nexus`, `library`, `main class` … */
  readonly what: string;
  readonly from: string;
}

export interface Module {
  readonly name: string;
  /** Empty for the top of the repository. */
  readonly folder: string;
  readonly ecosystem: Ecosystem;
  readonly purpose?: string;
  readonly from: string;
}

/** A top-level folder and what it holds. */
export interface LayoutRow {
  readonly folder: string;
  readonly holds: string;
  readonly files: number;
}

export type Ecosystem = 'JavaScript' | 'Python' | 'Go' | 'Rust' | 'Java';

/** What the repository itself tells of the project: each fact names the file it was read from. */
export interface ProjectFacts {
  readonly name?: Fact;
  readonly purpose?: Fact;
  /** `CLI tool`, `library`, `web service` …; only where a manifest or a file says so. */
  readonly types: readonly Fact[];
  readonly languages: readonly LanguageShare[];
  readonly stack: readonly StackPart[];
  readonly packageManagers: readonly Fact[];
  /** Direct dependencies at run time, what shapes the project first. */
  readonly dependencies: readonly Dependency[];
  readonly tasks: readonly Task[];
  readonly entryPoints: readonly EntryPoint[];
  readonly tests: { readonly frameworks: readonly Dependency[]; readonly folders: readonly string[] };
  /** Formatters, linters and type checkers. */
  readonly checks: readonly Fact[];
  readonly ci: readonly Fact[];
  readonly deployment: readonly Fact[];
  /** Other systems that run beside it, such as the services of a compose file. */
  readonly services: readonly Fact[];
  /** Names of environment variables; values are never read out. */
  readonly environment: readonly Fact[];
  readonly layout: readonly LayoutRow[];
  /** Who holds the modules together: `npm workspaces`, `Cargo workspace` … */
  readonly workspaces: readonly Fact[];
  /** The parts of a repository that has more than one manifest. */
  readonly modules: readonly Module[];
  /** Files for people: README, CONTRIBUTING, SECURITY, the documentation's folder. */
  readonly guides: readonly Fact[];
}
