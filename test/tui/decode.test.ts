import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decoder, type Input } from '../../src/adapters/tui/decode.ts';
import { ANY_UNIT } from '../helpers/any-unit.ts';

/** Everything that some bytes mean, when nothing follows. */
function decoded(...pieces: readonly (string | Uint8Array)[]): readonly Input[] {
  const decoder = new Decoder();
  const out = pieces.flatMap((piece) =>
    decoder.push(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece),
  );
  return [...out, ...decoder.flush()];
}

function names(...pieces: readonly (string | Uint8Array)[]): readonly string[] {
  return decoded(...pieces).map((input) => (input.type === 'key' ? input.key : `paste:${input.text}`));
}

describe('bytes of a terminal', () => {
  test.each([
    ['a', ['a']],
    ['jjj', ['j', 'j', 'j']],
    ['A?', ['A', '?']],
    [' ', ['space']],
    ['\r', ['enter']],
    ['\t', ['tab']],
    ['\n', ['ctrl-j']],
    ['\x7f\x7f', ['backspace', 'backspace']],
    ['\b', ['backspace']],
    ['\x01\x1a', ['ctrl-a', 'ctrl-z']],
    ['\0', ['ctrl-space']],
    ['é', ['é']],
    ['漢', ['漢']],
    ['👍', ['👍']],
    ['\x1b', ['esc']],
    ['\x1b\x1b', ['esc', 'esc']],
    ['\x1bb', ['alt-b']],
    ['\x1b1', ['alt-1']],
    ['\x1b\x7f', ['alt-backspace']],
    ['\x1b[A\x1b[B\x1b[C\x1b[D', ['up', 'down', 'right', 'left']],
    ['\x1bOA\x1bOP', ['up', 'f1']],
    ['\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~', ['home', 'end', 'home', 'end', 'home', 'end']],
    ['\x1b[2~\x1b[3~\x1b[5~\x1b[6~', ['insert', 'delete', 'pageup', 'pagedown']],
    ['\x1b[11~\x1b[15~\x1b[24~', ['f1', 'f5', 'f12']],
    ['\x1b[[A\x1b[[E', ['f1', 'f5']],
    ['\x1b[Z', ['shift-tab']],
    ['\x1b[1;5C\x1b[1;2A\x1b[1;3B', ['ctrl-right', 'shift-up', 'alt-down']],
    ['\x1b[3;5~', ['ctrl-delete']],
    ['\x1b[97;5u\x1b[27u\x1b[13;2u', ['ctrl-a', 'esc', 'shift-enter']],
  ])('%j is %j', (bytes, keys) => {
    expect(names(bytes)).toEqual(keys);
  });

  test.each([
    ['an answer about the cursor', '\x1b[12;40R'],
    ['a report of focus', '\x1b[I'],
    ['a mouse click', '\x1b[<0;10;5M'],
    ['a key that has no name', '\x1b[99~'],
    ['a colour report', '\x1b[?62;22c'],
  ])('%s writes nothing', (_, bytes) => {
    const keys = decoded(bytes);
    expect(keys.filter((input) => input.type === 'key' && input.text !== undefined)).toEqual([]);
    expect(names(`${bytes}x`).at(-1)).toBe('x');
  });

  test('only letters write text', () => {
    expect(decoded('a\x1b[A\x02')).toEqual([
      { type: 'key', key: 'a', text: 'a' },
      { type: 'key', key: 'up' },
      { type: 'key', key: 'ctrl-b' },
    ]);
  });

  test('what is pasted is text, whatever is in it', () => {
    expect(names('\x1b[200~rm -rf\n\x1b[A q\x1b[201~x')).toEqual(['paste:rm -rf\n\x1b[A q', 'x']);
  });

  test('a paste comes once its end was seen, in however many pieces', () => {
    const decoder = new Decoder();
    const push = (text: string): readonly Input[] => decoder.push(new TextEncoder().encode(text));
    expect(push('\x1b[200~one ')).toEqual([]);
    expect(decoder.waiting).toBe(false);
    expect(push('two\x1b[20')).toEqual([]);
    expect(push('1~')).toEqual([{ type: 'paste', text: 'one two' }]);
  });

  test('an arrow key that comes in two pieces is an arrow key', () => {
    const decoder = new Decoder();
    expect(decoder.push(Uint8Array.of(0x1b))).toEqual([]);
    expect(decoder.waiting).toBe(true);
    expect(decoder.push(new TextEncoder().encode('[A'))).toEqual([{ type: 'key', key: 'up' }]);
    expect(decoder.waiting).toBe(false);
  });

  test('a character that comes byte by byte is one character', () => {
    const [a = 0, b = 0, c = 0] = new TextEncoder().encode('漢');
    expect(names(Uint8Array.of(a), Uint8Array.of(b), Uint8Array.of(c))).toEqual(['漢']);
  });

  const bytes = fc.oneof(
    fc.constantFrom(
      '\x1b[A',
      '\x1bOB',
      '\x1b[1;5C',
      '\x1b[200~',
      '\x1b[201~',
      '\x1b[3~',
      '\x1b[[C',
      '\x1b',
      'q',
      '漢',
      '\r',
    ),
    fc.string({ unit: ANY_UNIT, maxLength: 4 }),
  );

  test('any bytes mean the same in however many pieces they come', () => {
    fc.assert(
      fc.property(
        fc.array(bytes, { maxLength: 12 }),
        fc.array(fc.nat({ max: 60 }), { maxLength: 8 }),
        (parts, cuts) => {
          const all = new TextEncoder().encode(parts.join(''));
          const places = [...new Set(cuts.map((cut) => Math.min(cut, all.length)))].sort((a, b) => a - b);
          const pieces = [...places, all.length].map((end, at) => all.subarray(places[at - 1] ?? 0, end));
          expect(decoded(...pieces)).toEqual(decoded(all));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('no bytes at all make it write a control character as text, or hang', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (all) => {
        for (const input of decoded(all))
          if (input.type === 'key' && input.text !== undefined) expect(input.text).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 2_000 },
    );
  });
});
