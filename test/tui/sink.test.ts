import { describe, expect, test } from 'vitest';
import { Sink } from '../../src/adapters/tui/sink.ts';

function sinkOf(columns = 10, rows = 3): { readonly sink: Sink; readonly out: string[] } {
  const out: string[] = [];
  return { sink: new Sink({ columns, rows }, (text) => out.push(text)), out };
}

const BEGIN = '\x1b[?2026h\x1b[?25l';
const END = '\x1b[?2026l';

describe('what reaches the terminal', () => {
  test('the first frame is painted line by line, in one write', () => {
    const { sink, out } = sinkOf();
    sink.write('one\n\nthree');
    sink.flush(undefined);
    const line = (row: number, text: string): string => `\x1b[${row};1H\x1b[0m${text}\x1b[0m\x1b[K`;
    expect(out).toEqual([BEGIN + line(1, 'one') + line(2, '') + line(3, 'three') + END]);
  });

  test('then only what changed', () => {
    const { sink, out } = sinkOf();
    sink.write('one\ntwo\nthree');
    sink.flush(undefined);
    sink.write('one\n2\nthree');
    sink.flush(undefined);
    expect(out[1]).toBe(`${BEGIN}\x1b[2;1H\x1b[0m2\x1b[0m\x1b[K${END}`);
    sink.write('one\n2\nthree');
    sink.flush(undefined);
    expect(out).toHaveLength(2);
  });

  test('behind a full line nothing is erased: its last character would go', () => {
    const { sink, out } = sinkOf(4, 1);
    sink.write('\x1b[7mfull\x1b[27m');
    sink.flush(undefined);
    expect(out[0]).toBe(`${BEGIN}\x1b[1;1H\x1b[0m\x1b[7mfull\x1b[27m\x1b[0m${END}`);
  });

  test('the cursor is shown where it belongs, and moves without a line painted', () => {
    const { sink, out } = sinkOf();
    sink.write('ab');
    sink.flush({ row: 0, column: 2 });
    expect(out[0]).toContain('\x1b[1;3H\x1b[?25h');
    sink.flush({ row: 0, column: 1 });
    expect(out[1]).toBe(`${BEGIN}\x1b[1;2H\x1b[?25h${END}`);
    sink.flush(undefined);
    expect(out[2]).toBe(BEGIN + END);
  });

  test('no more lines than the terminal has; those that are gone are erased', () => {
    const { sink, out } = sinkOf(10, 2);
    sink.write('1\n2\n3\n4');
    sink.flush(undefined);
    expect(out[0]).not.toContain('3');
    sink.write('1');
    sink.flush(undefined);
    expect(out[1]).toBe(`${BEGIN}\x1b[2;1H\x1b[0m\x1b[0m\x1b[K${END}`);
  });

  test('while another program has the terminal nothing is painted, afterwards all of it', () => {
    const { sink, out } = sinkOf();
    sink.write('one');
    sink.flush(undefined);
    sink.pause();
    sink.write('two');
    sink.flush(undefined);
    expect(out).toHaveLength(1);
    sink.resume();
    sink.flush(undefined);
    expect(out[1]).toContain('two');
  });

  test('another size is told to who draws, and painted anew', () => {
    const { sink, out } = sinkOf();
    const sizes: number[] = [];
    sink.on('resize', () => sizes.push(sink.columns));
    sink.write('one');
    sink.flush(undefined);
    sink.resize({ columns: 20, rows: 5 });
    sink.flush(undefined);
    expect(sizes).toEqual([20]);
    expect(out[1]).toContain('one');
  });

  test('a line that a mark stands for is painted in its row', () => {
    const { sink, out } = sinkOf(12, 3);
    sink.write(`${sink.mark('\x1b[1mab\x1b[22m')}\n${sink.mark('')}\n${sink.mark('漢字')}`);
    sink.flush(undefined);
    expect(out[0]).toContain('\x1b[1;1H\x1b[0m\x1b[1mab\x1b[22m\x1b[0m\x1b[K');
    expect(out[0]).toContain('\x1b[3;1H\x1b[0m漢字\x1b[0m\x1b[K');
    sink.write(`${sink.mark('x')}\n${sink.mark('y')}`);
    sink.flush(undefined);
    expect(out[1]).toContain('\x1b[1;1H\x1b[0mx\x1b[0m');
    expect(out[1]).toContain('\x1b[2;1H\x1b[0my\x1b[0m');
  });

  test('what looks like a mark in a line of ours is a character of it', () => {
    const { sink, out } = sinkOf(12, 1);
    sink.write(sink.mark('a\u{f0000}b'));
    sink.flush(undefined);
    expect(out[0]).toContain('a\u{f0000}b');
  });
});
