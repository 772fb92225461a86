import { describe, expect, test } from 'vitest';
import type { Nexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { Driver, type DriverOptions } from './driver.ts';

async function journey(
  notes: readonly (readonly [title: string, body: string])[],
  options: DriverOptions = {},
): Promise<{ readonly repo: TestRepo; readonly memory: Nexus; readonly ui: Driver }> {
  const repo = await withMemory(gitRepo());
  const memory = await open(repo, { warm: true });
  for (const [title, body] of notes) await memory.remember({ kind: 'note', title, body });
  return { repo, memory, ui: new Driver(memory, options) };
}

const TWO = [
  ['Rotate the tokens', 'Each week.\n'],
  ['Name the queues', 'By team.\n'],
] as const;

describe('recall as you type', () => {
  test('what is typed is answered, and marked where it stands', async () => {
    const { ui } = await journey(TWO, { color: true });
    await ui.sees('Name the queues');
    ui.type('toke');
    await ui.seesNo('Name the queues');
    expect(ui.screen).toMatch(/ > note {5}now .*Rotate the tokens/);
    expect(ui.screen).toMatch(/1 of \d/);
    expect(ui.terminal.styled).toContain('\x1b[1m\x1b[33mtokens\x1b[39m\x1b[22m');
    ui.press('esc');
    await ui.sees('Name the queues');
    ui.press('esc');
    expect(await ui.ended).toBeUndefined();
  });

  test('picks the selected record, by its number', async () => {
    const { memory, ui } = await journey(TWO, { picks: true });
    await ui.sees('Rotate the tokens');
    ui.press('alt-2');
    const second = / > note .* (Rotate the tokens|Name the queues) /.exec(ui.screen)?.[1];
    ui.press('enter');
    expect((await memory.show((await ui.ended) ?? '')).record.title).toBe(second);
    expect(ui.screen).toMatch(/ {2}note .*\n > note/);
  });

  test('an exact phrase is found where its words alone are not enough; filters narrow, one key clears', async () => {
    const { ui } = await journey([...TWO, ['Queues by name', 'The team.\n']]);
    ui.type('name the queues');
    await ui.sees('Queues by name');
    ui.press('ctrl-s');
    await ui.seesNo('Queues by name');
    await ui.sees('exact · 1 of');
    ui.press('ctrl-x', 'f', 'i').type('err').press('enter');
    await ui.sees('No match in');
    await ui.sees('kind:error');
    ui.press('ctrl-g');
    await ui.sees('Queues by name');
  });

  test('retired with a reason, found among what is over, and taken back', async () => {
    const { repo, ui } = await journey(TWO);
    ui.type('tokens');
    await ui.sees('1 of');
    ui.press('ctrl-x', 'r');
    await ui.sees('Why is it retired? Rotate the tokens');
    ui.type('they rotate themselves').press('enter');
    await ui.sees('No match');
    // At the end of the line stands how it is taken back; a letter would be typed here.
    expect(ui.screen).toMatch(/^ Retired \w+: Rotate the tokens {2,}\^x u undo$/m);
    ui.press('ctrl-x', 'h');
    await ui.sees('retired: they rotate themselves');
    ui.press('ctrl-x', 'h', 'ctrl-x', 'u');
    await ui.sees(/^ As before: Rotate the tokens$/m);
    await ui.sees('> note');
    expect(repo.git('status', '--short', '.nexus')).not.toContain(' M');
  });

  test('a body goes to the clipboard whole', async () => {
    const { ui } = await journey([['Rotate the tokens', `Each week.\n\n${'Really. '.repeat(200)}end`]]);
    ui.type('tokens');
    await ui.sees(/^ Each week\./m);
    ui.press('ctrl-y', 'b');
    await ui.sees('Copied its body');
    expect(ui.terminal.copied).toMatch(/^Each week\.\n\n(?:Really\. ){200}end$/);
  });

  test('a pasted stack trace is answered by what resolved the same error', async () => {
    const { repo, memory } = await journey(TWO);
    await nexus(repo, ['run', '--', 'node', '-e', "throw new RangeError('no lease for 7')"]);
    await memory.remember({
      ...{ kind: 'error', title: 'RangeError: no lease', body: '## Resolution\n\nRenew the lease.\n' },
      error: { type: 'RangeError', message: 'no lease for 7', signature: 'RangeError: no lease for <n>' },
    });
    const ui = new Driver(memory);
    await ui.sees('last error   RangeError: no lease for 7');
    const trace =
      "file:///home/ann/a.mjs:3\n  throw new RangeError('no lease for 8');\n\nRangeError: no lease for 8\n    at file:///home/ann/a.mjs:3:9\n";
    ui.type(`\x1b[200~${trace}\x1b[201~`);
    await ui.sees('project · error · 1 of');
    await ui.sees('Renew the lease.');
    ui.press('esc');
    await ui.sees(/> ask +last error/);
    ui.press('enter');
    await ui.sees('project · error · 1 of');
    await ui.sees('Renew the lease.');
    ui.type(' x');
    await ui.sees('project · words');
  });
});

test('what is hostile is shown for what it is, in every part and at every size', async () => {
  const repo = await withMemory(gitRepo());
  const evil = '\x1b]0;owned\x07\x1b[2J\u202e';
  repo.git('checkout', '-q', '-b', 'ann/\u202eevil');
  repo.git('config', 'user.name', 'unused');
  repo.write({
    '.nexus/notes/evil-01m7q8ecg0a185h55n9xq4rvvv.md': `---\nid: "01m7q8ecg0a185h55n9xq4rvvv"\nkind: note\ntitle: ${JSON.stringify(`Hostile ${evil}`).replaceAll('\\u00', '\\x')}\ncreated: 2026-11-20T00:00:00Z\ntags:\n  - "a\\x1b[31m"\nfiles:\n  - "src/\\x1b[2J.ts"\n---\n\nBody ${evil}\n`,
  });
  repo.commit(`Hostile ${evil}`);
  const memory = await open(repo, { warm: true });
  for (const [columns, rows] of [...[[80, 24] as const, [120, 40] as const, [40, 12] as const]]) {
    const ui = new Driver(memory, { columns, rows, branch: 'ann/\u202eevil' });
    ui.type('hostile');
    await ui.sees('Hostile \\x1b');
    ui.press('ctrl-o', 'tab', 'ctrl-x', 'f', 't', 'esc', 'y', 'esc', 'r');
    await ui.sees(/Hostile|Why is it/);
    expect(ui.screen).not.toMatch(/[\u202e\u001b]/);
  }
});

describe('nothing to choose from says why', () => {
  test('no match, with how many were searched', async () => {
    const { ui } = await journey(TWO);
    ui.type('zebra');
    await ui.sees('No match in 2 records and 1 commit.');
    expect(ui.screen).toContain('^x h');
  });

  test('a repository without a memory, and without a commit', async () => {
    const ui = new Driver(await open(gitRepo(), { warm: true }));
    await ui.sees('This repository has no memory yet.');
    expect(ui.screen).toMatch(/nexus init +gives it one/);
  });

  test('commits are listed where there is no record', async () => {
    const ui = new Driver(await open(gitRepo({ 'a.txt': 'a\n' }), { warm: true }));
    await ui.sees(/> commit .* first/);
  });

  test('a file that cannot be read is told', async () => {
    const { repo, ui } = await journey(TWO);
    repo.write({ '.nexus/notes/broken.md': '---\nid: [\n---\n' });
    await ui.sees('Name the queues');
    ui.changed();
    await ui.sees('! ');
    ui.type('zebra');
    await ui.sees('.nexus/notes/broken.md');
    expect(ui.screen).toMatch(/nexus doctor +says/);
  });
});

test('memory that changed elsewhere is seen, and the selected record stays selected', async () => {
  const { memory, ui } = await journey(TWO);
  await ui.sees('Name the queues');
  ui.press('down');
  await ui.sees(/> note .*Rotate|> note .*Name/);
  const selected = / > (note .*\S)/.exec(ui.screen)?.[1]?.trim() ?? '?';
  await memory.remember({ kind: 'note', title: 'Newest of all' });
  ui.changed();
  await ui.sees('Newest of all');
  expect(ui.screen).toContain(` > ${selected}`);
});
