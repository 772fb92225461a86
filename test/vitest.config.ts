import { defineConfig } from 'vitest/config';

/**
 * What a test costs is processes: git 6 ms, the program 100, a commit with hooks 400. So: ask by `open()`, make what takes
 * several commits by `madeOnce`, prepare it by `withoutHooks()`, and start the program where the process is the subject.
 */

/**
 * Test files share processes: a start, and the program loaded and warm, cost more than most of them. Those of pure parts
 * start next to no process, and hold much; those that do stay apart, and keep little, since each child copies what its
 * parent holds.
 */
const PURE = [
  'agent-setup',
  'capture',
  'core',
  'detect',
  'execute',
  'format',
  'learn',
  'merge',
  'present',
  'recall',
]
  .concat(['advise', 'extract', 'propose', 'review', 'search', 'store', 'transfer'])
  .map((folder) => `test/${folder}/**/*.test.ts`);

/**
 * In processes of their own: some put something else in a module's place; the others last longest. Projects run by name,
 * so these begin, and none is left alone at the end.
 */
const ALONE = ['capture', 'hook-matrix/*', 'concurrency', 'plan-approaches', 'agents-whole']
  .map((name) => `e2e/${name}`)
  .concat('tui/unwatched')
  .map((name) => `test/${name}.test.ts`);

const root = new URL('..', import.meta.url).pathname;
/** As the build has it: the other one asks the environment about each piece of a text. */
const alias = { yaml: `${root}node_modules/yaml/browser/index.js` };

const each = {
  root,
  alias,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 20_000 } },
  setupFiles: ['test/helpers/property-seed.ts'],
};

/** What these load, the others need not hold. */
const SCREENS = ['test/tui/**/*.test.ts', 'test/e2e/tui/**/*.test.ts'];
const VERBS = ['test/e2e/**/*.test.ts'];

const STARTING = {
  isolate: false,
  // Their time goes by in other processes: next to nothing in them runs so often that it is worth being optimized.
  execArgv: ['--max-semi-space-size=2', '--interrupt-budget=1000000'],
};

export default defineConfig({
  test: {
    ...each,
    // One more than the cores that we count on: a good part of a test's time goes by while it waits for others.
    maxWorkers: 3,
    reporters: ['default', './test/helpers/closing-line.ts'],
    globalSetup: ['test/helpers/temp-folder.ts', 'test/helpers/build.ts'],
    projects: [
      { test: { ...each, ...STARTING, isolate: true, name: 'alone', include: ALONE } },
      { test: { ...each, name: 'pure', include: PURE, isolate: false } },
      { test: { ...each, ...STARTING, name: 'screens', include: SCREENS, exclude: ALONE } },
      { test: { ...each, ...STARTING, name: 'verbs', include: VERBS, exclude: [...SCREENS, ...ALONE] } },
      {
        test: {
          ...each,
          ...STARTING,
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: [...PURE, ...ALONE, ...SCREENS, ...VERBS],
        },
      },
    ],
  },
});
