import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src/capture/redact/redactor.ts';
import { parseForm } from '../../../src/capture/redact/vendor-form.ts';
import { VENDOR_FORMATS } from '../../../src/capture/redact/vendor-tokens.ts';
import { sampleOf, seeded } from './sample-token.ts';

const redactor = createRedactor({});
const SAMPLES = 5;

const CONTEXTS: Readonly<Record<string, (token: string) => string>> = {
  prose: (token) => `The deploy failed because ${token} was rejected by the server.`,
  sentence: (token) => `Rejected: ${token}.`,
  json: (token) => JSON.stringify({ status: 401, detail: token, retry: false }),
  env: (token) => `LEVEL=debug\nSERVICE_VALUE=${token}\nPORT=3000`,
  url: (token) => `GET https://api.example.com/v1/items?item=${token} 403`,
  trace: (token) => `    at send (/srv/app/client.js:10:5) {\n  argument: '${token}',\n  at next (x.js:1:1)`,
};

function leaks(
  format: (typeof VENDOR_FORMATS)[number],
  context: (token: string) => string,
  seed: number,
): string[] {
  const random = seeded(seed);
  return Array.from({ length: SAMPLES }, () => sampleOf(format, random)).filter((token) => {
    // An independent test of coverage: no long part of the token may be left.
    const { text } = redactor.text(context(token));
    return text.includes(token) || text.includes(token.slice(-12));
  });
}

describe('vendor tokens', () => {
  test('the table has at least 140 formats, each named once and readable', () => {
    expect(VENDOR_FORMATS.length).toBeGreaterThanOrEqual(140);
    expect(new Set(VENDOR_FORMATS.map(({ id }) => id)).size).toBe(VENDOR_FORMATS.length);
    for (const { id, forms } of VENDOR_FORMATS) {
      expect(id).toMatch(/^[a-z0-9-]+$/);
      for (const form of forms) expect(parseForm(form).length).toBeGreaterThan(0);
    }
  });

  test('a run is followed by something that ends it, so that matching never goes back', () => {
    const open = VENDOR_FORMATS.flatMap(({ forms }) => forms).filter((form) => {
      const steps = parseForm(form);
      return steps.some((step, i) => {
        const next = steps[i + 1];
        if ('text' in step || step.min === step.max || next === undefined) return false;
        return (
          'run' in next || new RegExp(`^[${step.run === 'b64url' ? '\\w-' : 'A-Za-z0-9'}]`).test(next.text)
        );
      });
    });
    expect(open).toEqual([]);
  });

  test.each(Object.entries(CONTEXTS))('every format is caught in %s', (name, context) => {
    const missed = VENDOR_FORMATS.flatMap((format, index) =>
      leaks(format, context, index * 31 + name.length).map(
        (token) => `${format.id} (${token.length} characters)`,
      ),
    );
    expect(missed).toEqual([]);
  });

  test('only the value is replaced, and named', () => {
    const token = sampleOf({ id: 'x', forms: ['ghp_<alnum:36>'] }, seeded(7));
    const { text, found } = redactor.text(`remote: using ${token}, then retry`);
    expect(text).toBe('remote: using [REDACTED:github-personal-token], then retry');
    expect(found).toEqual([{ rule: 'github-personal-token', start: 14, end: 54 }]);
  });

  test.each([
    ['a sample of one letter', `ghp_${'x'.repeat(36)}`],
    ['a package name', 'sk-learn-contrib-imbalanced-learn-extensions'],
    ['an identifier', 'task_live_reloadingMiddlewareFactory'],
    ['a part of a longer word', `${'q'.repeat(3)}AKIA`],
  ])('%s is no token', (_, text) => {
    expect(redactor.text(`see ${text} there`).found).toEqual([]);
  });
});
