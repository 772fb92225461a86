import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEditor } from '../../../src/adapters/cli/editor.ts';
import { tempDir } from '../../helpers/git-repo.ts';

const env = { PATH: process.env.PATH };

test('the editor is a command with its words, as a shell splits them', async () => {
  expect(await openEditor(env, 'text\n', 'a.md')).toBeUndefined();
  const edited = await openEditor({ ...env, EDITOR: `sed -i 's/^a b$/it'"'"'s/'` }, 'a b\n', 'a.md');
  expect(edited?.text).toBe("it's\n");
  const script = join(tempDir(), 'my editor.sh');
  writeFileSync(script, '#!/bin/sh\nprintf "%s|" "$1" "$2" "$#" > "$3"\n', { mode: 0o755 });
  const words = `"${script}" --wait ''`;
  const named = await openEditor({ ...env, VISUAL: words, EDITOR: 'false' }, '', '$(touch x) y.md');
  expect(named?.text).toBe('--wait||3|');
});

test('a text that was saved as it is, is another matter than one that was left', async () => {
  const left = async (script: string) => {
    const file = join(tempDir(), 'editor.sh');
    writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return openEditor({ ...env, EDITOR: file }, 'text\n', 'a.md');
  };
  expect(await left('cat "$1"')).toEqual({ text: 'text\n', isSaved: false });
  expect(await left('cat "$1" > "$1.new" && cat "$1.new" > "$1"')).toEqual({ text: 'text\n', isSaved: true });
  // As another file under its name, with all its times kept.
  expect(await left('cp -p "$1" "$1.new" && mv "$1.new" "$1"')).toEqual({ text: 'text\n', isSaved: true });
  expect(await left('echo more >> "$1"; touch -t 200001010000 "$1"')).toEqual({
    text: 'text\nmore\n',
    isSaved: true,
  });
});

test('nothing else of a shell is done', async () => {
  const mark = join(tempDir(), 'mark');
  for (const editor of [
    `true; touch ${mark}`,
    `true $(touch ${mark})`,
    `true "$(touch ${mark})"`,
    `X=1 true`,
  ])
    await expect(openEditor({ ...env, EDITOR: editor }, '', 'a.md')).rejects.toThrow(
      `the editor is more than a command with its words: ${editor}`,
    );
  expect(existsSync(mark)).toBe(false);
});

test('one that fails, and one that is not there', async () => {
  await expect(openEditor({ ...env, GIT_EDITOR: 'false' }, '', 'a.md')).rejects.toThrow(
    'ended with an error',
  );
  await expect(openEditor({ ...env, EDITOR: 'no-such-editor -w' }, '', 'a.md')).rejects.toThrow(
    'the editor cannot be started: no-such-editor -w',
  );
});
