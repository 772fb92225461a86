import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeId } from '../../../src/core/id.ts';
import { gitRepo, type TestRepo } from '../../helpers/git-repo.ts';
import { EVIL, FORBIDDEN, hostileRepo, IN_A_REF } from '../../helpers/hostile.ts';
import { nexus } from '../../helpers/nexus-program.ts';
import { withMemory } from '../../helpers/open-repo.ts';
import { hasTmux, type Terminal } from '../../helpers/terminal.ts';
import { frame, inShown, pidIn, terminalIn } from '../../helpers/ui-terminal.ts';

const MANY = 10_000;
const WORDS = ['queue', 'token', 'cache', 'schema', 'worker', 'socket', 'import', 'report'];

/** As many notes, by a script, in one commit. */
async function manyNotes(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo());
  const start = Date.UTC(2026, 0, 1);
  const notes = Array.from({ length: MANY }, (_, at) => {
    const created = start + at * 60_000;
    const id = makeId(created, new Uint8Array(10));
    const title = `${WORDS[at % 8]} note ${at} of the ${WORDS[(at >> 3) % 8]}`;
    const text = `---\nid: "${id}"\nkind: note\ntitle: ${title}\ncreated: ${new Date(created).toISOString().slice(0, 19)}Z\n---\n\nBody ${at}.\n`;
    return [`.nexus/notes/${at}-${id}.md`, text] as const;
  });
  repo.commit('ten thousand notes', Object.fromEntries(notes));
  return repo;
}

/** What the program wrote on its own screen, from the first byte to the last. */
function ours(terminal: Terminal): string {
  return (
    terminal
      .written()
      .split('\x1b[?1049')
      .find((part) => part.startsWith('h')) ?? ''
  );
}

/** Places, rests of lines, frame's marks, modes, cursor and styles: all that we write that is no text. */
const OURS =
  /\x1b\[(?:\d+;\d+H|[HJK]|2J|\?(?:2026|25|2004|7)[hl]|[\d;]*m)|\x1b\]52;c;[A-Za-z0-9+/=]*\x07|\x0f/g;

describe.skipIf(!hasTmux)('a person with much, odd and wide in memory', () => {
  test('ten thousand records: the first at once, typing, an arrow held, to the end; nothing is cleared', async () => {
    const repo = await manyNotes();
    const terminal = terminalIn(repo, { columns: 120, rows: 40 });
    // The first start reads them all. Killed meanwhile, it leaves nothing behind that the next one minds.
    terminal.type('nexus ui; stty sane; echo "exit $?"');
    await terminal.sees(/indexing [\d,]+ of 10,000 records|newest of 10,00/);
    process.kill(pidIn(terminal), 'SIGKILL');
    await terminal.sees('exit 0');
    expect(repo.git('status', '--porcelain')).toBe('');
    terminal.listen();
    terminal.type('nexus ui');
    await terminal.sees('newest of 10,00');
    terminal.text('socket note');
    await terminal.sees(/❯ socket note .* of 10,00[\s\S]*> note .*socket note/);
    terminal.key(...Array<string>(60).fill('Down'));
    await terminal.sees(/Body 6125\.[\s\S]*> note .*socket note 6125/);
    terminal.key('C-u');
    terminal.text('socket 9901 report');
    await terminal.sees(/❯ socket 9901/);
    terminal.key('C-u');
    await terminal.sees('newest of 10,00');
    for (let tries = 0; !terminal.screen().includes('note 9800 '); tries++) {
      if (tries > 300) throw new Error(terminal.screen());
      terminal.key('NPage');
    }
    expect((await terminal.sees(/> note .* note 9800 /)).split('\n')).toHaveLength(40);
    terminal.key('F3');
    await terminal.sees(/\+10000? /);
    terminal.key('C-c');
    await terminal.sees(/^>$/m);
    expect(ours(terminal).match(/\x1b\[[23]?J|\x1bc/g)).toEqual(['\x1b[2J']);
  });

  test('hostile names of all things, on every screen: no byte of them acts', async () => {
    const { repo } = await hostileRepo();
    repo.git('tag', 'v\u202e1');
    const terminal = terminalIn(repo, { env: { TERM: 'xterm-256color' } });
    terminal.listen();
    terminal.type('nexus ui --query pool');
    const SHOWN = /\\x1b|<U\+|\[31mred/;
    await terminal.sees(/> error .*pool[\s\S]* commit .*pool/);
    terminal.key('Down', 'Enter');
    await terminal.sees(/^ nexus ›[\s\S]*(?:\\x1b|<U\+)/m);
    terminal.key('Tab', 'd', 'Escape', 'Escape');
    for (const key of ['F3', 'F4', 'F5', 'F6', 'C-t']) {
      terminal.key(key);
      await terminal.sees(key === 'F5' ? '[4 Inbox]' : SHOWN);
    }
    terminal.key('Escape', 'F2');
    await terminal.sees('[1 Recall]');
    terminal.key('C-u');
    terminal.paste(EVIL);
    await terminal.sees(SHOWN);
    terminal.key('C-u', 'C-x', 'f', 'f');
    terminal.paste(IN_A_REF);
    await terminal.sees('enter done');
    terminal.key('Escape');
    await terminal.seesNo('enter done');
    terminal.key('C-c');
    await terminal.sees(/^>$/m);
    const rest = ours(terminal)
      .replaceAll(OURS, '')
      .replace(/[\r\n]/g, '')
      .slice(1);
    const found = FORBIDDEN.exec(rest);
    expect(
      found === null ? '' : JSON.stringify(rest.slice(Math.max(0, found.index - 60), found.index + 20)),
    ).toBe('');
  });

  test('from large to small to very wide, while typing and under a popup', async () => {
    const { terminal } = await inShown({ columns: 120, rows: 40 });
    terminal.type('nexus ui');
    await terminal.sees('newest of');
    terminal.text('token re');
    terminal.resize(40, 12);
    terminal.text('f');
    expect(frame(await terminal.settles(/❯ token ref\n.* 10 of 17\n[\s\S]*> error/))).toMatchInlineSnapshot(`
      " nexus Recall               queue-close
       ❯ token ref
       project · words · 10 of 17
      ────────────────────────────────────────
       > error TokenExpiredError: refresh rac…
           9d Ann Author 2/2 ✓
         episode Executed: make the token ref…
           3d Ann Author ·
         episode Executed: make the token ref…
           3w Ben Builder ·
      ────────────────────────────────────────
       enter open  tab preview  f1 help"
    `);
    terminal.key('C-y');
    await terminal.sees('── Copy');
    terminal.resize(300, 50);
    const wide = await terminal.settles(/^─{300}$/m);
    expect(wide).toMatch(/^── Copy ─{292}$/m);
    expect(wide).toContain('❯ token ref');
    terminal.resize(80, 24);
    await terminal.sees(/^─{80}$/m);
    terminal.key('Escape');
    await terminal.seesNo('── Copy');
    terminal.key('Down');
    await terminal.sees(/> episode .*[\s\S]*── episode/);
    terminal.resize(120, 40);
    await terminal.sees(/> episode .* │/);
  });

  test('wide letters, combined ones and pictures: in titles, and typed', async () => {
    const repo = await withMemory(gitRepo());
    const titles = ['日本語のトークン更新', 'Cafe\u0301 queue, not café', '👩‍👩‍👧 family 🇩🇪 of flags'];
    for (const title of titles) nexus(repo, ['remember', 'note', title, '--body', `${title}.`]);
    repo.commit('three notes');
    const terminal = terminalIn(repo);
    terminal.type('nexus ui');
    await terminal.sees('日本語のトークン更新');
    terminal.text('日本語');
    await terminal.sees(/❯ 日本語[\s\S]*> note .*日本語のトークン更新/);
    await terminal.tells('#{cursor_x},#{cursor_y}', '9,1');
    terminal.key('BSpace');
    await terminal.sees(/❯ 日本 /);
    await terminal.tells('#{cursor_x}', '7');
    terminal.key('C-u');
    terminal.text('cafe\u0301');
    await terminal.sees(/> note .*queue, not/);
    await terminal.tells('#{cursor_x}', '7');
    terminal.key('C-u');
    for (const line of terminal
      .screen()
      .split('\n')
      .filter((one) => /^─/.test(one))
      .slice(0, 1))
      expect(line).toBe('─'.repeat(80));
    const file = repo.git('-c', 'core.quotepath=off', 'ls-files', '.nexus/notes/*cafe*');
    expect(readFileSync(join(repo.dir, file), 'utf8')).toContain('queue');
  });
});
