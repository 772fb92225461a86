import { expect, test } from 'vitest';
import type { NexusRecord } from '../../src/core/record.ts';
import type { SessionSummary } from '../../src/core/session.ts';
import { patternsView, sessionsView } from '../../src/present/memory-views.ts';

function pattern(title: string, over: Partial<NexusRecord> = {}): NexusRecord {
  return {
    id: '0'.repeat(26),
    kind: 'pattern',
    title,
    created: '2026-11-21T09:00:00Z',
    tags: [],
    files: [],
    supersedes: [],
    derived_from: [],
    extra: {},
    body: '',
    ...over,
  };
}

const SESSION: SessionSummary = {
  id: '0'.repeat(26),
  title: 'Performance of the import',
  started: '2026-11-21T09:00:00Z',
  accomplished: ['import in chunks', 'a note\nof two lines'],
  next: ['validate the rows'],
  decisions: [],
  patterns: [],
  preferences: [],
  blockers: [],
  notes: [],
  errors: [],
};

test('sessions read as a session log', () => {
  expect(sessionsView([{ ...SESSION, focus: 'Performance' }, SESSION])).toBe(`# Session Log

## 2026-11-21 - Session Summary
- **Focus**: Performance
- **Accomplished**: import in chunks; a note of two lines
- **Next steps**: validate the rows
- **Patterns learned**:

## 2026-11-21 - Session Summary
- **Focus**: Performance of the import
- **Accomplished**: import in chunks; a note of two lines
- **Next steps**: validate the rows
- **Patterns learned**:
`);
});

test('patterns stand below what they are about, code by its language', () => {
  const view = patternsView([
    pattern('Generators for reading', { language: 'python' }),
    pattern('Result types', { language: 'typescript', pattern: { category: 'code' } }),
    pattern('Vectorise with numpy', { language: 'python', pattern: { category: 'performance' } }),
    pattern('Fixtures and parameters', { tags: ['pytest', 'testing'] }),
    pattern('Mutable default arguments', {
      language: 'python',
      pattern: { category: 'testing', anti: true },
    }),
  ]);
  expect(view).toBe(`# Learned Patterns

## Python Code Patterns
- Generators for reading

## TypeScript Code Patterns
- Result types

## Performance Patterns
- Vectorise with numpy

## Testing Patterns
- Fixtures and parameters

## Anti-Patterns (Things That Don't Work)
- Mutable default arguments
`);
});

test('with nothing to show the headings are there, and nothing reaches a terminal raw', () => {
  expect(sessionsView([])).toBe('# Session Log\n');
  expect(patternsView([]).split('\n\n')).toEqual([
    '# Learned Patterns',
    '## Code Patterns',
    '## Performance Patterns',
    '## Testing Patterns',
    "## Anti-Patterns (Things That Don't Work)\n",
  ]);
  const hostile = 'x\u001b[2J\n## forged';
  expect(patternsView([pattern(hostile, { language: hostile })])).not.toMatch(/\u001b|^## forged/m);
  expect(sessionsView([{ ...SESSION, accomplished: [hostile], started: hostile }])).not.toMatch(
    /\u001b|^## forged/m,
  );
});
