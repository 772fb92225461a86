import { expect, test } from 'vitest';
import { tellingDiff } from '../../src/capture/telling-diff.ts';

function file(path: string, lines: readonly string[]): string {
  return `diff --git a/${path} b/${path}\nindex 1..2 100644\n--- a/${path}\n+++ b/${path}\n@@ -1,3 +1,4 @@\n context\n${lines.join('\n')}\n`;
}

test('the smallest files come first; context and lock files are left out', () => {
  const diff =
    file('src/big.py', ['-a', '+b', '+c']) +
    file('package-lock.json', ['+x']) +
    file('requirements.txt', ['+fastapi']);
  expect(tellingDiff(diff)).toBe('# requirements.txt\n+fastapi\n# src/big.py\n-a\n+b\n+c');
});

test('what is cut is counted', () => {
  const many = Array.from({ length: 40 }, (_, i) => `+line ${i}`);
  const text = tellingDiff(file('a.py', many));
  expect(text.split('\n')).toHaveLength(14);
  expect(text).toContain('# … 28 more changed lines');
});

test('a deleted file is named; an empty diff is empty', () => {
  const gone =
    'diff --git a/x.py b/x.py\ndeleted file mode 100644\n--- a/x.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n';
  expect(tellingDiff(gone)).toBe('# x.py\n-gone');
  expect(tellingDiff('')).toBe('');
});
