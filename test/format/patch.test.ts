import { describe, expect, test } from 'vitest';
import { addedText, applyPatch, parsePatch } from '../../src/format/patch.ts';

const MAIL = `From 3f78 Mon Sep 17 00:00:00 2001
From: Ann <ann@example.org>
Subject: [PATCH] Words

--- a note that is no file
---
 a.md | 2 +-

diff --git a/.nexus/notes/a.md b/.nexus/notes/a.md
index 1..2 100644
--- a/.nexus/notes/a.md
+++ b/.nexus/notes/a.md
@@ -1,3 +1,3 @@
 one
-two
+2
 three
diff --git a/new.md b/new.md
new file mode 100755
index 0..1
--- /dev/null
+++ b/new.md
@@ -0,0 +1,2 @@
+x
+y
\\ No newline at end of file
diff --git a/old.md b/old.md
deleted file mode 100644
index 1..0
--- a/old.md
+++ /dev/null
@@ -1 +0,0 @@
-z
diff --git a/was.md b/is.md
similarity index 100%
rename from was.md
rename to is.md
diff --git "a/caf\\303\\251 \\"x\\".md" "b/caf\\303\\251 \\"x\\".md"
old mode 100644
new mode 120000
diff --git a/p.png b/p.png
new file mode 100644
index 0..1
Binary files /dev/null and b/p.png differ
-- 
2.39.5
`;

describe('a patch', () => {
  const files = parsePatch(MAIL);

  test('is taken apart, file by file, whatever the mail says around it', () => {
    expect(files.map(({ hunks, ...rest }) => ({ ...rest, hunks: hunks.length }))).toEqual([
      { oldPath: '.nexus/notes/a.md', newPath: '.nexus/notes/a.md', binary: false, hunks: 1 },
      { newPath: 'new.md', mode: '100755', binary: false, hunks: 1 },
      { oldPath: 'old.md', binary: false, hunks: 1 },
      { oldPath: 'was.md', newPath: 'is.md', binary: false, hunks: 0 },
      { oldPath: 'café "x".md', newPath: 'café "x".md', mode: '120000', binary: false, hunks: 0 },
      { newPath: 'p.png', mode: '100644', binary: true, hunks: 0 },
    ]);
  });

  test('is applied where it fits, and nothing is guessed where not', () => {
    const [changed, added, deleted, renamed] = files;
    if (changed === undefined || added === undefined || deleted === undefined || renamed === undefined)
      throw new Error('too few');
    expect(applyPatch('one\ntwo\nthree\nfour', changed)).toBe('one\n2\nthree\nfour');
    expect(applyPatch('one\ntoo\nthree\n', changed)).toBe(undefined);
    expect(applyPatch('', changed)).toBe(undefined);
    expect(applyPatch('', added)).toBe('x\ny');
    expect(applyPatch('z\n', deleted)).toBe('');
    expect(applyPatch('as it was', renamed)).toBe('as it was');
    expect(addedText(changed)).toBe('2\n');
  });

  test('of a plain diff, with lines that look like headers, is no other', () => {
    const [file, more] = parsePatch(
      '--- a/x.md\t2026-01-01\n+++ b/x.md\t2026-01-02\n@@ -1,2 +1,2 @@\n--- old\n+++ new\n same\n',
    );
    expect([file?.newPath, more]).toEqual(['x.md', undefined]);
    expect(file === undefined ? '' : applyPatch('-- old\nsame\n', file)).toBe('++ new\nsame\n');
  });
});
