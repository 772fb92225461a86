import { expect, it } from 'vitest';
import { createStyle } from '../../src/present/style.ts';

it('adds nothing without colour', () => {
  const style = createStyle({ color: false });
  expect(style.bold(style.red('a'))).toBe('a');
});

it('ends each style with its own code and starts again behind a nested one', () => {
  const style = createStyle({ color: true });
  expect(style.bold('a')).toBe('\x1b[1ma\x1b[22m');
  expect(style.red(`a${style.green('b')}c`)).toBe('\x1b[31ma\x1b[32mb\x1b[39m\x1b[31mc\x1b[39m');
  expect(style.cyan('')).toBe('');
});
