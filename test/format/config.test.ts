import { expect, test } from 'vitest';
import { DEFAULT_CONFIG, decodeConfig, defaultConfigText } from '../../src/format/config.ts';
import { editConfig } from '../../src/format/config-edit.ts';

test('nothing and the default text mean the defaults', () => {
  expect(decodeConfig('')).toEqual({ config: DEFAULT_CONFIG, problems: [] });
  expect(decodeConfig(defaultConfigText())).toEqual({ config: DEFAULT_CONFIG, problems: [] });
});

test('each bad setting has its default and a problem with its line', () => {
  const text = `schema: 1
recal: {limit: 3}
recall:
  limit: 0
  commits: many
  depth: 2
capture:
  run: nope
  episodes: false
packs: python
__proto__: {a: 1}
`;
  const { config, problems } = decodeConfig(text);
  expect(config).toEqual({ ...DEFAULT_CONFIG, capture: { episodes: false, run: true, patterns: 'propose' } });
  expect(
    problems.every((problem) => problem.code === 'bad-config' && problem.file === '.nexus/config.yaml'),
  ).toBe(true);
  expect(problems.map((problem) => problem.line).sort((a, b) => Number(a) - Number(b))).toEqual([
    2, 3, 5, 6, 8, 10, 11,
  ]);
  expect(problems.find((problem) => problem.line === 2)?.hint).toContain('did you mean recall');
});

test('a newer schema asks for a newer Nexus', () => {
  expect(decodeConfig('# x\nschema: 2\n').problems).toMatchObject([
    { code: 'schema-too-new', line: 2, hint: 'upgrade Nexus' },
  ]);
});

test.each(['- a', 'a: &x 1', 'a: b: c', 'a: 1\na: 2', '\0'])('%j is a problem and all defaults', (text) => {
  const { config, problems } = decodeConfig(text);
  expect(config).toEqual(DEFAULT_CONFIG);
  expect(problems).toHaveLength(1);
});

test('an edit changes the one setting, and keeps unknown ones', () => {
  const text = `${defaultConfigText()}future: {a: 1} # kept\n`;
  const { text: edited, problems } = editConfig(text, { set: { 'recall.limit': 3, 'redact.allow': ['x'] } });
  expect(problems).toEqual([]);
  expect(edited).toBe(text.replace('limit: 8 ', 'limit: 3 ').replace('allow: [] ', 'allow: [x] '));
  expect(decodeConfig(edited).config).toMatchObject({ recall: { limit: 3 }, redact: { allow: ['x'] } });
  expect(editConfig('', { set: { 'capture.run': false } }).text).toBe('capture:\n  run: false\n');
});

test('an edit that would break the settings is not made', () => {
  for (const set of [
    { 'recall.limit': 1000 },
    { 'recall.limit': 'x' },
    { nonsense: 1 },
    { schema: 2 },
    { 'recall.x': 1 },
  ]) {
    const result = editConfig(defaultConfigText(), { set });
    expect(result.text).toBe(defaultConfigText());
    expect(result.problems.length).toBeGreaterThan(0);
  }
});

test('learning is set as a whole or in part; what cannot be has its default', () => {
  const custom =
    'learn: {patterns: 2000, solutions: 1000, threshold: 0.2, confidence: 1.5, similarity: recall}\n';
  expect(decodeConfig(custom)).toEqual({
    config: {
      ...DEFAULT_CONFIG,
      learn: { patterns: 2000, solutions: 1000, threshold: 0.2, confidence: 1.5, similarity: 'recall' },
    },
    problems: [],
  });
  expect(decodeConfig('learn: {threshold: 0}\n').config.learn).toEqual({
    ...DEFAULT_CONFIG.learn,
    threshold: 0,
  });
  for (const wrong of [
    'patterns: 0',
    'patterns: 1.5',
    'solutions: many',
    'threshold: 1.1',
    'threshold: -0.1',
    'threshold: NaN',
    'confidence: -1',
    'confidence: 1e9',
    'similarity: vectors',
    'treshold: 0.3',
  ]) {
    const { config, problems } = decodeConfig(`learn:\n  ${wrong}\n`);
    expect(config).toEqual(DEFAULT_CONFIG);
    expect(problems).toMatchObject([{ code: 'bad-config', message: expect.stringContaining('learn.') }]);
  }
});

test('what a review may leave out is a rule, at a place or everywhere; what is not understood allows nothing', () => {
  const id = '01m7ytvkb8wa1krs6wbp1q9803';
  const { config, problems } = decodeConfig(`review:
  allow:
    - rule: new-host
      path: .nexus/notes
    - rule: steering
      id: "${id}"
    - rule: near-duplicate
    - rule: new-hosts
    - rule: secret
      file: x
    - path: .nexus
    - rule: secret
      id: short
`);
  expect(config.review.allow).toEqual([
    { rule: 'new-host', path: '.nexus/notes' },
    { rule: 'steering', id },
    { rule: 'near-duplicate' },
  ]);
  expect(problems.map(({ message, hint }) => `${message} (${hint})`)).toEqual([
    'review.allow: an entry without rule (add rule)',
    'review.allow.id is not an id of 26 characters (correct it or remove the line)',
    'review.allow: there is no rule new-hosts (did you mean new-host?)',
    'review.allow: unknown file (known: rule, path, id)',
  ]);
});
