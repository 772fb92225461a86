import { parseXml, type XmlElement } from '../format/xml.ts';
import type { DeclaredEntry, Dependency, Fact, StackPart, Task } from './facts.ts';
import { JAVA_PACKAGES as KNOWN } from './java-packages.ts';
import { classFile, mainClasses } from './java-sources.ts';
import { commandIn, labelled, type Member, ranked, stackOf, typesBy, versionOf } from './member.ts';
import { folderOf, pathIn, type Tree, upwards, words } from './tree.ts';

interface Pom {
  readonly root: XmlElement;
  readonly parent: Pom | undefined;
}

/** A parent's parent's parent … */
const MAX_PARENTS = 5;

/** One member for each pom.xml. */
export function mavenMembers(tree: Tree): Member[] {
  return tree.manifests('pom.xml').flatMap((from) => {
    const pom = readPom(tree, from, 0);
    return pom === undefined ? [] : [memberOf(tree, from, pom)];
  });
}

function readPom(tree: Tree, from: string, depth: number): Pom | undefined {
  const text = tree.text(from);
  const root = text === undefined ? undefined : parseXml(text);
  if (root?.name !== 'project') return undefined;
  // The folder above holds the parent unless it says another place.
  const hasParent = child(root, 'parent') !== undefined;
  const folder = folderOf(from);
  const above = pathIn(folderOf(folder), 'pom.xml');
  const parent =
    hasParent && folder !== '' && depth < MAX_PARENTS ? readPom(tree, above, depth + 1) : undefined;
  return { root, parent };
}

function child(element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  let found = element;
  for (const name of names) found = found?.children.find((one) => one.name === name);
  return found;
}

/** The text at a place, with `${…}` filled in from the properties here and above. */
function textAt(pom: Pom, element: XmlElement | undefined, ...names: readonly string[]): string | undefined {
  const text = words(child(element, ...names)?.text);
  if (text === undefined) return undefined;
  const filled = text.replace(/\$\{([\w.-]+)\}/g, (whole, name: string) => propertyOf(pom, name, 0) ?? whole);
  return filled.includes('${') ? undefined : filled;
}

function propertyOf(pom: Pom, name: string, depth: number): string | undefined {
  if (depth > MAX_PARENTS) return undefined;
  const direct = /^(?:project|pom)\.(version|groupId|artifactId|name)$/.exec(name)?.[1];
  const own =
    direct === undefined
      ? child(pom.root, 'properties', name)
      : (child(pom.root, direct) ?? child(pom.root, 'parent', direct));
  const value = words(own?.text);
  if (value === undefined)
    return pom.parent === undefined ? undefined : propertyOf(pom.parent, name, depth + 1);
  return value.replace(
    /\$\{([\w.-]+)\}/g,
    (whole, inner: string) => propertyOf(pom, inner, depth + 1) ?? whole,
  );
}

function memberOf(tree: Tree, from: string, pom: Pom): Member {
  const folder = folderOf(from);
  const { runtime, tests } = dependenciesOf(pom, from);
  const all = [...runtime, ...tests];
  const modules = child(pom.root, 'modules')?.children ?? [];
  const purpose = textAt(pom, pom.root, 'description');
  const name = textAt(pom, pom.root, 'artifactId');
  const entryPoints = entryPointsOf(tree, folder, from, pom);
  return {
    ecosystem: 'Java',
    folder,
    from,
    ...(name === undefined ? {} : { name }),
    ...(purpose === undefined ? {} : { purpose: { value: purpose, from } }),
    types: typesOf(pom, from, runtime, entryPoints),
    stack: [...javaOf(pom, from), ...springOf(pom, from), ...stackOf(KNOWN, runtime)],
    manager: { value: 'Maven', from },
    dependencies: ranked(KNOWN, runtime),
    tests: labelled(KNOWN, all, (role) => role === 'test'),
    checks: pluginsOf(pom).flatMap((plugin): Fact[] => {
      const label = CHECKS[plugin];
      return label === undefined ? [] : [{ value: label, from }];
    }),
    tasks: tasksOf(tree, folder, from, pom),
    entryPoints,
    ...(modules.length === 0 ? {} : { workspace: { value: 'Maven modules', from } }),
  };
}

const CHECKS: Readonly<Record<string, string>> = {
  'maven-checkstyle-plugin': 'Checkstyle',
  'spotless-maven-plugin': 'Spotless',
  'spotbugs-maven-plugin': 'SpotBugs',
  'maven-pmd-plugin': 'PMD',
  'jacoco-maven-plugin': 'JaCoCo',
};

function dependenciesOf(pom: Pom, from: string): { runtime: Dependency[]; tests: Dependency[] } {
  const [runtime, tests]: [Dependency[], Dependency[]] = [[], []];
  for (const element of child(pom.root, 'dependencies')?.children ?? []) {
    const [group, artifact] = [textAt(pom, element, 'groupId'), textAt(pom, element, 'artifactId')];
    if (group === undefined || artifact === undefined) continue;
    const version = versionOf(textAt(pom, element, 'version') ?? managedVersion(pom, group, artifact));
    const found = { name: `${group}:${artifact}`, ...(version === undefined ? {} : { version }), from };
    (textAt(pom, element, 'scope') === 'test' ? tests : runtime).push(found);
  }
  return { runtime, tests };
}

/** From `dependencyManagement`, here or above. */
function managedVersion(pom: Pom, group: string, artifact: string): string | undefined {
  const managed = child(pom.root, 'dependencyManagement', 'dependencies')?.children.find(
    (one) => textAt(pom, one, 'groupId') === group && textAt(pom, one, 'artifactId') === artifact,
  );
  return (
    textAt(pom, managed, 'version') ??
    (pom.parent === undefined ? undefined : managedVersion(pom.parent, group, artifact))
  );
}

function javaOf(pom: Pom, from: string): StackPart[] {
  const names = ['maven.compiler.release', 'java.version', 'maven.compiler.source', 'maven.compiler.target'];
  const version = names.map((name) => propertyOf(pom, name, 0)).find((value) => /^[\d.]+$/.test(value ?? ''));
  return [{ role: 'platform', name: 'Java', ...(version === undefined ? {} : { version }), from }];
}

function springOf(pom: Pom, from: string): StackPart[] {
  const isParent = textAt(pom, pom.root, 'parent', 'artifactId') === 'spring-boot-starter-parent';
  const version = isParent ? versionOf(textAt(pom, pom.root, 'parent', 'version')) : undefined;
  return version === undefined ? [] : [{ role: 'framework', name: 'Spring Boot', version, from }];
}

function pluginsOf(pom: Pom): string[] {
  const plugins = child(pom.root, 'build', 'plugins')?.children ?? [];
  return plugins.flatMap((plugin) => words(child(plugin, 'artifactId')?.text) ?? []);
}

/** Classes that the build names as started, and classes with a `main` in the usual files. */
function entryPointsOf(tree: Tree, folder: string, from: string, pom: Pom): DeclaredEntry[] {
  const named = mainClassesOf(pom, child(pom.root, 'build'), 0);
  const found = named.map((name) => ({
    path: classFile(tree, folder, name) ?? name,
    what: 'main class',
    from,
  }));
  const known = new Set(found.map(({ path }) => path));
  return [...found, ...mainClasses(tree, folder).filter(({ path }) => !known.has(path))];
}

function mainClassesOf(pom: Pom, element: XmlElement | undefined, depth: number): string[] {
  if (element === undefined || depth > 10) return [];
  const own =
    element.name === 'mainClass' ? textAt(pom, { ...element, children: [element] }, 'mainClass') : undefined;
  const below = element.children.flatMap((one) => mainClassesOf(pom, one, depth + 1));
  return [...new Set([...(own === undefined ? [] : [own]), ...below])];
}

function typesOf(
  pom: Pom,
  from: string,
  runtime: readonly Dependency[],
  entryPoints: readonly DeclaredEntry[],
): Fact[] {
  const packaging = textAt(pom, pom.root, 'packaging');
  if (packaging === 'maven-plugin') return [{ value: 'Maven plugin', from }];
  const types = typesBy(KNOWN, runtime);
  if (types.length > 0) return types;
  if (packaging === 'war') return [{ value: 'web application', from }];
  if (labelled(KNOWN, runtime, (role) => role === 'command').length > 0) return [{ value: 'CLI tool', from }];
  const [first] = entryPoints;
  return first === undefined ? [] : [{ value: 'program', from: first.from }];
}

/** Maven's own; a module is built from the top. */
function tasksOf(tree: Tree, folder: string, from: string, pom: Pom): Task[] {
  if (pom.parent !== undefined) return [];
  const wrapper = upwards(folder)
    .map((above) => pathIn(above, 'mvnw'))
    .find((path) => tree.has(path));
  const program = wrapper === pathIn(folder, 'mvnw') ? './mvnw' : 'mvn';
  const task = (name: string, goal: string): Task => ({
    name,
    command: commandIn(folder, `${program} ${goal}`),
    from,
  });
  const tasks = [task('build', 'package'), task('test', 'test'), task('verify', 'verify')];
  const plugins = pluginsOf(pom);
  if (plugins.includes('spring-boot-maven-plugin')) tasks.push(task('run', 'spring-boot:run'));
  if (plugins.includes('quarkus-maven-plugin')) tasks.push(task('dev', 'quarkus:dev'));
  return tasks;
}
