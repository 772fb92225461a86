import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, type Redactor, redactDraft } from '../../../src/capture/redact/redactor.ts';
import type { Draft } from '../../../src/core/record.ts';
import { ANY_UNIT } from '../../helpers/any-unit.ts';
import { randomText, sampleOf, seeded } from './sample-token.ts';

const redactor = createRedactor({
  root: '/home/ann/proj',
  home: '/home/ann',
  user: 'annauthor',
  host: 'annbox',
});
const canary = () => sampleOf({ id: 'x', forms: ['ghp_<alnum:36>'] }, seeded(42));

/** A draft with the text in every field that takes one. */
function draftOf(text: string): Draft {
  return {
    kind: 'error',
    title: text,
    body: `line\n${text}\n`,
    language: text,
    tags: [text, 'plain'],
    files: [`src/${text}.ts#L3`, text],
    supersedes: [text],
    derived_from: [text],
    expires: text,
    error: { type: text, message: text, signature: text, command: `run ${text}` },
    pattern: { category: text, complexity: 'low', anti: true },
    episode: { branch: `fix/${text}`, started: text, duration_s: 3, success: false },
    errors: [{ id: text, signature: text, resolved: true }],
    recalled: [{ id: text, helped: false }],
  };
}

const HOSTILE: Readonly<Record<string, string>> = {
  'a key and spaces': `key${' '.repeat(20_000)}=x`,
  'key sign key sign': 'password='.repeat(10_000),
  'one letter': 'a'.repeat(100_000),
  'equals signs': '='.repeat(50_000),
  'nested quotes': `password=${'"\''.repeat(25_000)}`,
  backslashes: `"password":"${'\\'.repeat(50_000)}`,
  'a PEM headline without end': `${'-'.repeat(5)}BEGIN PRIVATE KEY${'-'.repeat(5)}\n`.repeat(2_000),
  'a PEM headline and one long line': `${'-'.repeat(5)}BEGIN RSA PRIVATE KEY${'-'.repeat(5)}${'A'.repeat(90_000)}`,
  'a jungle of prefixes': '-eyJ'.repeat(25_000),
  'prefixes with dots': 'eyJ-.eyJ-'.repeat(10_000),
  'schemes without hosts': 'a://'.repeat(25_000),
  'colons and at signs': `x://${':@'.repeat(40_000)}`,
  'tokens in a row': 'tokentoken'.repeat(10_000),
  dashes: '-'.repeat(100_000),
  'percent signs': '%41'.repeat(30_000),
  'escape characters': '\u001b['.repeat(40_000),
  'unterminated OSC': '\u001b]'.repeat(40_000),
  'a token that wraps for ever': `${canary()}${'aaaa\n'.repeat(20_000)}`,
  'wrapped letters': 'a\n'.repeat(50_000),
  slashes: '/'.repeat(100_000),
  'home without end': `/home/${'a/'.repeat(40_000)}`,
  paths: '/home/ann/proj/'.repeat(6_000),
  hexadecimal: '0123456789abcdef'.repeat(6_000),
  'query signs': '?key='.repeat(20_000),
  flags: 'mysql -p '.repeat(10_000),
  emoji: '\u{1f600}'.repeat(25_000),
  'lone surrogates': '\ud83d'.repeat(50_000),
};

describe('the redactor', () => {
  test('takes a secret out of every field of a draft', () => {
    const secret = canary();
    const { draft, found } = redactDraft(draftOf(secret), redactor);
    expect(JSON.stringify(draft)).not.toContain(secret);
    expect(found).toBe(JSON.stringify(draftOf(secret)).split(secret).length - 1);
    expect(draft).toMatchObject({
      kind: 'error',
      pattern: { complexity: 'low', anti: true },
      episode: { duration_s: 3 },
    });
    expect(draft.tags?.[1]).toBe('plain');
  });

  test('takes it out of fields and keys that this version does not know', () => {
    const secret = canary();
    const unknown = {
      kind: 'note',
      title: 'x',
      extra: { [secret]: { deep: [[secret]] }, password: 'plainword1' },
    } as const;
    const { draft } = redactDraft(unknown, redactor);
    expect(JSON.stringify(draft)).not.toContain(secret);
    expect(JSON.stringify(draft)).not.toContain('plainword1');
  });

  test('any text around a secret in any field', () => {
    const secret = canary();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: ANY_UNIT }), (before, after) => {
        const { draft } = redactDraft(draftOf(`${before} ${secret} ${after}`), redactor);
        expect(JSON.stringify(draft)).not.toContain(secret);
      }),
      { numRuns: 100 },
    );
  });

  test('findings are sorted and apart, and the rest of the text stays', () => {
    const plain = createRedactor({});
    const piece = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom(
        'password=',
        'token: ',
        '"',
        ' ',
        '\n',
        canary(),
        'hunter2',
        'https://a:b@c/',
        'Bearer ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const input = pieces.join('');
        const { text, found } = plain.text(input);
        let last = 0;
        let expected = '';
        for (const { rule, start, end } of found) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expected += `${input.slice(last, start)}[REDACTED:${rule}]`;
          last = end;
        }
        expect(last).toBeLessThanOrEqual(input.length);
        expect(text).toBe(expected + input.slice(last));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['a setting', (secret: string) => `password=${secret}\nnext: 1`],
    ['JSON', (secret: string) => JSON.stringify({ token: secret, note: 'x' })],
    ['a URL', (secret: string) => `https://ann:${secret}@example.com/x?token=${secret}`],
    ['a header', (secret: string) => `Authorization: Bearer ${secret}`],
    ['a path', (secret: string) => `/home/ann/proj/${secret}/a.ts by annauthor`],
  ])('%s that was redacted is not changed again', (_, write) => {
    const once = redactor.text(write(canary())).text;
    expect(once).toContain('[REDACTED:');
    expect(redactor.text(once)).toEqual({ text: once, found: [] });
  });

  test('what a redactor throws is not swallowed: an unredacted draft never comes back', () => {
    const broken: Redactor = {
      text: () => {
        throw new Error('broken');
      },
      command: (argv) => argv,
    };
    expect(() => redactDraft({ kind: 'note', title: 'x' }, broken)).toThrow('broken');
    let deep: unknown = 'x';
    for (let i = 0; i < 100; i++) deep = [deep];
    const nested: Draft = JSON.parse(JSON.stringify({ kind: 'note', title: 'x', extra: deep }));
    expect(() => redactDraft(nested, redactor)).toThrow(RangeError);
  });

  test.each(Object.entries(HOSTILE))('comes to an end and still finds the secret behind %s', (_, noise) => {
    const secret = canary();
    const { text } = redactor.text(`${noise}\nend ${secret} of it`);
    expect(text).not.toContain(secret);
    expect(text.endsWith(' of it')).toBe(true);
  });

  test('random values without a name or prefix are found', () => {
    const random = seeded(77);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    const kept = Array.from({ length: 500 }, () => randomText(alphabet, 40, random)).filter((value) =>
      redactor.text(`got ${value} from the server`).text.includes(value),
    );
    expect(kept.length).toBeLessThanOrEqual(25);
  });
});
