import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROBLEM_TYPES, type ProblemType } from '../../src/advise/problem-types.ts';
import { recognise } from '../../src/advise/recognise.ts';
import { analyse } from '../../src/search/analyse.ts';
import { ANY_UNIT } from '../helpers/any-unit.ts';

const typesOf = (request: string): string[] => recognise(request, analyse).types.map(({ type }) => type);

describe('which sort of problem a request is', () => {
  test.each([
    ['data processing pipeline', 'data-processing'],
    ['slow Python code', 'performance'],
    ['API for data service', 'api'],
    ['my unit tests are hard to set up', 'testing'],
    ['where do settings and passwords belong', 'configuration'],
    ['step through a crash with a debugger', 'debugging'],
    ['handle exceptions and clean up', 'error-handling'],
    ['deploy it as a container', 'deployment'],
    ['use all cores in parallel', 'concurrency'],
    ['how do I organise the folder structure', 'structure'],
    ['scaling to millions of users under load', 'scalability'],
  ])('%s', (request, type) => {
    expect(typesOf(request)[0]).toBe(type);
  });

  test('several hold where several are told, the surest first, with the words that told it', () => {
    const { types } = recognise('a slow test suite, and tests with mocks', analyse);
    expect(types.map(({ type, cues }) => [type, cues])).toEqual([
      ['testing', ['test', 'mock', 'test suite']],
    ]);
    expect(typesOf('a slow REST endpoint')).toEqual(['api', 'performance']);
  });

  test('a phrase counts only as one, and a hint alone proves nothing', () => {
    expect(typesOf('the length of a line')).toEqual([]);
    expect(typesOf('reviews about line length')).toEqual(['maintenance']);
    expect(typesOf('the data')).toEqual([]);
    // What is left of a phrase without its small words is not the phrase.
    expect(typesOf('implement user authentication')).toEqual([]);
    expect(typesOf('a date and time with its zone')).toEqual([]);
    expect(typesOf('clean code')).toEqual([]);
    expect(typesOf('two writers at the same time')).toEqual(['concurrency']);
    expect(typesOf('cleaning up after a failure')).toEqual(['error-handling']);
    expect(typesOf('')).toEqual([]);
  });

  test('what only names the sort leaves the subject open', () => {
    expect(recognise('slow Python code', analyse)).toMatchObject({ open: 1, subject: 'slow' });
    expect(recognise('slow upload of invoices', analyse).open).toBeCloseTo(1 / 3);
  });

  test('the side that the words point at comes first', () => {
    const [type] = recognise('debug it with breakpoints in production logs', analyse).types;
    expect(type?.aspects[0]?.look).toMatch(/pdb|logging/);
    const [other] = recognise('performance of a lookup', analyse).types;
    expect(other?.aspects[0]?.look).toContain('data structure');
  });

  test('the table says what it can mean', () => {
    for (const [name, row] of Object.entries<ProblemType>(PROBLEM_TYPES)) {
      const cues = `${row.cues}, ${row.hints ?? ''}`.split(', ').filter((cue) => cue !== '');
      expect([name, cues.length - new Set(cues).size]).toEqual([name, 0]);
      for (const { look } of row.aspects) expect(analyse(look).length).toBeGreaterThan(1);
    }
  });

  test('any text has an answer within bounds', () => {
    fc.assert(
      fc.property(fc.string({ unit: ANY_UNIT, maxLength: 300 }), (request) => {
        const { types, open } = recognise(request, analyse);
        expect(types.length).toBeLessThanOrEqual(3);
        expect(open).toBeGreaterThanOrEqual(0);
        expect(open).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});
