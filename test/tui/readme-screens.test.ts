import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SHOWN_AT, shownRepo } from '../helpers/shown-repo.ts';
import { Driver, type DriverOptions } from './driver.ts';

/**
 * The README's pictures of the terminal UI are what it shows of a repository that is the same to the last byte whenever
 * it is made. `UPDATE_README=1 npx vitest run --config test/vitest.config.ts test/tui/readme-screens` writes them anew.
 */
const README = new URL('../../README.md', import.meta.url);
const BLOCK = /(<!-- screens: [^\n]*-->\n)[\s\S]*?(<!-- end of screens -->)/;

const SIZE = { columns: 80, rows: 22, branch: 'queue-close', now: SHOWN_AT } as const;

test('the README shows each main screen as it is', async () => {
  const { memory } = await shownRepo();
  const shown = async (
    title: string,
    options: DriverOptions,
    sees: string,
    ...keys: readonly string[]
  ): Promise<string> => {
    const ui = new Driver(memory, { ...SIZE, ...options });
    await ui.sees(sees);
    ui.press(...keys);
    const screen = await settled(ui);
    ui.press('ctrl-c');
    return `<details><summary>${title}</summary>\n\n\`\`\`text\n${screen}\n\`\`\`\n\n</details>\n`;
  };
  const pictures = [
    await shown(
      'Recall: the preview below, or beside on a wide screen',
      { first: { name: 'recall', query: 'token ref' } },
      'helped',
    ),
    await shown('History', { first: { name: 'history' } }, 'fix(auth)', 'j', 'j'),
    await shown(
      'Record, one version against the one before',
      { first: { name: 'recall', query: 'raced' } },
      'helped',
      'enter',
      'd',
    ),
    await shown('Review', { first: { name: 'review' } }, 'ERR_STREAM'),
    await shown('Inbox', { first: { name: 'inbox' } }, 'places'),
    await shown('Learning', { first: { name: 'learning' } }, 'EXECUTIONS'),
    await shown('Time travel', { first: { name: 'travel' } }, 'fix(queue)', 'down', 'down', 'down'),
  ];
  const text = readFileSync(README, 'utf8');
  const wanted = text.replace(
    BLOCK,
    (_, begin: string, end: string) => `${begin}\n${pictures.join('\n')}\n${end}`,
  );
  if (process.env.UPDATE_README === '1') writeFileSync(README, wanted);
  else expect(text).toBe(wanted);
});

/** The screen once nothing changes on it any more. */
async function settled(ui: Driver): Promise<string> {
  for (let same = 0, last = ''; ; last = ui.screen) {
    same = ui.screen === last ? same + 1 : 0;
    if (same > 10) return last;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
