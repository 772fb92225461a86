import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src/capture/redact/redactor.ts';
import { COMMIT_SUBJECTS, commitMessage } from './commit-messages.ts';
import { pick, randomText, seeded } from './sample-token.ts';

const redactor = createRedactor({ root: '/home/ann/proj', home: '/home/ann', user: 'ann', host: 'annbox' });
const HEX = '0123456789abcdef';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

const unchanged = (text: string): boolean => redactor.text(text).text === text;

describe('what is no secret stays', () => {
  test('1,000 object ids, short and long, in the places where git and people write them', () => {
    const random = seeded(11);
    const places: readonly ((sha: string) => string)[] = [
      (sha) => `commit ${sha}`,
      (sha) => `This reverts commit ${sha}.`,
      (sha) => `Fixes: ${sha} ("parser: accept empty input")`,
      (sha) => `index ${sha}..${sha.split('').reverse().join('')} 100644`,
      (sha) => `(cherry picked from commit ${sha})`,
      (sha) => `see https://git.example.com/team/repo/commit/${sha}`,
      (sha) => `https://raw.example.com/annauth0r9/browser-logos/${sha}/src/edge2.png`,
      (sha) => `{"sha":"${sha}","tree":"${sha}"}`,
      (sha) => `cache key: ${sha}`,
      (sha) => `HEAD is now at ${sha} Fix the build`,
      (sha) => `image@sha256:${sha}`,
    ];
    const altered = Array.from({ length: 1000 }, (_, i) => {
      const sha = randomText(HEX, pick([7, 8, 10, 12, 40, 40, 40, 64], random), random);
      return (places[i % places.length] ?? String)(sha);
    }).filter((text) => !unchanged(text));
    expect(altered).toEqual([]);
  });

  test('1,000 UUIDs, ULIDs and integrity strings of lock files', () => {
    const random = seeded(12);
    const hex = (length: number) => randomText(HEX, length, random);
    const makers: readonly (() => string)[] = [
      () => `request ${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)} timed out`,
      () => `  id: '01${randomText(CROCKFORD, 24, random)}'`,
      () => `      "integrity": "sha512-${randomText(BASE64, 86, random)}=="`,
      () => `      integrity: sha512-${randomText(BASE64, 86, random)}==`,
      () => `example.com/mod v1.2.3 h1:${randomText(BASE64, 43, random)}=`,
      () => `    --hash=sha256:${hex(64)} \\`,
      () => `checksum = "${hex(64)}"`,
      () =>
        `SHA256:${randomText(BASE64, 43, random)} ann@annbox.example (ED25519)`.replace(
          'ann@annbox.',
          'ben@',
        ),
    ];
    const altered = Array.from({ length: 1000 }, (_, i) => (makers[i % makers.length] ?? String)()).filter(
      (text) => !unchanged(text),
    );
    expect(altered).toEqual([]);
  });

  test('at most 1 % of 1,000 commit messages made of ordinary words', () => {
    const random = seeded(13);
    const altered = Array.from({ length: 1000 }, () => commitMessage(random)).filter(
      (text) => !unchanged(text),
    );
    expect(altered.length, altered.join('\n')).toBeLessThanOrEqual(10);
  });

  test('at most 1 % of the commit subjects written by hand', () => {
    expect(COMMIT_SUBJECTS.length).toBeGreaterThanOrEqual(120);
    const altered = COMMIT_SUBJECTS.filter((text) => !unchanged(text));
    expect(altered.length, altered.join('\n')).toBeLessThanOrEqual(1);
  });

  test.each([
    ['a long identifier', 'AbstractSingletonProxyFactoryBeanDefinitionParserRegistry2'],
    ['snake case', 'test_that_redaction_keeps_long_snake_case_identifiers_v2'],
    ['a path', 'packages/core2/src/components/Table3/__tests__/renderCell.test.tsx'],
    ['a module', 'org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration'],
    ['a go module', 'github.com/example/go-project/v2/internal/server/http2/handler'],
    ['a URL', 'https://docs.example.com/en/latest/getting-started/installation2#linux-x86-64'],
    ['a version', 'node-v20.19.0-linux-x64-glibc-217'],
    ['a public key', `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5${'AAAAI'}${randomText(BASE64, 42, seeded(3))}`],
    ['a stack frame', '    at Object.<anonymous> (src/capture/redact/redactor.ts:120:11)'],
    ['a mangled name', '_ZNSt6vectorIiSaIiEE9push_backERKi'],
    ['a package file', 'python_dateutil-2.8.2-py2.py3-none-any.whl'],
    ['a pod', 'pod/payments-api-7d9f8b6c5d-x2x4z restarted'],
    ['a marker', 'password=[REDACTED:password] token [REDACTED:jwt]'],
  ])('%s', (_, text) => {
    expect(redactor.text(text).text).toBe(text);
  });
});
