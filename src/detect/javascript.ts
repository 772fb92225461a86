import type { DeclaredEntry, Dependency, Fact, StackPart, Task } from './facts.ts';
import { JAVASCRIPT_PACKAGES as KNOWN } from './javascript-packages.ts';
import { checksOf, commandIn, labelled, type Member, ranked, stackOf, typesBy, versionOf } from './member.ts';
import { at, entriesOf, folderOf, pathIn, type Tree, textsOf, upwards, words } from './tree.ts';

type Manifest = Readonly<Record<string, unknown>>;

/** Lock file → package manager. The first that is there wins. */
const LOCKS: readonly (readonly [file: string, manager: string])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

const INSTALL: Readonly<Record<string, string>> = {
  npm: 'npm ci',
  pnpm: 'pnpm install',
  yarn: 'yarn install',
  bun: 'bun install',
};

/** Scripts that a package manager runs by itself. */
const LIFECYCLE = /^(?:(?:pre|post)?(?:install|prepare|pack|publish|version)|prepublishOnly|dependencies)$/;
const SCRIPT_NAME = /^[\w:.@/+-]+$/;

/** One member for each package.json. */
export function javascriptMembers(tree: Tree): Member[] {
  return tree.manifests('package.json').flatMap((from) => {
    const manifest = tree.json(from);
    return manifest === undefined || !isPackage(from, manifest) ? [] : [memberOf(tree, from, manifest)];
  });
}

/** A package.json further down may only say how its folder's files are loaded. */
function isPackage(from: string, manifest: Manifest): boolean {
  const tells = ['version', 'scripts', 'dependencies', 'devDependencies'];
  return folderOf(from) === '' || tells.some((key) => manifest[key] !== undefined);
}

function memberOf(tree: Tree, from: string, manifest: Manifest): Member {
  const folder = folderOf(from);
  const runtime = dependenciesOf(manifest, from, 'dependencies', 'peerDependencies');
  const all = [...runtime, ...dependenciesOf(manifest, from, 'devDependencies')];
  const manager = managerOf(tree, folder, from, manifest);
  const name = words(manifest.name);
  const purpose = words(manifest.description);
  const workspace = workspaceOf(tree, folder, from, manifest, manager);
  return {
    ecosystem: 'JavaScript',
    folder,
    from,
    ...(name === undefined ? {} : { name }),
    ...(purpose === undefined ? {} : { purpose: { value: purpose, from } }),
    types: typesOf(from, manifest, runtime),
    stack: [...runtimeOf(tree, folder, from, manifest), ...stackOf(KNOWN, all)],
    ...(manager === undefined ? {} : { manager }),
    dependencies: ranked(KNOWN, runtime),
    tests: [...labelled(KNOWN, all, (role) => role === 'test'), ...nodeTest(manifest, from)],
    checks: checksOf(KNOWN, all),
    tasks: tasksOf(folder, from, manifest, manager),
    entryPoints: entryPointsOf(folder, from, manifest),
    ...(workspace === undefined ? {} : { workspace }),
  };
}

function dependenciesOf(manifest: Manifest, from: string, ...groups: readonly string[]): Dependency[] {
  return groups.flatMap((group) =>
    entriesOf(manifest[group]).flatMap(([name, range]) => {
      if (group === 'peerDependencies' && at(manifest, 'peerDependenciesMeta', name, 'optional') === true)
        return [];
      const version = versionOf(range);
      return [{ name, ...(version === undefined ? {} : { version }), from }];
    }),
  );
}

/** The manager of the nearest folder that names one: in a workspace that is the top. */
function managerOf(tree: Tree, folder: string, from: string, manifest: Manifest): Fact | undefined {
  const named = words(manifest.packageManager);
  if (named !== undefined) return { value: named.replace(/\+.*$/, '').replace('@', ' '), from };
  for (const above of upwards(folder)) {
    for (const [file, value] of LOCKS) {
      const lock = pathIn(above, file);
      if (tree.has(lock)) return { value, from: lock };
    }
  }
  return undefined;
}

function runtimeOf(tree: Tree, folder: string, from: string, manifest: Manifest): StackPart[] {
  const parts: StackPart[] = [];
  const engine = versionOf(at(manifest, 'engines', 'node'));
  const pinned = tree.first(pathIn(folder, '.nvmrc'), pathIn(folder, '.node-version'));
  const pin = pinned === undefined ? undefined : versionOf(tree.text(pinned));
  if (engine !== undefined) parts.push({ role: 'platform', name: 'Node.js', version: engine, from });
  else if (pinned !== undefined && pin !== undefined)
    parts.push({ role: 'platform', name: 'Node.js', version: pin, from: pinned });
  for (const other of ['bun', 'deno', 'vscode']) {
    const version = versionOf(at(manifest, 'engines', other));
    const name = { bun: 'Bun', deno: 'Deno', vscode: 'VS Code' }[other];
    if (version !== undefined && name !== undefined) parts.push({ role: 'platform', name, version, from });
  }
  const compiler = versionOf(
    at(manifest, 'devDependencies', 'typescript') ?? at(manifest, 'dependencies', 'typescript'),
  );
  const config = pathIn(folder, 'tsconfig.json');
  if (compiler !== undefined) parts.push({ role: 'platform', name: 'TypeScript', version: compiler, from });
  else if (tree.has(config)) parts.push({ role: 'platform', name: 'TypeScript', from: config });
  return parts;
}

function typesOf(from: string, manifest: Manifest, runtime: readonly Dependency[]): Fact[] {
  const types: Fact[] = [];
  if (at(manifest, 'engines', 'vscode') !== undefined) types.push({ value: 'VS Code extension', from });
  if (binsOf(manifest).length > 0) types.push({ value: 'CLI tool', from });
  // A library's peer or own dependency on a framework does not make it a service.
  const published =
    manifest.private !== true && ['exports', 'main', 'module'].some((key) => manifest[key] !== undefined);
  if (published) types.push({ value: 'library', from });
  return types.length > 0 ? types : typesBy(KNOWN, runtime);
}

function binsOf(manifest: Manifest): (readonly [name: string, path: string])[] {
  const { bin } = manifest;
  if (typeof bin === 'string') return [[(words(manifest.name) ?? '').replace(/^@[^/]*\//, ''), bin]];
  return entriesOf(bin).flatMap(([name, path]) => (typeof path === 'string' ? [[name, path] as const] : []));
}

function entryPointsOf(folder: string, from: string, manifest: Manifest): DeclaredEntry[] {
  const place = (path: string): string => pathIn(folder, path.replace(/^\.\//, ''));
  const bins = binsOf(manifest).map(([name, path]) => ({ path: place(path), what: `command ${name}`, from }));
  const main =
    firstPath(at(manifest, 'exports', '.')) ??
    firstPath(manifest.exports) ??
    firstPath(manifest.module ?? manifest.main);
  return main === undefined ? bins : [...bins, { path: place(main), what: 'library', from }];
}

/** The file behind an `exports` value, where conditions nest. */
function firstPath(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value;
  if (depth > 4) return undefined;
  for (const condition of ['import', 'node', 'default', 'require']) {
    const path = firstPath(at(value, condition), depth + 1);
    if (path !== undefined) return path;
  }
  return undefined;
}

function tasksOf(folder: string, from: string, manifest: Manifest, manager: Fact | undefined): Task[] {
  const program = manager?.value.split(' ')[0] ?? 'npm';
  const scripts = new Map(entriesOf(manifest.scripts));
  const tasks: Task[] = [];
  const install = INSTALL[program];
  // A workspace is installed once, at the top.
  if (install !== undefined && manager !== undefined && folderOf(manager.from) === folder)
    tasks.push({ name: 'install', command: commandIn(folder, install), from: manager.from });
  for (const [name, script] of scripts) {
    const base = /^(?:pre|post)(.+)$/.exec(name)?.[1] ?? '';
    if (!SCRIPT_NAME.test(name) || LIFECYCLE.test(name) || scripts.has(base)) continue;
    if (typeof script !== 'string' || /no test specified/.test(script)) continue;
    tasks.push({ name, command: commandIn(folder, runScript(program, name)), from });
  }
  return tasks;
}

function runScript(program: string, name: string): string {
  if (program === 'yarn' || program === 'pnpm') return `${program} ${name}`;
  return program === 'npm' && (name === 'test' || name === 'start')
    ? `npm ${name}`
    : `${program} run ${name}`;
}

/** Node's own runner has no package; the scripts name it. */
function nodeTest(manifest: Manifest, from: string): Dependency[] {
  const uses = entriesOf(manifest.scripts).some(([, script]) =>
    /\bnode\b[^&|;]*\s--test\b/.test(String(script)),
  );
  return uses ? [{ name: 'node:test', from }] : [];
}

function workspaceOf(
  tree: Tree,
  folder: string,
  from: string,
  manifest: Manifest,
  manager: Fact | undefined,
): Fact | undefined {
  const pnpm = pathIn(folder, 'pnpm-workspace.yaml');
  if (tree.has(pnpm)) return { value: 'pnpm workspace', from: pnpm };
  const globs = textsOf(at(manifest, 'workspaces', 'packages') ?? manifest.workspaces);
  return globs.length === 0
    ? undefined
    : { value: `${manager?.value.split(' ')[0] ?? 'npm'} workspaces`, from };
}
