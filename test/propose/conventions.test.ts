import { describe, expect, test } from 'vitest';
import type { CodeUnit } from '../../src/core/code.ts';
import { propose } from '../../src/propose/propose.ts';
import { unit } from './units.ts';

function titles(units: readonly CodeUnit[]): string[] {
  return propose({ units, source: 'src', records: [], without: new Set() }).map(({ draft }) => draft.title);
}

const NAMES = ['alpha', 'beta', 'gamma'] as const;
const distinct = (name: string) => ({ shape: name.padEnd(16, '0') });

describe('calls that go together', () => {
  const defined = ['takeLock', 'giveLock'].map((name) =>
    unit('src/lock.ts', name, `function ${name}() {\n  return ${name}Now;\n}`, distinct(name)),
  );
  const locked = (name: string, calls = ['takeLock', 'giveLock']) =>
    unit(
      `src/${name}.ts`,
      name,
      `function ${name}() {\n${calls.map((call) => `  ${call}();\n`).join('')}}`,
      distinct(name),
    );

  test('are told with how sure it is', () => {
    const [only] = propose({
      units: [...defined, ...NAMES.map((name) => locked(name)), locked('delta', ['takeLock'])],
      source: 'src',
      records: [],
      without: new Set(),
    });
    expect(only?.draft.title).toBe('`takeLock` and `giveLock` go together (3 places)');
    expect(only?.reason).toBe(
      'the same calls together in 3 places of 3 files; 75 % of those who call one call all',
    );
    expect(only?.draft.files).toHaveLength(3);
    expect(only?.draft.body).toContain('is likely to need the other.');
    expect(only?.draft.body).toContain('Of the functions that call any one of them, at least 75 % call all.');
  });

  test('are told plainly where nobody calls one alone', () => {
    const units = [...defined, ...NAMES.map((name) => locked(name))];
    const [only] = propose({ units, source: 'src', records: [], without: new Set() });
    expect(only?.draft.body).toContain('No function calls one of them without the rest.');
  });

  test('are none where most call one without the other, or what they call is not defined here', () => {
    const alone = ['delta', 'epsilon', 'zeta'].map((name) => locked(name, ['takeLock']));
    expect(titles([...defined, ...NAMES.map((name) => locked(name)), ...alone])).toEqual([]);
    expect(titles(NAMES.map((name) => locked(name)))).toEqual([]);
  });

  test('of two functions of one name nobody knows which is called', () => {
    const twice = unit('src/other.ts', 'giveLock', 'function giveLock() {}', distinct('other'));
    expect(titles([...defined, twice, ...NAMES.map((name) => locked(name))])).toEqual([]);
  });
});

describe('kinds of a base', () => {
  const base = (name: string) =>
    unit('src/base.ts', name, `class ${name} {\n}`, { kind: 'class', ...distinct(name) });
  const kind = (name: string, of: string) => [
    unit(`src/${name}.ts`, name, `class ${name} extends ${of} {\n  emit() {}\n}`, {
      kind: 'class',
      bases: [of],
      ...distinct(name),
    }),
    unit(`src/${name}.ts`, `${name}.emit`, 'emit() {}', { kind: 'method', ...distinct(`${name}e`) }),
  ];

  test('are one proposal that says what all of them have', () => {
    const units = [base('Handler'), ...NAMES.flatMap((name) => kind(name, 'Handler'))];
    const [only] = propose({ units, source: 'src', records: [], without: new Set() });
    expect(only?.draft.title).toBe('Kinds of `Handler`, as in `alpha` and `beta` (3 places)');
    expect(only?.reason).toBe('derived from Handler in 3 places of 3 files; all have emit');
    expect(only?.draft.body).toContain('All have `emit`.');
    expect(only?.key).toBe('typescript kinds of Handler');
  });

  test('a base of a library, of two meanings, or as general as Error says nothing of this code', () => {
    expect(titles(NAMES.flatMap((name) => kind(name, 'Component')))).toEqual([]);
    expect(titles([base('Error'), ...NAMES.flatMap((name) => kind(name, 'Error'))])).toEqual([]);
    const two = [base('Queue'), { ...base('Queue'), path: 'src/two.ts' }];
    expect(titles([...two, ...NAMES.flatMap((name) => kind(name, 'Queue'))])).toEqual([]);
  });
});

describe('functions under one mark', () => {
  const marked = (mark: string) =>
    NAMES.map((name) =>
      unit(`src/${name}.py`, name, `@${mark}\ndef ${name}():\n    pass`, {
        language: 'python',
        decorators: [mark],
        ...distinct(name),
      }),
    );

  test('of this code or of an object in it are a convention', () => {
    expect(titles(marked('app.get'))).toEqual(['Marked with `app.get`, as in `alpha` and `beta` (3 places)']);
    const own = unit('src/auth.py', 'signed_in', 'def signed_in(f):\n    return f', { language: 'python' });
    expect(titles([own, ...marked('signed_in')])).toHaveLength(1);
  });

  test('of the language or its libraries are none', () => {
    for (const mark of ['staticmethod', 'functools.wraps', 'pytest.mark.slow', 'size.setter'])
      expect(titles(marked(mark))).toEqual([]);
  });
});
