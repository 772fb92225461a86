import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJsonc } from '../../src/format/jsonc.ts';
import { World } from './world.ts';

const space = fc.constantFrom('', '', ' ', '\n', '\n  ', '\n\t', ' // c\n', '/* c */', '\n\n');
const keys = fc.constantFrom(
  'mcpServers',
  'hooks',
  'SessionStart',
  'AfterTool',
  'version',
  'other',
  'matcher',
);

interface Parts {
  readonly gaps: readonly string[];
  readonly trailing: boolean;
}

const layout: fc.Arbitrary<Parts> = fc.record({
  gaps: fc.array(space, { minLength: 16, maxLength: 16 }),
  trailing: fc.boolean(),
});

function written(open: string, close: string, entries: readonly string[], { gaps, trailing }: Parts): string {
  const gap = (at: number): string => gaps[at % gaps.length] ?? '';
  const texts = entries.map((entry, at) => gap(2 * at) + entry + gap(2 * at + 1));
  return `${open}${texts.join(',')}${trailing && texts.length > 0 ? ',' : ''}${gap(15)}${close}`;
}

/** Settings as a person might have left them: any layout, comments, trailing commas, keys of ours or not. */
const { value: anyValue, object: anyObject } = fc.letrec<{ value: string; object: string; list: string }>(
  (tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('1', '"x"', 'null', '{}', '[]'),
      tie('object'),
      tie('list'),
    ),
    list: fc
      .tuple(fc.array(tie('value'), { maxLength: 3 }), layout)
      .map(([items, parts]) => written('[', ']', items, parts)),
    object: fc
      .tuple(fc.uniqueArray(fc.tuple(keys, tie('value')), { selector: ([key]) => key, maxLength: 4 }), layout)
      .map(([members, parts]) =>
        written(
          '{',
          '}',
          members.map(([key, value]) => `"${key}": ${value}`),
          parts,
        ),
      ),
  }),
);

const settings = fc
  .tuple(space, fc.oneof({ weight: 9, arbitrary: anyObject }, { weight: 1, arbitrary: anyValue }), space)
  .map(([before, text, after]) => before + text + after);

test.each([
  ['gemini', '.gemini/settings.json'],
  ['cursor', '.cursor/hooks.json'],
  ['cursor', '.cursor/mcp.json'],
] as const)('%s: %s, written in any way, comes back without a record', (agent, path) => {
  fc.assert(
    fc.property(settings, (text) => {
      const world = new World({ [path]: text });
      world.install(agent);
      const installed = world.read(path);
      expect(parseJsonc(installed)).toHaveProperty('value');
      expect(world.install(agent).changes).toEqual([]);
      expect(world.read(path)).toBe(installed);
      world.forgetRecord();
      world.uninstall(agent);
      expect(world.tree()).toEqual({ [path]: text });
    }),
    { numRuns: 500 },
  );
});
