import { expect, test } from 'vitest';
import { openMemory } from '../../src/nexus.ts';
import { draftOfKnowledge } from '../../src/transfer/knowledge.ts';

const CODE = `# Exchange the code for a token
def token(code):
    return client.fetch(code)
`;

test('code becomes a pattern of its language, its framework a tag', async () => {
  const memory = await openMemory({ records: [] });
  const { record } = await memory.addKnowledge({
    title: 'OAuth2 Implementation Pattern',
    content: CODE,
    type: 'pattern',
    metadata: { language: 'python', framework: 'fastapi', team: ['identity', 'web'], reviewed: true },
  });
  expect(record).toMatchObject({
    kind: 'pattern',
    language: 'python',
    tags: ['fastapi', 'reviewed:true', 'team:identity', 'team:web'],
    body: `## Solution\n\n\`\`\`python\n${CODE}\`\`\``,
  });
  expect((await memory.recall({ text: 'oauth2 token', tags: ['fastapi'] })).hits[0]?.id).toBe(record.id);
});

test.each([
  ['best_practice', { kind: 'pattern', pattern: { category: 'best-practice' } }],
  ['Best Practices', { kind: 'pattern', pattern: { category: 'best-practice' } }],
  ['anti-pattern', { kind: 'pattern', pattern: { category: 'anti-pattern', anti: true } }],
  ['design_pattern', { kind: 'pattern', pattern: { category: 'design' } }],
  ['common_error', { kind: 'error', error: { message: 'T' } }],
  ['decision', { kind: 'decision', body: '## Decision\n\nText.' }],
  ['note', { kind: 'note', body: 'Text.' }],
])('%s', (type, draft) => {
  expect(draftOfKnowledge({ title: 'T', content: 'Text.', type })).toMatchObject(draft);
});

test('sections stay as they are, and prose is no code', () => {
  const content = '## Problem\n\nSlow.\n\n## Solution\n\nIndex it.';
  expect(draftOfKnowledge({ title: 'T', content, type: 'pattern' }).body).toBe(content);
  const prose = 'Use a queue (one per consumer), for work that may wait:\nit evens out the load.';
  const { body } = draftOfKnowledge({
    title: 'T',
    content: prose,
    type: 'pattern',
    metadata: { language: 'go' },
  });
  expect(body).toBe(`## Solution\n\n${prose}`);
});

test('fields take what belongs to them, of the kind that has them', () => {
  const metadata = { category: 'code', complexity: 'High', tags: 'a, b', files: ['src/a.ts'], gone: null };
  expect(draftOfKnowledge({ title: 'T', content: '', type: 'pattern', metadata })).toMatchObject({
    pattern: { category: 'code', complexity: 'high' },
    tags: ['a', 'b'],
    files: ['src/a.ts'],
  });
  const error = { error_type: 'KeyError', message: "KeyError: 'id'", category: 'data' };
  expect(draftOfKnowledge({ title: 'T', content: 'x', type: 'error', metadata: error })).toMatchObject({
    error: { type: 'KeyError', message: "KeyError: 'id'" },
    tags: ['category:data'],
  });
});

test('what cannot be kept is refused in words', () => {
  const knowledge = { title: 'T', content: 'x', type: 'pattern' };
  expect(() => draftOfKnowledge({ ...knowledge, type: 'patern' })).toThrow('no type of knowledge "patern"');
  expect(() => draftOfKnowledge({ ...knowledge, metadata: { complexity: 'huge' } })).toThrow(
    'low, medium or high',
  );
  expect(() => draftOfKnowledge({ ...knowledge, metadata: { owner: { name: 'Ann' } } })).toThrow(
    'metadata owner is neither a text',
  );
});
