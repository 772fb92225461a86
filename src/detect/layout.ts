import type { Fact, LayoutRow } from './facts.ts';
import { languagesOf } from './languages.ts';
import { nameOf, type Tree } from './tree.ts';

/** Folder name → what it holds by custom. */
const CUSTOM: Readonly<Record<string, string>> = {
  test: 'tests',
  tests: 'tests',
  __tests__: 'tests',
  spec: 'tests',
  e2e: 'end-to-end tests',
  testdata: 'test data',
  bench: 'benchmarks',
  benches: 'benchmarks',
  benchmarks: 'benchmarks',
  benchmark: 'benchmarks',
  doc: 'documentation',
  docs: 'documentation',
  examples: 'examples',
  example: 'examples',
  samples: 'examples',
  scripts: 'scripts',
  tools: 'tools',
  cmd: 'commands',
  internal: 'internal packages',
  pkg: 'packages',
  packages: 'packages',
  crates: 'crates',
  apps: 'applications',
  services: 'services',
  libs: 'libraries',
  migrations: 'database migrations',
  '.github': 'GitHub settings',
  '.gitlab': 'GitLab settings',
  '.ci': 'CI',
  '.circleci': 'CI',
  '.vscode': 'editor settings',
  '.devcontainer': 'development container',
  deploy: 'deployment',
  deployment: 'deployment',
  k8s: 'Kubernetes manifests',
  charts: 'Helm charts',
  terraform: 'Terraform',
  infra: 'infrastructure',
  public: 'static files',
  static: 'static files',
  assets: 'assets',
  proto: 'Protocol Buffers',
  config: 'configuration',
  hooks: 'hooks',
  notebooks: 'notebooks',
};
const MAX_ROWS = 30;
/** Where neither custom nor a language says more. */
export const UNKNOWN_HOLDING = 'files';

/** Top-level folders, with what custom or their files say that they hold. */
export function layoutOf(tree: Tree): LayoutRow[] {
  const folders = new Map<string, string[]>();
  for (const path of tree.files) {
    const end = path.indexOf('/');
    if (end <= 0) continue;
    const files = folders.get(path.slice(0, end));
    if (files === undefined) folders.set(path.slice(0, end), [path]);
    else files.push(path);
  }
  return [...folders]
    .map(([folder, files]) => ({ folder, holds: holdsOf(folder, files), files: files.length }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1))
    .slice(0, MAX_ROWS);
}

function holdsOf(folder: string, files: readonly string[]): string {
  const custom = Object.hasOwn(CUSTOM, folder) ? CUSTOM[folder] : undefined;
  const [main] = languagesOf(files);
  const language = main === undefined ? undefined : main.share >= 0.5 ? main.name : `${main.name} and others`;
  return [custom, language].filter((word) => word !== undefined).join(', ') || UNKNOWN_HOLDING;
}

const TEST_FILE =
  /(?:[._-](?:test|spec)s?\.[cm]?[jt]sx?|_test\.(?:go|py|dart|rb|exs)|_spec\.rb|(?:^|\/)test_[^/]+\.py|Tests?\.(?:java|kt|cs|php|swift))$/;
const TEST_FOLDER =
  /^(.*?(?:^|\/)(?:tests?|__tests__|spec|e2e|src\/test))\/.*\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb|php|cs|swift|sh)$/;
const MAX_FOLDERS = 8;

/** Folders that hold tests, those with the most files first; `beside the sources` where they have none of their own. */
export function testFoldersOf(tree: Tree): string[] {
  const counts = new Map<string, number>();
  for (const path of tree.files) {
    const folder = TEST_FOLDER.exec(path)?.[1] ?? (TEST_FILE.test(path) ? BESIDE : undefined);
    if (folder !== undefined) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([folder]) => folder)
    .slice(0, MAX_FOLDERS);
}

/** Stands for no folder: tests lie next to what they test. */
export const BESIDE = 'beside the sources';

const GUIDES: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^readme(?:\.\w+)?$/i, 'overview'],
  [/^(?:\.github\/|docs\/)?contributing(?:\.\w+)?$/i, 'how to contribute'],
  [/^(?:\.github\/|docs\/)?security(?:\.\w+)?$/i, 'security policy'],
  [/^(?:docs?\/)?architecture(?:\.\w+)?$/i, 'architecture'],
  [/^code_of_conduct(?:\.\w+)?$/i, 'code of conduct'],
  [/^(?:agents|claude|gemini)\.md$/i, 'instructions for coding agents'],
  [/^(?:changelog|changes|history)(?:\.\w+)?$/i, 'change log'],
  [/^\.github\/codeowners$|^codeowners$/i, 'who owns what'],
  [/^docs?\/(?:index|readme)\.\w+$/i, 'documentation'],
];

/** Files that people wrote for people. */
export function guidesOf(tree: Tree): Fact[] {
  return tree.files.flatMap((from) => {
    const row = GUIDES.find(([pattern]) => pattern.test(from));
    return row === undefined ? [] : [{ value: row[1], from }];
  });
}

/** Settings of formatters and checkers that need no manifest. */
const SETTINGS: readonly (readonly [pattern: RegExp, tool: string])[] = [
  [/^\.editorconfig$/, 'EditorConfig'],
  [/^\.?eslint(?:rc(?:\.\w+)?|\.config\.\w+)$/, 'ESLint'],
  [/^\.?prettier(?:rc(?:\.\w+)?|\.config\.\w+)$/, 'Prettier'],
  [/^biome\.jsonc?$/, 'Biome'],
  [/^\.?ruff\.toml$/, 'Ruff'],
  [/^mypy\.ini$/, 'mypy'],
  [/^\.flake8$/, 'Flake8'],
  [/^\.pre-commit-config\.yaml$/, 'pre-commit'],
  [/^lefthook\.ya?ml$/, 'Lefthook'],
  [/^\.rubocop\.yml$/, 'RuboCop'],
  [/^\.clang-format$/, 'clang-format'],
];

export function settingsOf(tree: Tree): Fact[] {
  return tree.files.flatMap((from) => {
    const row = SETTINGS.find(([pattern]) => pattern.test(nameOf(from)) && !from.includes('/'));
    return row === undefined ? [] : [{ value: row[1], from }];
  });
}
