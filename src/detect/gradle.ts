import type { DeclaredEntry, Dependency, Fact, StackPart, Task } from './facts.ts';
import { JAVA_PACKAGES as KNOWN } from './java-packages.ts';
import { classFile, mainClasses } from './java-sources.ts';
import { commandIn, labelled, type Member, ranked, stackOf, typesBy, versionOf } from './member.ts';
import { at, entriesOf, folderOf, nameOf, pathIn, type Tree, upwards, words } from './tree.ts';

const BUILD = ['build.gradle', 'build.gradle.kts'];
const SETTINGS = ['settings.gradle', 'settings.gradle.kts'];

/** Plugin id → what it makes of the build. */
const PLUGINS: Readonly<
  Record<string, { readonly stack?: string; readonly type?: string; readonly check?: string }>
> = {
  'org.springframework.boot': { stack: 'Spring Boot' },
  'io.quarkus': { stack: 'Quarkus' },
  'io.micronaut.application': { stack: 'Micronaut' },
  'org.jetbrains.kotlin.jvm': { stack: 'Kotlin' },
  'org.jetbrains.kotlin.android': { stack: 'Kotlin' },
  'com.android.application': { stack: 'Android Gradle plugin', type: 'Android app' },
  'com.android.library': { stack: 'Android Gradle plugin', type: 'Android library' },
  'java-library': { type: 'library' },
  'java-gradle-plugin': { type: 'Gradle plugin' },
  application: { type: 'program' },
  war: { type: 'web application' },
  checkstyle: { check: 'Checkstyle' },
  pmd: { check: 'PMD' },
  jacoco: { check: 'JaCoCo' },
  'com.diffplug.spotless': { check: 'Spotless' },
  'io.gitlab.arturbosch.detekt': { check: 'detekt' },
};

/** Of a longer script only the beginning is read. */
const MAX_LENGTH = 32 * 1024;

interface Build {
  readonly from: string;
  /** Without comments. */
  readonly text: string;
  readonly plugins: readonly { readonly id: string; readonly version?: string }[];
}

/** One member for each build.gradle(.kts), read by its usual forms: a build script is a program, and is not run. */
export function gradleMembers(tree: Tree): Member[] {
  return tree.manifests(...BUILD).flatMap((from) => {
    const text = tree.text(from);
    return text === undefined ? [] : [memberOf(tree, from, withoutComments(text.slice(0, MAX_LENGTH)))];
  });
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[\s;{(])\/\/.*$/gm, '$1');
}

function memberOf(tree: Tree, from: string, text: string): Member {
  const folder = folderOf(from);
  const settings = tree.first(...SETTINGS.map((name) => pathIn(folder, name)));
  const settingsText = settings === undefined ? '' : withoutComments(tree.text(settings) ?? '');
  const catalog = catalogOf(tree, folder);
  const build: Build = { from, text, plugins: pluginsOf(text, catalog) };
  const { runtime, tests } = dependenciesOf(build, catalog);
  const all = [...runtime, ...tests];
  const named = /rootProject\.name\s*=\s*['"]([^'"]+)['"]/.exec(settingsText)?.[1];
  const name = named ?? (folder === '' ? undefined : nameOf(folder));
  const purpose = words(/^[ \t]*description[ \t]*=[ \t]*['"]([^'"\n]+)['"]/m.exec(text)?.[1]);
  const entryPoints = entryPointsOf(tree, folder, build);
  const hasModules = /\binclude\b/.test(settingsText);
  return {
    ecosystem: 'Java',
    folder,
    from,
    ...(name === undefined ? {} : { name }),
    ...(purpose === undefined ? {} : { purpose: { value: purpose, from } }),
    types: typesOf(build, runtime),
    stack: [...javaOf(build), ...pluginStack(build), ...stackOf(KNOWN, runtime)],
    manager: { value: 'Gradle', from },
    dependencies: ranked(KNOWN, runtime),
    tests: labelled(KNOWN, all, (role) => role === 'test'),
    checks: build.plugins.flatMap(({ id }): Fact[] => {
      const value = rowOf(id)?.check;
      return value === undefined ? [] : [{ value, from }];
    }),
    tasks: tasksOf(tree, folder, build),
    entryPoints,
    ...(hasModules && settings !== undefined
      ? { workspace: { value: 'Gradle modules', from: settings } }
      : {}),
  };
}

function rowOf(id: string): (typeof PLUGINS)[string] | undefined {
  return Object.hasOwn(PLUGINS, id) ? PLUGINS[id] : undefined;
}

/** `gradle/libs.versions.toml`, of this folder or one above. */
function catalogOf(tree: Tree, folder: string): unknown {
  const path = tree.first(...upwards(folder).map((above) => pathIn(above, 'gradle/libs.versions.toml')));
  return path === undefined ? undefined : tree.toml(path);
}

/** A catalogue's entry by the accessor that build scripts use: `libs.spring.boot` is `spring-boot`. */
function inCatalog(
  catalog: unknown,
  table: 'libraries' | 'plugins',
  accessor: string,
): { name: string; version?: string } | undefined {
  const row = entriesOf(at(catalog, table)).find(([key]) => key.replace(/[-_]/g, '.') === accessor)?.[1];
  if (row === undefined) return undefined;
  const [group, artifact, direct] = typeof row === 'string' ? row.split(':') : [];
  const module =
    words(at(row, 'module')) ?? `${words(at(row, 'group')) ?? ''}:${words(at(row, 'name')) ?? ''}`;
  const short =
    typeof row === 'string' ? (table === 'plugins' ? (group ?? '') : `${group}:${artifact}`) : undefined;
  const name = short ?? words(at(row, 'id')) ?? module;
  const reference = words(at(row, 'version', 'ref'));
  const version =
    versionOf(reference === undefined ? undefined : at(catalog, 'versions', reference)) ??
    versionOf(at(row, 'version')) ??
    versionOf(table === 'plugins' ? artifact : direct);
  return { name, ...(version === undefined ? {} : { version }) };
}

function pluginsOf(text: string, catalog: unknown): Build['plugins'] {
  const block = /\bplugins\s*\{([\s\S]*?)\n?\}/.exec(text)?.[1] ?? '';
  const ids = [
    ...block.matchAll(/\bid\s*\(?\s*['"]([\w.-]+)['"]\s*\)?(?:\s*version\s*\(?\s*['"]([^'"]+)['"])?/g),
  ].map(([, id = '', version]) => ({ id, ...(version === undefined ? {} : { version }) }));
  const kotlin = [
    ...block.matchAll(/\bkotlin\s*\(\s*['"]([\w.-]+)['"]\s*\)(?:\s*version\s*['"]([^'"]+)['"])?/g),
  ].map(([, id = '', version]) => ({
    id: `org.jetbrains.kotlin.${id}`,
    ...(version === undefined ? {} : { version }),
  }));
  const bare = [...block.matchAll(/^[ \t]*`?([a-z][\w-]*)`?[ \t]*$/gm)].map(([, id = '']) => ({ id }));
  const aliases = [...block.matchAll(/\balias\s*\(\s*libs\.plugins\.([\w.]+)\s*\)/g)].flatMap(
    ([, accessor = '']) => {
      const found = inCatalog(catalog, 'plugins', accessor);
      return found === undefined
        ? []
        : [{ id: found.name, ...(found.version === undefined ? {} : { version: found.version }) }];
    },
  );
  const applied = [...text.matchAll(/^apply\s+plugin:\s*['"]([\w.-]+)['"]/gm)].map(([, id = '']) => ({ id }));
  return [...ids, ...kotlin, ...bare, ...aliases, ...applied];
}

const RUNTIME = 'implementation|api|compile|runtimeOnly|compileOnly';
const TESTS = 'testImplementation|testCompile|testRuntimeOnly|androidTestImplementation';

function dependenciesOf(build: Build, catalog: unknown): { runtime: Dependency[]; tests: Dependency[] } {
  const of = (configurations: string): Dependency[] => {
    const direct = new RegExp(
      `\\b(?:${configurations})\\s*\\(?\\s*(?:platform\\()?['"]([\\w.-]+):([\\w.-]+)(?::([^'"@]+))?['"]`,
      'g',
    );
    const alias = new RegExp(`\\b(?:${configurations})\\s*\\(?\\s*libs\\.([\\w.]+)`, 'g');
    const literal = [...build.text.matchAll(direct)].map(([, group = '', artifact = '', written]) => {
      const version = versionOf(written);
      return {
        name: `${group}:${artifact}`,
        ...(version === undefined ? {} : { version }),
        from: build.from,
      };
    });
    const named = [...build.text.matchAll(alias)].flatMap(([, accessor = '']) => {
      const found = inCatalog(catalog, 'libraries', accessor);
      return found === undefined ? [] : [{ ...found, from: build.from }];
    });
    return [...literal, ...named];
  };
  return { runtime: of(RUNTIME), tests: of(TESTS) };
}

function javaOf({ text, from }: Build): StackPart[] {
  const version =
    /\bJavaLanguageVersion\.of\(\s*(\d+)\s*\)/.exec(text)?.[1] ??
    /\bjvmToolchain\(\s*(\d+)\s*\)/.exec(text)?.[1] ??
    /\b(?:sourceCompatibility|targetCompatibility)\s*=?\s*(?:JavaVersion\.VERSION_)?['"]?(\d[\d._]*)/
      .exec(text)?.[1]
      ?.replace('_', '.');
  return [{ role: 'platform', name: 'Java', ...(version === undefined ? {} : { version }), from }];
}

function pluginStack({ plugins, from }: Build): StackPart[] {
  return plugins.flatMap(({ id, version }): StackPart[] => {
    const name = rowOf(id)?.stack;
    return name === undefined
      ? []
      : [
          {
            role: name === 'Kotlin' ? 'platform' : 'framework',
            name,
            ...(version === undefined ? {} : { version }),
            from,
          },
        ];
  });
}

function entryPointsOf(tree: Tree, folder: string, { text, from }: Build): DeclaredEntry[] {
  const name = /\bmainClass(?:Name)?(?:\s*=\s*|\.set\(\s*|\s+)['"]([\w.$]+)['"]/.exec(text)?.[1];
  const named =
    name === undefined ? [] : [{ path: classFile(tree, folder, name) ?? name, what: 'main class', from }];
  return [
    ...named,
    ...mainClasses(tree, folder).filter(({ path }) => !named.some((one) => one.path === path)),
  ];
}

function typesOf({ plugins, from }: Build, runtime: readonly Dependency[]): Fact[] {
  const byDependency = typesBy(KNOWN, runtime);
  if (byDependency.length > 0) return byDependency;
  if (labelled(KNOWN, runtime, (role) => role === 'command').length > 0) return [{ value: 'CLI tool', from }];
  return plugins.flatMap(({ id }): Fact[] => {
    const value = rowOf(id)?.type;
    return value === undefined ? [] : [{ value, from }];
  });
}

/** Gradle's own, at the top of a build. */
function tasksOf(tree: Tree, folder: string, { from, plugins }: Build): Task[] {
  const isModule = upwards(folder)
    .slice(1)
    .some((above) => tree.first(...SETTINGS.map((name) => pathIn(above, name))) !== undefined);
  if (isModule) return [];
  const program = tree.has(pathIn(folder, 'gradlew')) ? './gradlew' : 'gradle';
  const task = (name: string, goal = name): Task => ({
    name,
    command: commandIn(folder, `${program} ${goal}`),
    from,
  });
  const has = (id: string): boolean => plugins.some((plugin) => plugin.id === id);
  const run = has('org.springframework.boot')
    ? [task('run', 'bootRun')]
    : has('application')
      ? [task('run')]
      : [];
  return [task('build'), task('test'), ...run];
}
