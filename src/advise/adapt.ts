import type { AdviceFact } from '../core/advice.ts';

/** Something that the project has, and the file that says so. */
export interface KnownPart {
  readonly role:
    | 'language'
    | 'stack'
    | 'dependency'
    | 'test'
    | 'check'
    | 'service'
    | 'deployment'
    | 'manager'
    | 'ci';
  readonly name: string;
  readonly version?: string;
  readonly from: string;
}

/** A pattern that was chosen, as far as facts can bear on it. */
export interface Chosen {
  readonly title: string;
  /** Packages that its example needs. */
  readonly needs: readonly string[];
  readonly tags: readonly string[];
  readonly language?: string;
}

/** Roles that bear on a type of problem whatever is chosen. */
const BEARS: Readonly<Record<string, readonly KnownPart['role'][]>> = {
  testing: ['test'],
  debugging: ['test'],
  deployment: ['deployment', 'service'],
  observability: ['deployment'],
  database: ['service'],
  scalability: ['service'],
  dependencies: ['manager'],
  maintenance: ['check', 'ci'],
};

const MOST_FACTS = 5;
/** Of a pattern's needs the first are what it is about. */
const MOST_NEEDS = 2;

/**
 * The facts that bear on what was chosen: what of it the project has already, what it does not declare, and what its sort of
 * problem makes worth knowing. Nothing is said of a project that tells nothing.
 * @param types of problems, the surest first
 */
export function factsFor(
  parts: readonly KnownPart[],
  types: readonly string[],
  chosen: readonly Chosen[],
): readonly AdviceFact[] {
  const facts: AdviceFact[] = [];
  const byName = new Map(parts.toReversed().map((part) => [nameOf(part.name), part]));
  const seen = new Set<string>();
  for (const { title, needs, tags, language } of chosen) {
    for (const name of [...needs.map(nameOf), ...tags.map(nameOf)]) {
      const part = byName.get(name);
      if (part === undefined || part.role === 'language' || seen.has(name)) continue;
      seen.add(name);
      facts.push({ text: `${withVersion(part)} is in use: ${title}`, from: part.from });
    }
    const manifest = manifestOf(parts, language);
    for (const name of needs.map(nameOf).slice(0, MOST_NEEDS)) {
      if (manifest === undefined || byName.has(name) || seen.has(name)) continue;
      seen.add(name);
      facts.push({ text: `${name} is not declared: ${title}`, from: manifest });
    }
  }
  for (const type of types) {
    const roles = BEARS[type] ?? [];
    const known = parts.filter(({ role, name }) => roles.includes(role) && !seen.has(nameOf(name)));
    for (const part of known.slice(0, 2)) {
      seen.add(nameOf(part.name));
      facts.push({ text: `${WORDS[part.role]}: ${withVersion(part)}`, from: part.from });
    }
    const from = manifestOf(parts, undefined);
    if (type === 'testing' && from !== undefined && !parts.some(({ role }) => role === 'test'))
      facts.push({ text: 'no test runner is declared', from });
  }
  return facts.slice(0, MOST_FACTS);
}

const WORDS: Readonly<Record<KnownPart['role'], string>> = {
  language: 'language',
  stack: 'built on',
  dependency: 'depends on',
  test: 'tests run by',
  check: 'checked by',
  service: 'beside it runs',
  deployment: 'deployed by',
  manager: 'packages by',
  ci: 'checked in',
};

function withVersion({ name, version }: KnownPart): string {
  return version === undefined ? name : `${name} ${version}`;
}

function nameOf(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

const MANIFESTS: Readonly<Record<string, RegExp>> = {
  python: /(?:^|\/)(?:pyproject\.toml|requirements[^/]*\.txt|setup\.(?:cfg|py)|Pipfile)$/,
  typescript: /(?:^|\/)package\.json$/,
};

/** The file in which a package of this language would be declared; undefined where the project shows none. */
function manifestOf(parts: readonly KnownPart[], language: string | undefined): string | undefined {
  const forms = language === undefined ? Object.values(MANIFESTS) : [MANIFESTS[language]];
  return parts.find(({ from }) => forms.some((form) => form?.test(from) === true))?.from;
}
