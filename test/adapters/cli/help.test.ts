import { expect, test } from 'vitest';
import { commandHelp } from '../../../src/adapters/cli/help.ts';
import { main } from '../../../src/adapters/cli/main.ts';
import { VERBS } from '../../../src/adapters/cli/verbs.ts';
import { bufferIo } from './buffer-io.ts';

const PROGRAM = {
  version: '1.2.3',
  open: () => Promise.reject(new Error('help opens no repository')),
};

test('the overview lists exactly the verbs, and each verb is told the same way everywhere', async () => {
  const io = bufferIo();
  expect(await main(['--help'], io, PROGRAM)).toBe(0);
  const listed = [...io.printed.out.matchAll(/^ {2}(\w+) +(\S.*)$/gm)].map((match) => [match[1], match[2]]);
  expect(Object.fromEntries(listed)).toEqual(
    Object.fromEntries(Object.entries(VERBS).map(([name, verb]) => [name, verb.summary])),
  );
  for (const [name, verb] of Object.entries(VERBS)) {
    const command = await verb.load();
    expect({ name: command.name, summary: command.summary }).toEqual({ name, summary: verb.summary });
    expect(command.examples.length).toBeGreaterThan(0);
    for (const { line } of command.examples) expect(line).toContain(`nexus ${name}`);
  }
});

test.each([['--help'], ['-h']])('every verb shows its help with %s, whatever else is wrong', async (flag) => {
  for (const name of Object.keys(VERBS)) {
    const io = bufferIo();
    expect(await main([name, '--no-such-option', flag], io, PROGRAM)).toBe(0);
    expect(io.printed.out).toContain(`Usage: nexus ${name}`);
    const again = bufferIo();
    expect(await main(['help', name], again, PROGRAM)).toBe(0);
    expect(again.printed.out).toBe(io.printed.out);
  }
});

test('the help of one verb', async () => {
  const command = await VERBS.retire?.load();
  expect(command && commandHelp(command, 0)).toMatchInlineSnapshot(`
    "nexus retire: Stop serving a record; it stays in the tree

    Examples
      $ nexus retire 01k9x4 --reason "we left Redis in 3.0"
          recall does not show it; nexus list --all does

    Usage: nexus retire <id>

    Options
      --reason <text>  Why it does not hold any more
      --json           Print one JSON document instead of text
      -h, --help       Show this help
      --no-color       Print without colours (also: NO_COLOR)
      --debug          Show the stack of an unexpected error
    "
  `);
});

test('a narrow terminal gets it in its width; commands for copying stay whole', async () => {
  for (const verb of Object.values(VERBS)) {
    const text = commandHelp(await verb.load(), 40);
    const long = text.split('\n').filter((line) => line.length > 40 && !/^ {2}\$ |^Usage: /.test(line));
    expect(long).toEqual([]);
  }
  const io = bufferIo({ columns: 40 });
  await main([], io, PROGRAM);
  expect(io.printed.out.split('\n').filter((line) => line.length > 40)).toEqual([]);
});
