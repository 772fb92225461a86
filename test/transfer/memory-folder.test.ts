import { expect, test } from 'vitest';
import type { TransferItem } from '../../src/transfer/item.ts';
import { readMemoryFolder } from '../../src/transfer/memory-folder.ts';

const read = (name: string, text: string): TransferItem[] =>
  readMemoryFolder([{ path: `memory/${name}`, text }]);

const records = (items: readonly TransferItem[]) =>
  items.flatMap((item) => (item.type === 'record' ? [item] : []));

const fills = (items: readonly TransferItem[]) =>
  items.flatMap((item) =>
    item.type === 'fill' ? [[[...item.section, item.field].join('/'), item.text] as const] : [],
  );

test('patterns by their headings, with category, language and what not to do', () => {
  const items = read(
    'patterns-learned.md',
    `# Learned Patterns

## Python Code Patterns
- Data classes for configuration and data containers
- Context managers for resource management
- Efficient error handling with custom exceptions
- Generator and comprehension patterns for data processing

## Performance Patterns
- Profiling with cProfile/line_profiler
- Vectorization with numpy/pandas
- Multiprocessing for CPU-bound tasks
- Async for I/O-bound tasks

## Testing Patterns
- pytest fixtures and parametrization
- Mocking with unittest.mock
- Property-based testing with hypothesis

## Anti-Patterns (Things That Don't Work)
- Mutable default arguments
- Overcomplicated class hierarchies
- Ignoring built-in Python features
`,
  );
  const drafts = records(items).map(({ draft }) => draft);
  expect(drafts).toHaveLength(14);
  expect(drafts[0]).toEqual({
    kind: 'pattern',
    title: 'Data classes for configuration and data containers',
    language: 'python',
    pattern: { category: 'code' },
    body: 'Imported from `memory/patterns-learned.md`, section “Python Code Patterns”.',
  });
  expect(drafts[7]).toMatchObject({
    title: 'Async for I/O-bound tasks',
    pattern: { category: 'performance' },
  });
  expect(drafts[8]?.pattern).toEqual({ category: 'testing' });
  expect(drafts.slice(11).map(({ title, pattern }) => [title, pattern])).toEqual([
    ['Mutable default arguments', { anti: true }],
    ['Overcomplicated class hierarchies', { anti: true }],
    ['Ignoring built-in Python features', { anti: true }],
  ]);
});

test('the empty templates hold nothing but what they say', () => {
  const patterns = `# Learned Patterns
(Start empty, AI will populate based on successful Python implementations)

## Python Code Patterns

## Performance Patterns

## Testing Patterns

## Anti-Patterns (Things That Don't Work)
`;
  expect(read('patterns-learned.md', patterns)).toEqual([]);
  const project = `# Current Project Context

## Active Project: [No active project]
- **Type**: 
- **Tech Stack**: 
- **Stage**: 
- **Team Size**: 
- **Timeline**: 

## Recent Work
- **Last session**: 
- **Current focus**: 
- **Next planned**: 
- **Blockers**: 

## Technical Decisions Made

## User Preferences Observed
`;
  expect(read('project-context.md', project)).toEqual([]);
  const sessions = `# Session Log

## [Date] - Session Summary
- **Focus**: 
- **Accomplished**: 
- **Next steps**: 
- **Patterns learned**: 
`;
  expect(read('session-log.md', sessions)).toEqual([]);
  const preferences = `# User Preferences

## Communication Style
- **Level**: Senior developer
- **Detail level**: 
- **Code comments**: 
- **Focus**: Python-centric

## Technical Preferences
- **Primary language**: Python
- **Libraries**: 
- **Approach**: 

## Problem-Solving Approach

## Past Issues/Concerns
`;
  expect(fills(read('user-preferences.md', preferences))).toEqual([
    ['Communication Style/Level', 'Senior developer'],
    ['Communication Style/Focus', 'Python-centric'],
    ['Technical Preferences/Primary language', 'Python'],
  ]);
});

test("a template's choices of answers are no answers", () => {
  const items = read(
    'project-context.md',
    `# Current Project Context

## Active Project: [Project Name]
- **Type**: Python script / CLI tool / API / Data pipeline / etc.
- **Tech Stack**: Python version, libraries (numpy, pandas, FastAPI, etc.)
- **Stage**: Planning / Development / Testing / Deployed / Maintenance
- **Team Size**: Solo / Small team / Large team
- **Timeline**: Urgent / Normal / Learning project / No deadline

## Recent Work
- **Last session**: (What was accomplished in the previous session)
- **Current focus**: (What we're working on now)
- **Next planned**: (What's coming up next)
- **Blockers**: (Any issues preventing progress)

## Technical Decisions Made
- (Record major Python-specific decisions and the reasoning behind them)

## User Preferences Observed
- **Communication style**: Direct, technical, senior developer
- **Learning focus**: Python best practices, performance, maintainability
`,
  );
  expect(records(items)).toEqual([]);
  expect(fills(items)).toEqual([
    ['User Preferences Observed/Communication style', 'Direct, technical, senior developer'],
    ['User Preferences Observed/Learning focus', 'Python best practices, performance, maintainability'],
  ]);
});

test('a filled project context: fields, decisions with their reasons, lines without a field', () => {
  const items = read(
    'project-context.md',
    `## Active Project: Harvest
- **Type**: Data pipeline
- **Owner**: Ann

## Recent Work
- **Current focus**: Performance optimization

## Technical Decisions Made
- Used pandas chunking for large file support. Files have up to 40 GB and must not be loaded whole.
`,
  );
  expect(fills(items)).toEqual([
    ['Active Project/Name', 'Harvest'],
    ['Active Project/Type', 'Data pipeline'],
    ['Active Project/', '**Owner**: Ann'],
    ['Recent Work/Current focus', 'Performance optimization'],
  ]);
  expect(records(items).map(({ draft }) => [draft.kind, draft.title, draft.body])).toEqual([
    [
      'decision',
      'Used pandas chunking for large file support',
      'Used pandas chunking for large file support. Files have up to 40 GB and must not be loaded whole.\n\nImported from `memory/project-context.md`, section “Technical Decisions Made”.',
    ],
  ]);
});

test('sessions become episodes of their day', () => {
  const [first, second, ...more] = records(
    read(
      'session-log.md',
      `# Session Log

## 2026-01-02 - Session Summary
- **Focus**: ETL pipeline
- **Accomplished**:
  - Reader with generators
  - Tests for it
- **Next steps**: Add data validation
- **Patterns learned**: Chunked reading

## 2026-01-05 - Session Summary
- **Focus**: ETL pipeline
- **Accomplished**: Validation
`,
    ),
  );
  expect(more).toEqual([]);
  expect(first?.created).toBe(Date.UTC(2026, 0, 2));
  expect(first?.draft.title).toBe('ETL pipeline (2026-01-02)');
  expect(
    first?.draft.body,
  ).toBe(`Imported from \`memory/session-log.md\`, section “2026-01-02 - Session Summary”.

## Focus

ETL pipeline

## Accomplished

- Reader with generators
- Tests for it

## Patterns learned

- Chunked reading

## Next

- Add data validation`);
  expect(second?.draft.title).toBe('ETL pipeline (2026-01-05)');
});
