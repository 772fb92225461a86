import type { Dependency } from './facts.ts';
import { versionOf } from './member.ts';
import { at, entriesOf, nameOf, type Tree, textsOf, words } from './tree.ts';

/** What one of a Python project's files declares. */
export interface Declared {
  readonly from: string;
  readonly name?: string;
  readonly purpose?: string;
  readonly python?: string;
  readonly dependencies: readonly Dependency[];
  /** For development and tests. */
  readonly tools: readonly Dependency[];
  /** Command → `package.module:function`. */
  readonly commands: readonly (readonly [name: string, target: string])[];
}

type Reader = (tree: Tree, from: string) => Declared | undefined;

/** File name → what reads it. The first that names a thing wins; `requirements*.txt` are matched by their form. */
const READERS: Readonly<Record<string, Reader>> = {
  'pyproject.toml': readPyproject,
  'setup.cfg': readSetupCfg,
  'setup.py': readSetupPy,
  Pipfile: readPipfile,
};

export const PYTHON_MANIFESTS: readonly string[] = Object.keys(READERS);

/** What a file declares; undefined where it declares no project (a pyproject.toml of settings alone still does). */
export function readPythonManifest(tree: Tree, from: string): Declared | undefined {
  const name = nameOf(from);
  return Object.hasOwn(READERS, name) ? READERS[name]?.(tree, from) : readRequirements(tree, from);
}

/** A requirement (PEP 508) without its marker; an address instead of a version is dropped. */
export function requirement(text: string, from: string): Dependency | undefined {
  const match = /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*\(?([^;#)]*)/.exec(text);
  if (match === null) return undefined;
  const version = versionOf(match[2]);
  return {
    name: (match[1] ?? '').toLowerCase().replace(/[-_.]+/g, '-'),
    ...(version === undefined ? {} : { version }),
    from,
  };
}

function requirements(texts: readonly string[], from: string): Dependency[] {
  return texts.flatMap((text) => requirement(text, from) ?? []);
}

function optional(
  name: unknown,
  purpose: unknown,
  python: unknown,
): Pick<Declared, 'name' | 'purpose' | 'python'> {
  const [called, about, version] = [words(name), words(purpose), versionOf(python)];
  return {
    ...(called === undefined ? {} : { name: called }),
    ...(about === undefined ? {} : { purpose: about }),
    ...(version === undefined ? {} : { python: version }),
  };
}

function readPyproject(tree: Tree, from: string): Declared | undefined {
  const data = tree.toml(from);
  if (data === undefined) return undefined;
  const project = at(data, 'project');
  const poetry = at(data, 'tool', 'poetry');
  const groups = [
    ...entriesOf(at(project, 'optional-dependencies')),
    ...entriesOf(at(data, 'dependency-groups')),
  ].flatMap(([, list]) => textsOf(list));
  const poetryGroups = entriesOf(at(poetry, 'group')).flatMap(([, group]) =>
    entriesOf(at(group, 'dependencies')),
  );
  const scripts = [at(project, 'scripts'), at(project, 'gui-scripts'), at(poetry, 'scripts')].flatMap(
    entriesOf,
  );
  return {
    from,
    ...optional(
      at(project, 'name') ?? at(poetry, 'name'),
      at(project, 'description') ?? at(poetry, 'description'),
      at(project, 'requires-python') ?? at(poetry, 'dependencies', 'python'),
    ),
    dependencies: [
      ...requirements(textsOf(at(project, 'dependencies')), from),
      ...tableOf(entriesOf(at(poetry, 'dependencies')), from),
    ],
    tools: [
      ...requirements(groups, from),
      ...tableOf([...poetryGroups, ...entriesOf(at(poetry, 'dev-dependencies'))], from),
      ...requirements(textsOf(at(data, 'tool', 'uv', 'dev-dependencies')), from),
      ...requirements(textsOf(at(data, 'build-system', 'requires')), from),
      ...configured(data, from),
    ],
    commands: scripts.flatMap(([name, target]) =>
      typeof target === 'string' ? [[name, target] as const] : [],
    ),
  };
}

/** Tools that have settings here are used here. */
function configured(data: unknown, from: string): Dependency[] {
  const names = ['pytest', 'ruff', 'black', 'mypy', 'isort', 'pyright', 'pylint'];
  return names.filter((name) => at(data, 'tool', name) !== undefined).map((name) => ({ name, from }));
}

/** Poetry's and Pipenv's tables: name → version, or a table with one. */
function tableOf(entries: readonly (readonly [string, unknown])[], from: string): Dependency[] {
  return entries
    .filter(([name]) => name !== 'python')
    .flatMap(([name, value]) => {
      const found = requirement(name, from);
      const version = versionOf(value) ?? versionOf(at(value, 'version'));
      return found === undefined ? [] : [{ ...found, ...(version === undefined ? {} : { version }) }];
    });
}

function readPipfile(tree: Tree, from: string): Declared | undefined {
  const data = tree.toml(from);
  if (data === undefined) return undefined;
  const python = at(data, 'requires', 'python_version');
  return {
    from,
    ...optional(undefined, undefined, python),
    dependencies: tableOf(entriesOf(at(data, 'packages')), from),
    tools: tableOf(entriesOf(at(data, 'dev-packages')), from),
    commands: [],
  };
}

function readSetupCfg(tree: Tree, from: string): Declared | undefined {
  const text = tree.text(from);
  if (text === undefined) return undefined;
  const ini = parseIni(text);
  const lines = (section: string, key: string): string[] => (ini.get(section)?.get(key) ?? '').split('\n');
  const extras = [...(ini.get('options.extras_require')?.values() ?? [])].flatMap((value) =>
    value.split('\n'),
  );
  return {
    from,
    ...optional(
      ini.get('metadata')?.get('name'),
      ini.get('metadata')?.get('description'),
      ini.get('options')?.get('python_requires'),
    ),
    dependencies: requirements(lines('options', 'install_requires'), from),
    tools: [
      ...requirements(extras, from),
      ...(ini.has('tool:pytest') ? [{ name: 'pytest', from }] : []),
      ...['flake8', 'mypy', 'isort'].filter((name) => ini.has(name)).map((name) => ({ name, from })),
    ],
    commands: lines('options.entry_points', 'console_scripts').flatMap(commandOf),
  };
}

/** An INI file: section → key → value; the lines of a value that goes on are joined by newlines. */
export function parseIni(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const out = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  let key = '';
  for (const line of text.split(/\r?\n/)) {
    const head = /^\[([^\]]+)\]\s*$/.exec(line);
    const pair = /^([\w.-]+)\s*[=:]\s*(.*)$/.exec(line);
    if (/^\s*[#;]/.test(line) || line.trim() === '') continue;
    if (head !== null) {
      section = out.get(head[1] ?? '') ?? new Map();
      out.set(head[1] ?? '', section);
    } else if (pair !== null) {
      key = pair[1] ?? '';
      section.set(key, pair[2] ?? '');
    } else if (key !== '') section.set(key, `${section.get(key) ?? ''}\n${line.trim()}`.trim());
  }
  return out;
}

function commandOf(line: string): (readonly [string, string])[] {
  const match = /^\s*([\w.-]+)\s*=\s*([\w.]+(?::[\w.]+)?)/.exec(line);
  return match === null ? [] : [[match[1] ?? '', match[2] ?? '']];
}

const STRING = `'[^'\\n]*'|"[^"\\n]*"`;
/** Of a longer script only the beginning is read. */
const MAX_SCRIPT = 32 * 1024;

/** What stands literally in a setup.py; it is never run, and what it computes is not known. */
function readSetupPy(tree: Tree, from: string): Declared | undefined {
  const text = tree.text(from)?.slice(0, MAX_SCRIPT);
  if (text === undefined || !/\bsetup\s*\(/.test(text)) return undefined;
  // `key=NAME` means what was assigned to NAME above.
  const named = (key: string): string =>
    new RegExp(`\\b${key}\\s*=\\s*([A-Za-z_]\\w*)\\s*[,)\\n]`).exec(text)?.[1] ?? key;
  const literal = (key: string): string | undefined =>
    [key, named(key)]
      .map((one) => new RegExp(`\\b${one}\\s*=\\s*(['"])([^'"\\n]*)\\1`).exec(text)?.[2])
      .find((one) => one !== undefined);
  const list = (key: string): string[] =>
    [key, named(key)].flatMap((one) =>
      strings(new RegExp(`\\b${one}['"]?\\s*[=:]\\s*\\[((?:[^\\]'"]|${STRING})*)\\]`).exec(text)?.[1] ?? ''),
    );
  return {
    from,
    ...optional(literal('name'), literal('description'), literal('python_requires')),
    dependencies: requirements(list('install_requires'), from),
    tools: requirements(list('tests_require'), from),
    commands: list('console_scripts').flatMap(commandOf),
  };
}

function strings(text: string): string[] {
  return [...text.matchAll(/(['"])([^'"\n]*)\1/g)].map((match) => match[2] ?? '');
}

function readRequirements(tree: Tree, from: string): Declared | undefined {
  const text = tree.text(from);
  if (text === undefined) return undefined;
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(?:#|-|$|[a-z+]+:\/\/)/i.test(line));
  const found = requirements(lines, from);
  const isForTools = /dev|test|lint|doc|ci/i.test(nameOf(from));
  return { from, dependencies: isForTools ? [] : found, tools: isForTools ? found : [], commands: [] };
}
