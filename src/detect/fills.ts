import type { DocumentName } from '../core/documents.ts';
import type { Dependency, EntryPoint, ProjectFacts, Task } from './facts.ts';
import { BESIDE, UNKNOWN_HOLDING } from './layout.ts';
import { distinct } from './member.ts';

/** What the facts fill in, by document and address. Absent: nothing tells it, so a person must. */
export type Fills = Readonly<Record<DocumentName, ReadonlyMap<string, string>>>;

const MAX_LINES = 12;
const MAX_LINE = 400;
/** A language with a smaller share is not said to be one of the project's. */
const MIN_SHARE = 0.05;

/** Tasks that everybody asks for come first, by the beginning of their names. */
const EVERYDAY = [
  'install',
  'setup',
  'bootstrap',
  'dev',
  'start',
  'run',
  'serve',
  'build',
  'test',
  'lint',
  'format',
  'fmt',
  'type',
  'check',
  'migrate',
  'deploy',
];

/** The living documents' first contents: short, and each citing the file that says so, which a review then watches. */
export function fillsOf(facts: ProjectFacts): Fills {
  const stack = stackLine(facts);
  const name = facts.name === undefined ? '' : cited([facts.name.value], facts.name.from);
  const purpose = facts.purpose === undefined ? '' : cited([facts.purpose.value], facts.purpose.from);
  return {
    project: filled({
      'Active Project/Name': name,
      'Active Project/Purpose': purpose,
      'Active Project/Type': groups(facts.types, ({ value }) => value),
      'Active Project/Tech Stack': stack,
    }),
    // What a project uses is a fact; what its team prefers, only they can say.
    preferences: new Map(),
    bank: filled({
      'Project Context/Project Information/Project Name': name,
      'Project Context/Project Information/Purpose': purpose,
      'Project Context/Project Information/Tech Stack': stack,
      'Project Context/Project Information/Key Dependencies': groups(facts.dependencies, versioned),
      'Development Notes/Setup Instructions': setupLines(facts),
      'Development Notes/Common Tasks': taskLines(facts.tasks),
      'Integration Points/External Systems': list(
        facts.services.map(({ value, from }) => `${plain(value)} (${code(from)})`),
      ),
      'Security Notes/Security Considerations': list(guides(facts, 'security policy')),
      'Testing Notes/Test Coverage': testLines(facts),
      'Deployment Notes/Deployment Process': list([
        ...facts.deployment.map(({ value, from }) => `${value}: ${code(from)}`),
        ...facts.ci.map(({ value, from }) => `${plain(value)} (${code(from)})`),
      ]),
      'Team Knowledge/Team Conventions': conventionLines(facts),
      'Team Knowledge/Onboarding Notes': onboardingLines(facts),
    }),
  };
}

function filled(texts: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(texts).filter(([, text]) => text !== ''));
}

/** Languages by share, then what they run on and what is built with. */
function stackLine({ languages, stack }: ProjectFacts): string {
  const spoken = languages.filter(
    ({ name, share }) => share >= MIN_SHARE && !MARKUP.has(name) && !stack.some((part) => part.name === name),
  );
  const names = spoken.slice(0, 4).map(({ name }) => name);
  return [names.join(', '), groups(stack, versioned)].filter((text) => text !== '').join('; ');
}

/** What pages are written in is no language of a project that has another. */
const MARKUP = new Set(['HTML', 'CSS']);

function setupLines(facts: ProjectFacts): string {
  const runtimes = facts.stack.filter(
    ({ role, name, version }) => role === 'platform' && version !== undefined && name !== 'TypeScript',
  );
  const installs = facts.tasks.filter(({ name }) => name === 'install');
  const variables = byFile(facts.environment).map(
    ([from, facts]) => `Environment variables: ${few(facts.map(({ value }) => code(value)))} (${code(from)})`,
  );
  return list([
    ...runtimes.map((part) => `Needs ${cited([versioned(part)], part.from)}`),
    ...installs.map(({ command, from }) => `Install: ${code(command)} (${code(from)})`),
    ...variables,
  ]);
}

function taskLines(tasks: readonly Task[]): string {
  const many = EVERYDAY.length;
  const rank = ({ name, command }: Task): number => {
    const [exact, near] = [EVERYDAY.indexOf(name), EVERYDAY.findIndex((word) => name.startsWith(word))];
    const isOfPart = command.startsWith('cd ');
    if (exact >= 0) return isOfPart ? many + exact : exact;
    return (isOfPart ? 4 : 2) * many + (near >= 0 ? near : many);
  };
  const told = tasks.filter(({ name }) => name !== 'install').sort((a, b) => rank(a) - rank(b));
  const more = told.length - MAX_LINES;
  const lines = told.slice(0, MAX_LINES).map(({ command, about, from }) => {
    return `${code(command)}${about === undefined ? '' : `: ${plain(about)}`} (${code(from)})`;
  });
  return list([...lines, ...(more > 0 ? [`and ${more} more`] : [])]);
}

function testLines({ tests, tasks }: ProjectFacts): string {
  const folders = tests.folders.filter((folder) => folder !== BESIDE).map((folder) => `${folder}/`);
  const coverage = tasks.filter(({ name }) => /cover/i.test(name));
  return list([
    ...byFile(tests.frameworks).map(([from, parts]) => `Framework: ${cited(parts.map(versioned), from)}`),
    ...(tests.folders.length > 0
      ? [`Tests: ${[...folders, ...(tests.folders.includes(BESIDE) ? [BESIDE] : [])].join(', ')}`]
      : []),
    ...coverage.map(({ command, from }) => `Coverage: ${code(command)} (${code(from)})`),
  ]);
}

function conventionLines(facts: ProjectFacts): string {
  return list([
    ...byFile(facts.checks).map(
      ([from, checks]) =>
        `Checked by ${cited(
          checks.map(({ value }) => value),
          from,
        )}`,
    ),
    ...guides(facts, 'how to contribute', 'code of conduct', 'who owns what'),
  ]);
}

function onboardingLines(facts: ProjectFacts): string {
  const modules = facts.modules.filter(({ folder }) => folder !== '');
  return list([
    ...guides(facts, 'overview', 'documentation', 'architecture', 'instructions for coding agents'),
    ...facts.entryPoints.slice(0, MAX_LINES).map(entryLine),
    ...facts.workspaces.map(({ value, from }) => `${value} (${code(from)})`),
    ...modules
      .slice(0, MAX_LINES)
      .map(
        ({ name, folder, purpose }) =>
          `Module ${plain(name)} in ${folder}/${purpose === undefined ? '' : `, ${plain(purpose)}`}`,
      ),
    ...facts.layout
      .filter(({ holds }) => holds !== UNKNOWN_HOLDING)
      .map(({ folder, holds }) => `Folder ${folder}/: ${holds}`),
  ]);
}

/** A file that the build makes is not in the tree, so it is no citation. */
function entryLine({ path, what, from, tracked }: EntryPoint): string {
  const place = tracked ? code(path) : plain(path);
  return `Starts at ${place}: ${plain(what)}${path === from ? '' : ` (${code(from)})`}`;
}

function guides(facts: ProjectFacts, ...wanted: readonly string[]): string[] {
  return facts.guides
    .filter(({ value }) => wanted.includes(value))
    .map(({ value, from }) => `${sentence(value)}: ${code(from)}`);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function versioned({ name, version }: Dependency): string {
  return version === undefined ? name : `${name} ${version}`;
}

/** Facts in one line, with each file named once. */
function groups<T extends { readonly from: string }>(facts: readonly T[], say: (fact: T) => string): string {
  return byFile(facts)
    .map(([from, of]) =>
      cited(
        distinct(of.map(say), (text) => text),
        from,
      ),
    )
    .join('; ');
}

function byFile<T extends { readonly from: string }>(
  facts: readonly T[],
): (readonly [from: string, facts: readonly T[]])[] {
  const files = distinct(
    facts.map(({ from }) => from),
    (from) => from,
  );
  return files.map((from) => [from, facts.filter((fact) => fact.from === from)]);
}

function cited(values: readonly string[], from: string): string {
  return `${plain(few(values))} (${code(from)})`;
}

function few(values: readonly string[]): string {
  const more = values.length - MAX_LINES;
  return values.slice(0, MAX_LINES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function list(lines: readonly string[]): string {
  return distinct(lines, (line) => line)
    .map((line) => `- ${line}`)
    .join('\n');
}

/** Inline code, whatever stands in it. */
function code(text: string): string {
  const clean = visible(text);
  return clean.includes('`') ? `\`\` ${clean} \`\`` : `\`${clean}\``;
}

/** Foreign words in one line, in which nothing can open HTML or a comment. */
function plain(text: string): string {
  const line = visible(text)
    .replace(/<(?=[a-zA-Z!/?])/g, '‹')
    .trim();
  return line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE).trimEnd()} …`;
}

/** Without line ends, control characters, and characters that no one sees. */
function visible(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '');
}
