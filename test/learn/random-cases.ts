import fc from 'fast-check';
import type { ErrorSolution, Execution, LearnSettings, TaskFacts } from '../../src/core/execution.ts';
import { isoSeconds } from '../../src/core/time.ts';

/** What one comparison is about. */
export interface LearnCase {
  readonly settings: LearnSettings;
  readonly task: TaskFacts;
  readonly executions: readonly Execution[];
  readonly solutions: readonly ErrorSolution[];
  readonly error_type: string;
  readonly error_message?: string;
}

/** When everything in them happened: few seconds, so that many things happen at once. */
export const START = Date.UTC(2026, 10, 21);

const at = fc.integer({ min: 0, max: 30 }).map((second) => isoSeconds(START + second * 1000));
const CATEGORIES = ['backend', 'frontend', 'Database', 'auth', '__proto__', 'ΟΔΟΣ', 'İstanbul work', ''];
const category = fc.constantFrom(...CATEGORIES);
const type = fc.constantFrom('general', 'feature', 'fix');
/** Words and white space about which languages differ. */
const word = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...CATEGORIES, 'BACKEND', 'οδος', 'straße', 'fix', '😀', 'e\u0301'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
);
const gap = fc.constantFrom(
  ...[' ', ' ', ' ', '\t', '\u00a0', '\u0085', '\u001f', '\ufeff', '\u3000', '\u180e', '\u200b'],
);
const text = fc
  .array(fc.tuple(word, gap), { maxLength: 8 })
  .map((parts) => parts.map((part) => part.join('')).join(''));
/** On both sides of the lengths that count, in characters of one and of two units. */
const longText = fc
  .tuple(fc.constantFrom('a', '😀'), fc.constantFrom(99, 100, 101, 199, 200, 201))
  .map(([unit, length]) => unit.repeat(length));
const names = (...of: string[]): fc.Arbitrary<string[]> => fc.array(fc.constantFrom(...of), { maxLength: 4 });

const task: fc.Arbitrary<TaskFacts> = fc.record(
  {
    category,
    description: fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: longText }),
    type,
    dependencies: names('a', 'b', 'c'),
    effort: fc.constantFrom(0, 1, 2, 2.5, 3, 5, 5.01, 100, -1),
  },
  { requiredKeys: ['category'] },
);

const executionWith = (of: fc.Arbitrary<string>, success: fc.Arbitrary<boolean>): fc.Arbitrary<Execution> =>
  fc.record({
    at,
    category: of,
    type,
    complexity: fc.constantFrom('low', 'medium', 'high'),
    approach: fc.constantFrom('standard', 'incremental', 'parallel', 'api_heavy', 'standard_recovered'),
    success,
    success_factors: names('file_creation', 'api_integration', 'tests', 'review', 'care', 'luck'),
    duration_s: fc.oneof(
      fc.constantFrom(0, -1, 300, 300.5),
      fc.double({ min: 0, max: 1000, noNaN: true, noDefaultInfinity: true }),
    ),
    dependencies: names('a', 'b'),
    tools: names('pytest', 'git', 'docker', 'make', 'npm'),
    api_calls: fc.nat(9),
  });

const mixed = fc
  .tuple(fc.constantFrom(CATEGORIES.length, 2, 1), fc.constantFrom(0, 3, 9, 10, 16, 20, 21, 60))
  .chain(([kinds, maxLength]) =>
    fc.array(executionWith(fc.constantFrom(...CATEGORIES.slice(0, kinds)), fc.boolean()), { maxLength }),
  );

/** Two halves whose success rates differ by exactly a tenth, or by one execution more or less. */
const onTheEdge = fc
  .record({
    half: fc.constantFrom(10, 20, 30),
    odd: fc.boolean(),
    more: fc.boolean(),
    beside: fc.constantFrom(0, 0, 0, -1, 1),
    share: fc.oneof(fc.constant(0), fc.nat(9)),
  })
  .chain(({ half, odd, more, beside, share }) => {
    const few = Math.round((share * half) / 10);
    const many = Math.min(half, Math.max(0, few + half / 10 + beside));
    const [first, second] = more ? [few, many] : [many, few];
    const size = 2 * half + (odd ? 1 : 0);
    return fc
      .array(executionWith(fc.constant('edge'), fc.constant(true)), { minLength: size, maxLength: size })
      .map((all) =>
        all.map((one, place) => ({
          ...one,
          at: isoSeconds(START + place * 1000),
          success: place < half ? place < first : place - half < second,
        })),
      );
  });

/** Shares that lie half-way between two tenths of a per cent. */
const sixteenths = fc
  .nat(16)
  .chain((successes) =>
    fc
      .array(executionWith(fc.constant('sixteen'), fc.constant(true)), { minLength: 16, maxLength: 16 })
      .map((all) => all.map((one, place) => ({ ...one, success: place < successes }))),
  );

const solution: fc.Arbitrary<Omit<ErrorSolution, 'id'>> = fc.record({
  error_type: fc.constantFrom('TypeError', 'typeerror', 'KeyError'),
  error_message: text,
  approach: fc.constant('as before'),
  steps: fc.constant([]),
  success_rate: fc.constantFrom(0, 0.5, 1),
  categories: fc.constant([]),
  at,
});

/** Executions have their place as their task, and solutions as their id, to tell them apart. */
export const learnCase: fc.Arbitrary<LearnCase> = fc.record(
  {
    settings: fc.record({
      patterns: fc.constantFrom(1000, 1000, 1000, 12, 1),
      solutions: fc.constantFrom(500, 3),
      threshold: fc.constantFrom(0.3, 0.3, 0.2, 0, 0.9),
      confidence: fc.constantFrom(1, 1.5, 3),
      similarity: fc.constant('seed' as const),
    }),
    task,
    executions: fc
      .oneof(
        { weight: 3, arbitrary: mixed },
        { weight: 1, arbitrary: onTheEdge },
        { weight: 1, arbitrary: sixteenths },
      )
      .map((all) => all.map((one, place) => ({ ...one, task: String(place) }))),
    solutions: fc
      .array(solution, { maxLength: 8 })
      .map((all) => all.map((one, place) => ({ ...one, id: String(place) }))),
    error_type: fc.constantFrom('TypeError', 'KeyError', 'Missing'),
    error_message: text,
  },
  { requiredKeys: ['settings', 'task', 'executions', 'solutions', 'error_type'] },
);
