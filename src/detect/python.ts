import type { DeclaredEntry, Fact, StackPart, Task } from './facts.ts';
import { checksOf, commandIn, distinct, labelled, type Member, ranked, stackOf, typesBy } from './member.ts';
import { type Declared, PYTHON_MANIFESTS, parseIni, readPythonManifest } from './python-manifests.ts';
import { PYTHON_PACKAGES as KNOWN } from './python-packages.ts';
import { at, entriesOf, folderOf, nameOf, pathIn, type Tree, textsOf } from './tree.ts';

const REQUIREMENTS = /^(?:requirements[\w.-]*\.txt|requirements\/[\w.-]+\.txt)$/;

interface Manager {
  readonly name: string;
  /** Files that only this manager leaves; its table in pyproject.toml is asked for by `table`. */
  readonly files: readonly string[];
  readonly table?: string;
  readonly install: string;
  /** Put before a command. */
  readonly runs: string;
}

/** In the order in which they are believed. */
const MANAGERS: readonly Manager[] = [
  { name: 'uv', files: ['uv.lock'], table: 'uv', install: 'uv sync', runs: 'uv run ' },
  { name: 'Poetry', files: ['poetry.lock'], table: 'poetry', install: 'poetry install', runs: 'poetry run ' },
  { name: 'PDM', files: ['pdm.lock'], table: 'pdm', install: 'pdm install', runs: 'pdm run ' },
  {
    name: 'Pipenv',
    files: ['Pipfile.lock', 'Pipfile'],
    install: 'pipenv install --dev',
    runs: 'pipenv run ',
  },
  { name: 'conda', files: ['environment.yml', 'environment.yaml'], install: 'conda env create', runs: '' },
];

/** One member for each folder with a Python project's files. */
export function pythonMembers(tree: Tree): Member[] {
  const named = tree.manifests(...PYTHON_MANIFESTS);
  const lists = tree.files.filter((path) => REQUIREMENTS.test(path));
  const nested = tree.manifests('requirements.txt').filter((path) => !REQUIREMENTS.test(path));
  const folders = new Map<string, string[]>();
  for (const path of [...named, ...lists, ...nested]) {
    const folder = lists.includes(path) ? '' : folderOf(path);
    folders.set(folder, [...(folders.get(folder) ?? []), path]);
  }
  return [...folders].flatMap(([folder, paths]) => memberOf(tree, folder, paths) ?? []);
}

/** Settings of tools alone (a pyproject.toml beside a package.json) make no project. */
function memberOf(tree: Tree, folder: string, paths: readonly string[]): Member | undefined {
  const order = (path: string): number => {
    const known = PYTHON_MANIFESTS.indexOf(nameOf(path));
    return known < 0 ? PYTHON_MANIFESTS.length : known;
  };
  const sorted = [...paths].sort((a, b) => order(a) - order(b));
  const declared = sorted.flatMap((path) => readPythonManifest(tree, path) ?? []);
  const first =
    declared.find((one) => one.name !== undefined) ?? declared.find((one) => one.dependencies.length > 0);
  if (first === undefined) return undefined;
  const dependencies = distinct(
    declared.flatMap((one) => one.dependencies),
    (one) => one.name,
  );
  const all = distinct([...dependencies, ...declared.flatMap((one) => one.tools)], (one) => one.name);
  const manager = managerOf(tree, folder, sorted);
  const purpose = declared.find((one) => one.purpose !== undefined);
  const commands = declared.flatMap((one) => one.commands.map((command) => ({ command, from: one.from })));
  const workspace = workspaceOf(tree, first.from);
  return {
    ecosystem: 'Python',
    folder,
    from: first.from,
    ...(first.name === undefined ? {} : { name: first.name }),
    ...(purpose?.purpose === undefined ? {} : { purpose: { value: purpose.purpose, from: purpose.from } }),
    types: typesOf(tree, folder, declared, first.from, commands.length > 0),
    stack: [...pythonOf(tree, folder, declared), ...stackOf(KNOWN, all)],
    ...(manager === undefined ? {} : { manager: { value: manager.name, from: manager.from } }),
    dependencies: ranked(KNOWN, dependencies),
    tests: labelled(KNOWN, all, (role) => role === 'test'),
    checks: checksOf(KNOWN, all),
    tasks: tasksOf(
      tree,
      folder,
      sorted,
      all.some(({ name }) => name === 'pytest'),
      manager,
    ),
    entryPoints: [
      ...commands.map(({ command: [name, target], from }) => ({
        path: moduleFile(tree, folder, target) ?? target,
        what: `command ${name}`,
        from,
      })),
      ...runnable(tree, folder),
    ],
    ...(workspace === undefined ? {} : { workspace }),
  };
}

type FoundManager = Manager & { readonly from: string };

function managerOf(tree: Tree, folder: string, paths: readonly string[]): FoundManager | undefined {
  const pyproject = pathIn(folder, 'pyproject.toml');
  const data = tree.toml(pyproject);
  for (const manager of MANAGERS) {
    const file = tree.first(...manager.files.map((name) => pathIn(folder, name)));
    if (file !== undefined) return { ...manager, from: file };
    if (manager.table !== undefined && at(data, 'tool', manager.table) !== undefined)
      return { ...manager, from: pyproject };
  }
  const list = paths.find((path) => nameOf(path) === 'requirements.txt');
  if (list !== undefined)
    return { name: 'pip', files: [], install: `pip install -r ${nameOf(list)}`, runs: '', from: list };
  const built = paths.find((path) => /^(?:pyproject\.toml|setup\.(?:py|cfg))$/.test(nameOf(path)));
  return built === undefined
    ? undefined
    : { name: 'pip', files: [], install: 'pip install -e .', runs: '', from: built };
}

function pythonOf(tree: Tree, folder: string, declared: readonly Declared[]): StackPart[] {
  const told = declared.find((one) => one.python !== undefined);
  if (told?.python !== undefined)
    return [{ role: 'platform', name: 'Python', version: told.python, from: told.from }];
  const file = tree.first(pathIn(folder, '.python-version'), '.python-version');
  const version = file === undefined ? undefined : /^\s*([\d.]+)/.exec(tree.text(file) ?? '')?.[1];
  return [
    {
      role: 'platform',
      name: 'Python',
      ...(version === undefined ? {} : { version }),
      from: file ?? declared[0]?.from ?? '',
    },
  ];
}

function typesOf(
  tree: Tree,
  folder: string,
  declared: readonly Declared[],
  from: string,
  hasCommands: boolean,
): Fact[] {
  const types = typesBy(
    KNOWN,
    declared.flatMap((one) => one.dependencies),
  );
  if (hasCommands) types.push({ value: 'CLI tool', from });
  if (types.length > 0) return types;
  const pyproject = pathIn(folder, 'pyproject.toml');
  const isBuilt =
    at(tree.toml(pyproject), 'build-system') !== undefined || tree.has(pathIn(folder, 'setup.py'));
  return isBuilt ? [{ value: 'library', from }] : [];
}

/** The file behind `package.module:function`, where it is tracked. */
function moduleFile(tree: Tree, folder: string, target: string): string | undefined {
  const path = (target.split(':')[0] ?? '').trim().replaceAll('.', '/');
  const places = [path, `src/${path}`].flatMap((place) => [`${place}.py`, `${place}/__init__.py`]);
  return tree.first(...places.map((place) => pathIn(folder, place)));
}

/** Files that are started by convention. */
function runnable(tree: Tree, folder: string): DeclaredEntry[] {
  const direct = ['manage.py', 'wsgi.py', 'asgi.py', 'app.py', 'main.py'].map((name) => pathIn(folder, name));
  const mains = tree
    .below(folder)
    .filter((path) => nameOf(path) === '__main__.py' && !/(?:^|\/)tests?\//.test(path));
  return [...direct.filter((path) => tree.has(path)), ...mains.slice(0, 5)].map((path) => ({
    path,
    what: nameOf(path) === 'manage.py' ? 'Django management' : 'program',
    from: path,
  }));
}

function tasksOf(
  tree: Tree,
  folder: string,
  paths: readonly string[],
  hasPytest: boolean,
  manager: FoundManager | undefined,
): Task[] {
  const runs = manager?.runs ?? '';
  const tasks: Task[] = [];
  const add = (name: string, command: string, from: string): void => {
    if (/^[\w:.@/+-]+$/.test(name)) tasks.push({ name, command: commandIn(folder, command), from });
  };
  if (manager !== undefined) add('install', manager.install, manager.from);
  if (hasPytest) add('test', runs === '' ? 'python -m pytest' : `${runs}pytest`, paths[0] ?? '');
  const pyproject = pathIn(folder, 'pyproject.toml');
  const data = tree.toml(pyproject);
  const tool = at(data, 'tool');
  for (const [name] of entriesOf(at(tool, 'poe', 'tasks')))
    if (!name.startsWith('_')) add(name, `${runs}poe ${name}`, pyproject);
  for (const [name] of entriesOf(at(tool, 'taskipy', 'tasks'))) add(name, `${runs}task ${name}`, pyproject);
  for (const [name] of entriesOf(at(tool, 'pdm', 'scripts')))
    if (name !== '_') add(name, `pdm run ${name}`, pyproject);
  for (const [env, settings] of entriesOf(at(tool, 'hatch', 'envs')))
    for (const [name] of entriesOf(at(settings, 'scripts')))
      add(name, env === 'default' ? `hatch run ${name}` : `hatch run ${env}:${name}`, pyproject);
  const manage = pathIn(folder, 'manage.py');
  if (tree.has(manage))
    for (const name of ['runserver', 'migrate', 'test'])
      add(name, `${runs === '' ? 'python' : `${runs}python`} manage.py ${name}`, manage);
  for (const environment of toxEnvironments(tree, folder, data))
    add(`tox ${environment.name}`.replace(' ', ':'), `tox -e ${environment.name}`, environment.from);
  const nox = pathIn(folder, 'noxfile.py');
  for (const match of (tree.text(nox) ?? '').matchAll(/@nox\.session\b[^\n]*\n(?:@[^\n]*\n)*\s*def\s+(\w+)/g))
    add(`nox:${match[1] ?? ''}`, `nox -s ${match[1] ?? ''}`, nox);
  return tasks;
}

function toxEnvironments(tree: Tree, folder: string, data: unknown): { name: string; from: string }[] {
  const ini = pathIn(folder, 'tox.ini');
  const list =
    parseIni(tree.text(ini) ?? '')
      .get('tox')
      ?.get('envlist') ??
    parseIni(tree.text(ini) ?? '')
      .get('tox')
      ?.get('env_list') ??
    '';
  // `py{310,311}-django` stands for many: only plain names are told.
  const plain = list
    .replace(/[\w-]*\{[^}]*\}[\w{},-]*/g, '')
    .split(/[\s,]+/)
    .map((name) => ({ name, from: ini }));
  const table = textsOf(at(data, 'tool', 'tox', 'env_list')).map((name) => ({
    name,
    from: pathIn(folder, 'pyproject.toml'),
  }));
  return [...plain, ...table].filter(({ name }) => /^[\w.-]+$/.test(name)).slice(0, 6);
}

function workspaceOf(tree: Tree, from: string): Fact | undefined {
  if (nameOf(from) !== 'pyproject.toml') return undefined;
  return at(tree.toml(from), 'tool', 'uv', 'workspace') === undefined
    ? undefined
    : { value: 'uv workspace', from };
}
