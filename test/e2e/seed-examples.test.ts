import { describe, expect, test } from 'vitest';
import { openMemory } from '../../src/nexus.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';

const MODULES = [
  'numpy',
  'pandas',
  'requests',
  'flask',
  'django',
  'sqlalchemy',
  'pydantic',
  'celery',
  'redis',
  'boto3',
];
const FAILURES = [
  'ModuleNotFoundError: No module named',
  'ImportError: cannot import name',
  'AttributeError: module has no attribute',
  'KeyError:',
];

/** 200 other errors, near enough to be mistaken. */
const OTHERS = Array.from({ length: 200 }, (_, n) => ({
  kind: 'error' as const,
  title: `${FAILURES[n % FAILURES.length]} '${MODULES[n % MODULES.length]}${n}'`,
  error: { message: `${FAILURES[n % FAILURES.length]} '${MODULES[n % MODULES.length]}${n}'` },
  body: `## Context\n\nStarting server ${n}\n\n## Resolution\n\npip install ${MODULES[n % MODULES.length]}${n}\n`,
}));

const FASTAPI = {
  kind: 'error' as const,
  title: "ModuleNotFoundError: No module named 'fastapi'",
  language: 'python',
  error: { message: "ModuleNotFoundError: No module named 'fastapi'" },
  body: '## Context\n\nStarting FastAPI server\n\n## Resolution\n\npip install fastapi uvicorn\n',
};

const JWT = {
  kind: 'pattern' as const,
  title: 'JWT Authentication',
  language: 'python',
  tags: ['auth'],
  body: '## Problem\n\nREST API authentication\n\n## Solution\n\n```python\ndef authenticate(token): ...\n```\n',
};

describe('the examples of the memory system', () => {
  test('the library recalls a pattern and an error among 200 others, with filters', async () => {
    const memory = await openMemory({
      records: [...OTHERS, FASTAPI, JWT, { ...JWT, title: 'JWT in the gateway', language: 'go' }],
    });
    const fixed = await memory.fix({ text: 'Cannot import fastapi', limit: 3 });
    expect(fixed.hits[0]).toMatchObject({ title: FASTAPI.title, kind: 'error' });
    expect(fixed.hits[0]?.snippet).toContain('pip install fastapi uvicorn');

    const exact = await memory.fix({ text: "ModuleNotFoundError: No module named 'fastapi'" });
    expect(exact).toMatchObject({ tier: 'signature', hits: [{ title: FASTAPI.title }] });

    const patterns = await memory.recall({
      text: 'implement user authentication',
      kinds: ['pattern'],
      language: 'python',
      limit: 3,
    });
    expect(patterns.hits.map((hit) => hit.title)).toEqual(['JWT Authentication']);

    const three = await memory.recall({ text: 'module', kinds: ['error'], limit: 3 });
    expect(three.hits).toHaveLength(3);
    expect(three.total).toBeGreaterThan(100);
  });

  test('what is remembered is found by the next call, and a double is refused', async () => {
    const memory = await openMemory({ records: [] });
    expect((await memory.recall({ text: 'fastapi' })).searched).toEqual({ records: 0, commits: 0 });
    const { record } = await memory.remember(FASTAPI);
    expect((await memory.fix({ text: 'Cannot import fastapi' })).hits[0]?.id).toBe(record.id);
    await expect(memory.remember(FASTAPI)).rejects.toMatchObject({ code: 'refused' });
    await memory.retire(record.id, 'not true any more');
    expect((await memory.fix({ text: 'Cannot import fastapi' })).hits).toEqual([]);
  });

  test('the command line does the same', () => {
    const repo = gitRepo({ 'README.md': '# x\n' });
    nexus(repo, ['init', '--yes']);
    for (const other of OTHERS.slice(0, 12)) {
      expect(
        nexus(repo, ['remember', 'error', '--message', other.error.message, '--resolution', 'see the wiki'])
          .code,
      ).toBe(0);
    }
    const stored = [
      'remember',
      'error',
      '--message',
      FASTAPI.title,
      '--context',
      'Starting FastAPI server',
      '--resolution',
      'pip install fastapi uvicorn',
    ];
    expect(nexus(repo, stored).code).toBe(0);
    nexus(repo, [
      'remember',
      'pattern',
      'JWT Authentication',
      '--language',
      'python',
      '--tags',
      'auth',
      '--body',
      'REST API authentication',
    ]);

    const fixed = nexusJson<{ schema: number; hits: { title: string; snippet: string }[] }>(repo, [
      'fix',
      'Cannot import fastapi',
    ]);
    expect(fixed.schema).toBe(1);
    expect(fixed.hits[0]).toMatchObject({ title: FASTAPI.title });
    expect(fixed.hits[0]?.snippet).toContain('pip install fastapi uvicorn');
    const ask = [
      'recall',
      'implement user authentication',
      '--kind',
      'pattern',
      '--language',
      'python',
      '-n',
      '1',
    ];
    expect(nexusJson<{ hits: { title: string }[] }>(repo, ask).hits).toMatchObject([
      { title: 'JWT Authentication' },
    ]);
    expect(nexus(repo, ['recall', 'implement', '--language', 'cobol']).code).toBe(1);
    expect(nexus(repo, stored).code).toBe(2);
  });
});
