import type { DeclaredEntry, Dependency, Fact, StackPart, Task } from './facts.ts';
import {
  commandIn,
  type KnownPackages,
  labelled,
  type Member,
  ranked,
  stackOf,
  typesBy,
  versionOf,
} from './member.ts';
import { at, entriesOf, folderOf, pathIn, type Tree, upwards, words } from './tree.ts';

/** Crates that shape a project. */
const KNOWN: KnownPackages = {
  axum: ['Axum', 'service'],
  'actix-web': ['Actix Web', 'service'],
  rocket: ['Rocket', 'service'],
  warp: ['warp', 'service'],
  tonic: ['tonic', 'service'],
  leptos: ['Leptos', 'web'],
  yew: ['Yew', 'web'],
  tauri: ['Tauri', 'desktop'],
  egui: ['egui', 'desktop'],
  eframe: ['egui', 'desktop'],
  bevy: ['Bevy', 'key'],
  clap: ['clap', 'command'],
  ratatui: ['Ratatui', 'command'],
  tokio: ['Tokio', 'key'],
  serde: ['Serde', 'key'],
  sqlx: ['SQLx', 'key'],
  diesel: ['Diesel', 'key'],
  reqwest: ['reqwest', 'key'],
  hyper: ['hyper', 'key'],
  rayon: ['Rayon', 'key'],
  pyo3: ['PyO3', 'key'],
  'wasm-bindgen': ['wasm-bindgen', 'key'],
  proptest: ['proptest', 'test'],
  insta: ['insta', 'test'],
  rstest: ['rstest', 'test'],
  criterion: ['Criterion', 'test'],
};

type Manifest = Readonly<Record<string, unknown>>;

/** One member for each Cargo.toml; a workspace without a package of its own is one too. */
export function rustMembers(tree: Tree): Member[] {
  return tree.manifests('Cargo.toml').flatMap((from) => {
    const manifest = tree.toml(from);
    return manifest === undefined ? [] : [memberOf(tree, from, manifest)];
  });
}

function memberOf(tree: Tree, from: string, manifest: Manifest): Member {
  const folder = folderOf(from);
  const shared = sharedOf(tree, folder, manifest);
  const runtime = dependenciesOf(manifest, shared, from, 'dependencies');
  const all = [
    ...runtime,
    ...dependenciesOf(manifest, shared, from, 'dev-dependencies', 'build-dependencies'),
  ];
  const field = (key: string): string | undefined =>
    words(at(manifest, 'package', key)) ??
    // A workspace without a package of its own speaks by what its members inherit.
    (at(manifest, 'package', key, 'workspace') === true || manifest.package === undefined
      ? words(at(shared, 'package', key))
      : undefined);
  const [name, purpose] = [field('name'), field('description')];
  const programs = programsOf(tree, folder, from, manifest, name);
  const library = at(manifest, 'lib', 'path') ?? 'src/lib.rs';
  const libraryPath = typeof library === 'string' ? pathIn(folder, library) : '';
  const isLibrary = tree.has(libraryPath);
  const isWorkspace = at(manifest, 'workspace', 'members') !== undefined;
  return {
    ecosystem: 'Rust',
    folder,
    from,
    ...(name === undefined ? {} : { name }),
    ...(purpose === undefined ? {} : { purpose: { value: purpose, from } }),
    types: typesOf(from, runtime, programs, isLibrary),
    stack: [...rustOf(tree, folder, from, field), ...stackOf(KNOWN, all)],
    manager: { value: 'Cargo', from },
    dependencies: ranked(KNOWN, runtime),
    tests: [
      ...(hasTests(tree, folder) ? [{ name: 'cargo test', from }] : []),
      ...labelled(KNOWN, all, (role) => role === 'test'),
    ],
    checks: settingsOf(tree, folder),
    tasks: tasksOf(tree, folder, from, programs),
    entryPoints: [
      ...programs,
      ...(isLibrary ? [{ path: libraryPath, what: 'library', from: libraryPath }] : []),
    ],
    ...(isWorkspace ? { workspace: { value: 'Cargo workspace', from } } : {}),
  };
}

/** The `[workspace]` table above, from which members inherit. */
function sharedOf(tree: Tree, folder: string, manifest: Manifest): unknown {
  if (at(manifest, 'workspace') !== undefined) return at(manifest, 'workspace');
  for (const above of upwards(folder).slice(1)) {
    const workspace = at(tree.toml(pathIn(above, 'Cargo.toml')), 'workspace');
    if (workspace !== undefined) return workspace;
  }
  return undefined;
}

function dependenciesOf(
  manifest: Manifest,
  shared: unknown,
  from: string,
  ...groups: readonly string[]
): Dependency[] {
  return groups.flatMap((group) =>
    entriesOf(manifest[group]).map(([name, value]) => {
      const source = at(value, 'workspace') === true ? at(shared, 'dependencies', name) : value;
      const version = versionOf(source) ?? versionOf(at(source, 'version'));
      return {
        name: words(at(value, 'package')) ?? name,
        ...(version === undefined ? {} : { version }),
        from,
      };
    }),
  );
}

function programsOf(
  tree: Tree,
  folder: string,
  from: string,
  manifest: Manifest,
  name: string | undefined,
): DeclaredEntry[] {
  const declared = Array.isArray(manifest.bin) ? manifest.bin : [];
  const bins = declared.flatMap((bin): DeclaredEntry[] => {
    const called = words(at(bin, 'name'));
    const place = words(at(bin, 'path'));
    if (called === undefined) return [];
    const guess = tree.first(pathIn(folder, `src/bin/${called}.rs`), pathIn(folder, 'src/main.rs'));
    return [
      {
        path: place === undefined ? (guess ?? from) : pathIn(folder, place),
        what: `command ${called}`,
        from,
      },
    ];
  });
  const known = new Set(bins.map((bin) => bin.path));
  const below = pathIn(folder, 'src/bin/');
  const found = tree
    .below(pathIn(folder, 'src'))
    .filter(
      (path) =>
        path === pathIn(folder, 'src/main.rs') ||
        (path.startsWith(below) && /^[\w-]+(?:\.rs|\/main\.rs)$/.test(path.slice(below.length))),
    )
    .filter((path) => !known.has(path))
    .map((path) => {
      const called = path.startsWith(below) ? path.slice(below.length).replace(/(?:\/main)?\.rs$/, '') : name;
      return { path, what: called === undefined ? 'program' : `command ${called}`, from: path };
    });
  return [...bins, ...found];
}

function typesOf(
  from: string,
  runtime: readonly Dependency[],
  programs: readonly DeclaredEntry[],
  isLibrary: boolean,
): Fact[] {
  const types = programs.length > 0 ? typesBy(KNOWN, runtime) : [];
  if (programs.length > 0 && labelled(KNOWN, runtime, (role) => role === 'command').length > 0)
    types.push({ value: 'CLI tool', from });
  if (programs.length > 0 && types.length === 0)
    types.push({ value: 'program', from: programs[0]?.from ?? from });
  if (isLibrary) types.push({ value: 'library', from });
  return types;
}

function rustOf(
  tree: Tree,
  folder: string,
  from: string,
  field: (key: string) => string | undefined,
): StackPart[] {
  const version = field('rust-version');
  if (version !== undefined) return [{ role: 'platform', name: 'Rust', version: `>=${version}`, from }];
  const file = tree.first(
    ...upwards(folder).flatMap((above) => [
      pathIn(above, 'rust-toolchain.toml'),
      pathIn(above, 'rust-toolchain'),
    ]),
  );
  const channel =
    file === undefined
      ? undefined
      : (words(at(tree.toml(file), 'toolchain', 'channel')) ?? words(tree.text(file)));
  if (file !== undefined && channel !== undefined && /^[\w.-]+$/.test(channel))
    return [{ role: 'platform', name: 'Rust', version: channel, from: file }];
  const edition = field('edition');
  return [
    {
      role: 'platform',
      name: 'Rust',
      ...(edition === undefined ? {} : { version: `edition ${edition}` }),
      from,
    },
  ];
}

function hasTests(tree: Tree, folder: string): boolean {
  return tree.below(pathIn(folder, 'tests')).some((path) => path.endsWith('.rs'));
}

function settingsOf(tree: Tree, folder: string): Fact[] {
  const rows = [
    ['rustfmt', 'rustfmt.toml'],
    ['rustfmt', '.rustfmt.toml'],
    ['Clippy', 'clippy.toml'],
    ['cargo-deny', 'deny.toml'],
  ] as const;
  return rows.flatMap(([value, name]) =>
    tree.has(pathIn(folder, name)) ? [{ value, from: pathIn(folder, name) }] : [],
  );
}

/** Cargo's own; a workspace is built and tested at its top. */
function tasksOf(tree: Tree, folder: string, from: string, programs: readonly DeclaredEntry[]): Task[] {
  const isMember = upwards(folder)
    .slice(1)
    .some((above) => at(tree.toml(pathIn(above, 'Cargo.toml')), 'workspace') !== undefined);
  if (isMember) return [];
  const task = (name: string): Task => ({ name, command: commandIn(folder, `cargo ${name}`), from });
  return [task('build'), task('test'), ...(programs.length === 1 ? [task('run')] : [])];
}
