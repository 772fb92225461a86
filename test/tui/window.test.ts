import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { followed, LIST_START, MOVES, moved, placed, scrolled } from '../../src/adapters/tui/window.ts';

describe('a list', () => {
  test.each([
    ['down', { selected: 0, top: 0 }, { selected: 1, top: 0 }],
    ['up', { selected: 0, top: 0 }, { selected: 0, top: 0 }],
    ['last', { selected: 0, top: 0 }, { selected: 99, top: 90 }],
    ['first', { selected: 99, top: 90 }, { selected: 0, top: 0 }],
    ['down', { selected: 9, top: 0 }, { selected: 10, top: 1 }],
    ['up', { selected: 10, top: 10 }, { selected: 9, top: 9 }],
    ['page-down', { selected: 0, top: 0 }, { selected: 9, top: 0 }],
    ['half-down', { selected: 9, top: 0 }, { selected: 14, top: 5 }],
    ['page-up', { selected: 5, top: 5 }, { selected: 0, top: 0 }],
    ['down', { selected: 99, top: 90 }, { selected: 99, top: 90 }],
  ] as const)('%s from %j, of a hundred rows with ten to be seen', (move, from, to) => {
    expect(moved(from, move, 100, 10)).toEqual(to);
  });

  test('an empty list has a place, too', () => {
    for (const move of MOVES) expect(moved(LIST_START, move, 0, 10)).toEqual(LIST_START);
  });

  test('the same row stays selected, and where it was on the screen', () => {
    const ids = ['new', 'a', 'b', 'c', 'd', 'e'];
    expect(followed({ selected: 1, top: 0 }, 'b', ids, 3)).toEqual({ selected: 2, top: 1 });
    expect(followed({ selected: 1, top: 0 }, 'gone', ids, 3)).toEqual({ selected: 1, top: 0 });
    expect(followed({ selected: 5, top: 3 }, undefined, ['a'], 3)).toEqual({ selected: 0, top: 0 });
  });

  test('behind the last row one goes on where more are on their way', () => {
    const held = moved({ selected: 8, top: 5 }, 'page-down', 10, 5, true);
    expect(held).toEqual({ selected: 9, top: 5, over: 3 });
    const further = moved(held, 'down', 10, 5, true);
    expect(followed(further, 'j', [...'abcdefghijklmnopqrst'], 5)).toEqual({ selected: 13, top: 9 });
    expect(moved(further, 'up', 10, 5, true)).toEqual({ selected: 8, top: 5 });
    expect(moved({ selected: 8, top: 5 }, 'page-down', 10, 5)).toEqual({ selected: 9, top: 5 });
  });

  test('a text scrolls as far as it goes', () => {
    expect(scrolled(0, 5, 20, 10)).toBe(5);
    expect(scrolled(5, 50, 20, 10)).toBe(10);
    expect(scrolled(5, -50, 20, 10)).toBe(0);
    expect(scrolled(0, 1, 3, 10)).toBe(0);
  });

  test('whatever moves and sizes come, a row that exists is selected and seen', () => {
    const step = fc.oneof(
      fc.constantFrom(...MOVES),
      fc.record({ count: fc.nat({ max: 50 }), height: fc.nat({ max: 30 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let place = LIST_START;
        let size = { count: 20, height: 7 };
        for (const one of steps) {
          if (typeof one === 'object') size = one;
          place =
            typeof one === 'object'
              ? placed(place, size.count, size.height)
              : moved(place, one, size.count, size.height, size.count % 2 === 0);
          expect(place.selected).toBeGreaterThanOrEqual(0);
          expect(place.selected).toBeLessThan(Math.max(1, size.count));
          expect(place.top).toBeLessThanOrEqual(place.selected);
          expect(place.selected).toBeLessThan(place.top + Math.max(1, size.height));
          expect(place.top).toBeLessThanOrEqual(Math.max(0, size.count - Math.max(1, size.height)));
        }
      }),
    );
  });
});
