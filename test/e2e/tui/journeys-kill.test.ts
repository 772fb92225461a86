import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type TestRepo, tempDir } from '../../helpers/git-repo.ts';
import { nexus, nexusJson } from '../../helpers/nexus-program.ts';
import { hasTmux } from '../../helpers/terminal.ts';
import { isAsBefore, pidIn, terminalIn, twoNotes, uiIn } from '../../helpers/ui-terminal.ts';

/** An editor that shows that it is there, and saves what it is told. */
function waitingEditor(): string {
  const editor = join(tempDir(), 'editor.sh');
  writeFileSync(
    editor,
    '#!/bin/sh\necho editing\nread -r title && sed -i "s/^title: .*/title: $title/" "$1"\n',
    { mode: 0o755 },
  );
  return editor;
}

/** Whole, and as the last commit has it. */
function isSound(repo: TestRepo): void {
  expect(repo.git('status', '--porcelain')).toBe('');
  expect(nexusJson<{ records: unknown[] }>(repo, ['list']).records).toHaveLength(2);
  expect(nexus(repo, ['doctor']).stdout).not.toMatch(/broken|lock/i);
}

describe.skipIf(!hasTmux)('a person and what goes wrong', () => {
  test.each([
    ['TERM', 143],
    ['KILL', 137],
  ])(
    'SIG%s while the editor is open: the shell is back, nothing is changed, and the next start is as any',
    async (signal, code) => {
      const repo = await twoNotes();
      const terminal = await uiIn(repo, { env: { GIT_EDITOR: waitingEditor() } });
      terminal.key('C-x', 'e');
      await terminal.sees('editing');
      process.kill(pidIn(terminal), `SIG${signal}`);
      await terminal.sees(`exit ${code}`);
      isSound(repo);
      await isAsBefore(terminal);
      terminal.type('clear; nexus ui');
      await terminal.sees('Name the queues');
      terminal.key('C-x', 'e');
      await terminal.sees('editing');
      terminal.type('Name the topics');
      await terminal.sees(/^ Changed \w+: Name the topics +\^x u undo$/m);
      terminal.key('C-x', 'u');
      await terminal.sees(/^ As before/m);
      isSound(repo);
    },
  );

  test('two of them on one repository: each sees what the other does, and takes back its own', async () => {
    const repo = await twoNotes();
    const ann = await uiIn(repo, { columns: 120, rows: 40 });
    const ben = terminalIn(repo);
    ben.type('nexus ui --query rotate');
    await ben.sees(/> note .*Rotate the tokens/);
    ann.text('rotate');
    await ann.sees(/❯ rotate[\s\S]*> note .*Rotate the tokens/);
    await ann.seesNo('Name the queues');
    ann.key('C-x', 'r');
    await ann.sees('── Why is it retired?');
    ann.type('they rotate by themselves');
    await ann.sees(/^ Retired/m);
    await ben.seesNo(/> note .*Rotate/);
    ben.key('C-x', 'h');
    await ben.sees(/> note .*Rotate the tokens.* retired/);
    ben.key('C-x', 'u');
    await ben.sees(/^ Nothing to undo$/m);
    ann.key('C-x', 'u');
    await ann.sees(/^ As before/m);
    await ben.seesNo(/ retired (?!too)/);
    expect(await ben.sees(/> note .*Rotate the tokens/)).toContain('❯ rotate');
    // Both change the same record: the later does not silently undo the earlier.
    ann.key('C-x', '+');
    await ann.sees(/^ .*helped/im);
    ben.key('C-x', 'r');
    await ben.sees('── Why is it retired?');
    ben.type('really');
    await ben.sees(/^ Retired/m);
    await ann.seesNo(/> note .*Rotate/);
    ben.key('C-x', 'u');
    await ben.sees(/^ As before/m);
    await ann.sees(/> note .*Rotate/);
    expect(repo.git('status', '--porcelain')).toBe('');
  });
});
