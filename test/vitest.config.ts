import { defineConfig } from 'vitest/config';

/** Tests of pure parts start next to no process. Those that do stay apart: what a process holds, each of its children copies. */
const PURE = ['agent-setup', 'capture', 'core', 'detect', 'execute', 'format', 'learn', 'present', 'recall']
  .concat(['review', 'search', 'store', 'transfer'])
  .map((folder) => `test/${folder}/**/*.test.ts`);

const each = { root: new URL('..', import.meta.url).pathname, testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    ...each,
    maxWorkers: 2,
    reporters: ['default', './test/helpers/closing-line.ts'],
    globalSetup: ['test/helpers/build.ts'],
    projects: [
      { test: { ...each, name: 'pure', include: PURE, isolate: false } },
      { test: { ...each, name: 'whole', include: ['test/**/*.test.ts'], exclude: PURE } },
    ],
  },
});
