import { ciOf } from './ci.ts';
import { deploymentOf, servicesOf } from './deployment.ts';
import { environmentOf } from './environment.ts';
import type { Dependency, Ecosystem, Fact, LanguageShare, Module, ProjectFacts } from './facts.ts';
import { goMembers } from './go.ts';
import { gradleMembers } from './gradle.ts';
import { javascriptMembers } from './javascript.ts';
import { languagesOf } from './languages.ts';
import { guidesOf, layoutOf, settingsOf, testFoldersOf } from './layout.ts';
import { mavenMembers } from './maven.ts';
import { distinct, type Member } from './member.ts';
import { pythonMembers } from './python.ts';
import { type Readme, readReadme } from './readme.ts';
import { rustMembers } from './rust.ts';
import { taskFileTasks } from './task-files.ts';
import { nameOf, openTree, type Tree } from './tree.ts';

const ECOSYSTEMS: readonly ((tree: Tree) => Member[])[] = [
  javascriptMembers,
  pythonMembers,
  goMembers,
  rustMembers,
  mavenMembers,
  gradleMembers,
];

const SPOKEN: Readonly<Record<Ecosystem, readonly string[]>> = {
  JavaScript: ['TypeScript', 'JavaScript', 'Vue', 'Svelte', 'Astro'],
  Python: ['Python', 'Cython', 'Jupyter'],
  Go: ['Go'],
  Rust: ['Rust'],
  Java: ['Java', 'Kotlin', 'Scala', 'Groovy'],
};

/** Names that say what a folder is, not what the project is called. */
const NO_NAMES = /^(?:root|monorepo|workspace|project|app|repo)$/i;
const MAX_DEPENDENCIES = 10;
const MAX_TASKS = 40;
/** Characters of a purpose that comes from prose. */
const MAX_PURPOSE = 240;

/**
 * What a repository tells of its project.
 * @param files repository-relative tracked paths
 * @param read a file's text; undefined where there is none, or it is too large. Asked for manifests only.
 */
export function detectProject(
  files: readonly string[],
  read: (path: string) => string | undefined,
): ProjectFacts {
  const tree = openTree(files, read);
  const languages = languagesOf(tree.files);
  // First: whoever bounds the reads must not leave it out for the hundredth manifest.
  const readme = readReadme(tree);
  const members = inOrder(
    ECOSYSTEMS.flatMap((members) => members(tree)),
    languages,
  );
  const top = topOf(members);
  const name = nameIn(top, readme);
  const purpose = purposeIn(top, readme);
  return {
    ...(name === undefined ? {} : { name }),
    ...(purpose === undefined ? {} : { purpose }),
    types: distinct(
      top.flatMap((member) => member.types),
      ({ value }) => value,
    ),
    languages,
    stack: merged(members.flatMap((member) => member.stack)),
    packageManagers: distinct(
      members.flatMap((member) => member.manager ?? []),
      ({ value }) => value,
    ),
    dependencies: keyDependencies(members, top),
    tasks: distinct(
      [...taskFileTasks(tree), ...members.flatMap((member) => member.tasks)],
      ({ command }) => command,
    ).slice(0, MAX_TASKS),
    entryPoints: distinct(
      members.flatMap((member) => member.entryPoints),
      ({ path, what }) => `${path}\0${what}`,
    ).map((entry) => ({ ...entry, tracked: tree.has(entry.path) })),
    tests: { frameworks: merged(members.flatMap((member) => member.tests)), folders: testFoldersOf(tree) },
    checks: distinct(
      [...members.flatMap((member) => member.checks), ...settingsOf(tree)],
      ({ value }) => value,
    ),
    ci: ciOf(tree),
    deployment: deploymentOf(tree),
    services: servicesOf(tree),
    environment: environmentOf(tree),
    layout: layoutOf(tree),
    workspaces: distinct(
      members.flatMap((member) => member.workspace ?? []),
      ({ from }) => from,
    ),
    modules: members.length > 1 ? members.map(moduleOf) : [],
    guides: guidesOf(tree),
  };
}

/** What lies higher first; of equals, that whose language has more files. */
function inOrder(members: readonly Member[], languages: readonly LanguageShare[]): Member[] {
  const share = ({ ecosystem }: Member): number =>
    languages.filter(({ name }) => SPOKEN[ecosystem].includes(name)).reduce((sum, row) => sum + row.share, 0);
  const depth = ({ folder }: Member): number => (folder === '' ? 0 : folder.split('/').length);
  return [...members].sort(
    (a, b) => depth(a) - depth(b) || share(b) - share(a) || (a.from < b.from ? -1 : 1),
  );
}

/** The members that speak for the project: those at the top, or else the highest there are. */
function topOf(members: readonly Member[]): Member[] {
  const atTop = members.filter(({ folder }) => folder === '');
  // A workspace's own manifest names its members and is no program itself.
  const tells = atTop.some(({ types }) => types.length > 0);
  return tells || members.length === atTop.length
    ? atTop
    : [...atTop, ...members.filter(({ folder }) => folder !== '')];
}

function nameIn(top: readonly Member[], { title }: Readme): Fact | undefined {
  const named = top.find(
    (member) => member.folder === '' && member.name !== undefined && !NO_NAMES.test(member.name),
  );
  if (named?.name !== undefined) return { value: named.name, from: named.from };
  if (title !== undefined) return title;
  const [only] = top;
  return top.length === 1 && only?.name !== undefined ? { value: only.name, from: only.from } : undefined;
}

/** A manifest's description is one sentence by custom; of a README, the first sentence or two. */
function purposeIn(top: readonly Member[], { paragraph }: Readme): Fact | undefined {
  const told = top.find(
    ({ folder, purpose }) => folder === '' && purpose !== undefined && purpose.value.split(' ').length > 2,
  )?.purpose;
  if (told !== undefined || paragraph === undefined) return told;
  return { ...paragraph, value: firstSentences(paragraph.value) };
}

function firstSentences(text: string): string {
  if (text.length <= MAX_PURPOSE) return text;
  const cut = text.slice(0, MAX_PURPOSE);
  const end = cut.search(/[.!?](?=\s[^.!?]*$)/);
  return end > 40 ? cut.slice(0, end + 1) : `${cut.slice(0, cut.lastIndexOf(' '))} …`;
}

/** Of several versions of one thing, the first that is told. */
function merged<T extends Dependency>(parts: readonly T[]): T[] {
  const byName = new Map<string, T>();
  for (const part of parts) {
    const known = byName.get(part.name);
    if (known === undefined || (known.version === undefined && part.version !== undefined))
      byName.set(part.name, part);
  }
  return [...byName.values()];
}

/** The project's own modules are no dependencies. Each manifest in turn gives one, so that no part hides another. */
function keyDependencies(members: readonly Member[], top: readonly Member[]): Dependency[] {
  const own = new Set(members.flatMap(({ name }) => name ?? []));
  const lists = top.map((member) =>
    member.dependencies.filter(({ name }) => !own.has(name) && !own.has(name.split(':').at(-1) ?? '')),
  );
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const turns = Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
  return distinct(turns, ({ name }) => name).slice(0, MAX_DEPENDENCIES);
}

function moduleOf({ name, folder, ecosystem, purpose, from }: Member): Module {
  return {
    name: name ?? (folder === '' ? from : nameOf(folder)),
    folder,
    ecosystem,
    ...(purpose === undefined ? {} : { purpose: purpose.value }),
    from,
  };
}
