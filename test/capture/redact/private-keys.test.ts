import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src/capture/redact/redactor.ts';
import { randomText, seeded } from './sample-token.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const random = seeded(21);
const DASHES = '-'.repeat(5);
const begin = (kind: string) => `${DASHES}BEGIN ${kind}${DASHES}`;
const end = (kind: string) => `${DASHES}END ${kind}${DASHES}`;
const body = (lines = 6) => Array.from({ length: lines }, () => randomText(BASE64, 64, random)).join('\n');
const clean = (text: string) => createRedactor({}).text(text).text;

const KINDS = [
  'PRIVATE KEY',
  'RSA PRIVATE KEY',
  'EC PRIVATE KEY',
  'DSA PRIVATE KEY',
  'OPENSSH PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
  'PGP PRIVATE KEY BLOCK',
];

describe('private keys', () => {
  test.each(KINDS)('%s, whole', (kind) => {
    expect(clean(`before\n${begin(kind)}\n${body()}\n${end(kind)}\nafter`)).toBe(
      'before\n[REDACTED:private-key]\nafter',
    );
  });

  test.each(KINDS)('%s, with its end cut off', (kind) => {
    const key = body();
    const text = clean(`before\n${begin(kind)}\n${key}\nThe rest of the log is here.`);
    for (const line of key.split('\n')) expect(text).not.toContain(line);
    expect(text).toContain('The rest of the log is here.');
  });

  test('with headers, in JSON, indented', () => {
    const lines = body(3);
    const legacy = `${begin('RSA PRIVATE KEY')}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${'A1'.repeat(16)}\n\n${lines}\n${end('RSA PRIVATE KEY')}`;
    expect(clean(legacy)).toBe('[REDACTED:private-key]');
    const json = JSON.stringify({ key: `${begin('PRIVATE KEY')}\n${lines}\n${end('PRIVATE KEY')}\n`, id: 1 });
    expect(clean(json)).toBe('{"key":"[REDACTED:private-key]\\n","id":1}');
    const cut = `{"key":"${begin('PRIVATE KEY')}\\n${lines.replaceAll('\n', '\\n')}`;
    expect(clean(cut)).toBe('{"key":"[REDACTED:private-key]');
    const yaml = `key: |\n  ${begin('PRIVATE KEY')}\n  ${lines.replaceAll('\n', '\n  ')}\n  ${end('PRIVATE KEY')}\nnext: 1`;
    expect(clean(yaml)).toBe('key: |\n  [REDACTED:private-key]\nnext: 1');
  });

  test('a PuTTY key', () => {
    const lines = body(2);
    const text = clean(
      `PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 2\n${lines}\nPrivate-MAC: ${'0f'.repeat(32)}`,
    );
    for (const line of lines.split('\n')) expect(text).not.toContain(line);
  });

  test('two keys are two findings; a headline in prose takes nothing along', () => {
    const one = `${begin('PRIVATE KEY')}\n${body(2)}\n${end('PRIVATE KEY')}`;
    expect(createRedactor({}).text(`${one}\nand\n${one}`).found).toHaveLength(2);
    expect(clean(`The file lacks ${begin('PRIVATE KEY')} at its start, so it is refused.`)).toContain(
      'at its start, so it is refused.',
    );
  });

  test('public keys and certificates have no such headline', () => {
    expect(clean(`${begin('PUBLIC KEY')}\nshort\n${end('PUBLIC KEY')}`)).toContain('BEGIN PUBLIC KEY');
  });
});
