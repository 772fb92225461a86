import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { afterHelpKey, HELP_START, type Help, type HelpOf, helpView } from '../../src/adapters/tui/help.ts';
import { EVERYWHERE, helpGroups } from '../../src/adapters/tui/keymap.ts';
import { EACH_SCREEN, SCREEN_TITLES, screenFor } from '../../src/adapters/tui/screens.ts';
import { createTheme } from '../../src/adapters/tui/theme.ts';
import { displayWidth } from '../../src/present/layout.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { Driver } from './driver.ts';

function helpOf(at: number, columns: number, rows: number, ascii = false): HelpOf {
  const opened = EACH_SCREEN[at] ?? { name: 'recall' };
  const { keys, typing, name } = screenFor(opened);
  return {
    title: SCREEN_TITLES[name],
    keys,
    typing,
    others: EACH_SCREEN.map((one) => screenFor(one).keys),
    size: { columns, rows },
    theme: createTheme({ color: false, ascii }),
  };
}

/** All that one sees who pages down to the end. */
function pages(help: Help, of: HelpOf): readonly string[] {
  const { title, lines, bottom } = helpView(help, of);
  const next = afterHelpKey(help, 'pagedown', undefined, of);
  const isLast = next === 'closed' || next.top === help.top;
  return [title, ...lines, bottom, ...(isLast ? [] : pages(next, of))];
}

const plain = (line: string): string => line.replaceAll(/\x1b\[[0-9;]*m/g, '');

describe('help', () => {
  test('this screen first, then lists and everywhere; ? tells all screens, / searches, esc closes', async () => {
    const memory = await open(await withMemory(gitRepo({ a: '1' })), { warm: true });
    const ui = new Driver(memory, { branch: 'main', first: { name: 'review' } });
    await ui.sees('Nothing changed');
    ui.press('?');
    expect(ui.screen).toMatchInlineSnapshot(`
      " Help › Review  57%
       REVIEW                                  EVERYWHERE
        ]      the next finding                 ? f1             help for this
        [      the finding before                                screen
        space  seen, or not yet; forgotten      1…5 ^x 1…5 f2…6  Recall, History,
               when the program ends                             Review, Inbox,
        enter  the record                                        Learning
        B      compare with another branch,     ^t               time travel:
               tag or revision                                   another commit, tag
        e      the record in $EDITOR                             or branch
        x      retire the record; asks why      T ^x t           back to now
        w      words that changed, or all of    u ^x u           undo the last
               the text around them                              change of memory
        y      copy the review, the change,     esc              back, clear, close
               its id or path                   q                back, or quit
        o      its newest commit, in the        Q ^c             quit
               pager                            ^z               suspend (fg comes
        tab    into the text and back: there                     back)
               j and k scroll                   ^l               draw the screen
                                                                 again
       MOVE
        ↓ ^n j        one down                 SIGNS
      ────────────────────────────────────────────────────────────────────────────────
       / search  ? all screens  j scroll  esc close"
    `);
    ui.press('G');
    await ui.sees('100%');
    expect(ui.screen).toContain('NO_COLOR');
    ui.press('?');
    await ui.sees('› all screens');
    expect(ui.screen).toContain('RECALL');
    ui.press('/').type('travel');
    expect(ui.screen).toMatchInlineSnapshot(`
      " Help › all screens
       EVERYWHERE                              TIME TRAVEL
        ^t  time travel: another commit, tag    enter  show all of memory as of
            or branch                                  then; what is typed may be
                                                       any revision, or a time
                                                tab    all places, branches, tags,
                                                       commits of memory
                                                ^x d   what changed in memory from
                                                       then to now
                                                ^x o   the commit in the pager
                                                ^y     copy the commit's id











      ────────────────────────────────────────────────────────────────────────────────
       / travel"
    `);
    expect(ui.terminal.cursor).toEqual({ row: 23, column: 9 });
    ui.press('enter', 'esc');
    await ui.sees('RECALL');
    ui.press('/').type('no such thing');
    await ui.sees('Nothing in the help is like that.');
    ui.press('esc', 'esc');
    await ui.sees('Nothing changed');
  });

  test('in three columns on a wide screen, in one on a narrow one', () => {
    const wide = helpView({ ...HELP_START, all: true }, helpOf(0, 120, 40));
    expect(wide.lines.map(plain).join('\n')).toMatchInlineSnapshot(`
      " EVERYWHERE                              MOVE                                    TIME TRAVEL
        f1 ?             help for this          ↓ ^n j        one down                  enter  show all of memory as of
                         screen                 ↑ ^p k        one up                           then; what is typed may be
        1…5 ^x 1…5 f2…6  Recall, History,       PgDn          a page down                      any revision, or a time
                         Review, Inbox,         PgUp          a page up                 tab    all places, branches, tags,
                         Learning               ^d            half a page down                 commits of memory
        ^t               time travel:           ^u            half a page up            ^x d   what changed in memory from
                         another commit, tag    g home        to the first                     then to now
                         or branch              G end         to the last               ^x o   the commit in the pager
        T ^x t           back to now            J shift-down  scroll the text beside    ^y     copy the commit's id
        u ^x u           undo the last                        it down
                         change of memory       K shift-up    scroll the text beside   SIGNS
        esc              back, clear, close                   it up                     ✓ ~ ✗ ·  what is cited: as it was,
        q                back, or quit                                                           moved, changed or gone;
        Q ^c             quit                  REVIEW                                            nothing cited
        ^z               suspend (fg comes      ]      the next finding                 + ~ - >  a record: added, changed,
                         back)                  [      the finding before                        retired or gone, superseded
        ^l               draw the screen        space  seen, or not yet; forgotten      !        something to look at
                         again                         when the program ends
                                                enter  the record                      ENVIRONMENT
       RECALL                                   B      compare with another branch,     NO_COLOR          no colours; bold
        enter  the record                              tag or revision                                    and inverse stay
                                                e      the record in $EDITOR            NEXUS_ASCII=1     nothing beyond
                                                x      retire the record; asks why                        ASCII is drawn
                                                w      words that changed, or all of                      (also: --ascii)
                                                       the text around them             VISUAL, EDITOR    what e opens
                                                y      copy the review, the change,     GIT_PAGER, PAGER  what o opens
                                                       its id or path
                                                o      its newest commit, in the
                                                       pager
                                                tab    into the text and back: there
                                                       j and k scroll
      "
    `);
    const narrow = helpView(HELP_START, helpOf(0, 40, 12));
    expect(narrow.lines.map(plain).join('\n')).toMatchInlineSnapshot(`
      " RECALL
        enter  the record

       MOVE
        ↓ ^n j  one down
        ↑ ^p k  one up
        PgDn    a page down
        PgUp    a page up
        ^d      half a page down"
    `);
  });

  test('of every screen all of it is to be seen, at any width, in ASCII too', () => {
    for (const [at] of EACH_SCREEN.entries())
      for (const columns of [40, 59, 76, 80, 112, 300])
        for (const all of [false, true]) {
          const of = helpOf(at, columns, 15, columns === 59);
          const seen = pages({ ...HELP_START, all }, of);
          expect(seen.filter((line) => displayWidth(line) > columns)).toEqual([]);
          const text = plain(seen.join(' ')).replace(/\s+/g, ' ');
          if (columns === 59) expect(text).toMatch(/^[\x20-\x7e]*$/);
          const told = of.typing && !all ? [] : [...EVERYWHERE, ...of.keys];
          // In columns the words of several entries stand beside each other.
          const untold = told.filter(({ help }) => !text.includes(help.split(' ')[0] ?? ''));
          expect(untold, `${of.title} ${columns}`).toEqual([]);
        }
  });

  test('the README tells the keys that work everywhere, as the table has them', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const section = readme.split('\n## The terminal UI\n')[1]?.split('\n## ')[0] ?? '';
    const rows = [...section.matchAll(/^\| (.*) \| (.*) \|$/gm)].map(([, keys, help]) => ({ keys, help }));
    expect(rows.slice(1)).toEqual([...helpGroups([EVERYWHERE]).values()].flat());
  });

  test('a screen that always types is told of no key that would type', () => {
    const of = helpOf(
      EACH_SCREEN.findIndex(({ name }) => name === 'travel'),
      80,
      100,
    );
    const text = plain(helpView(HELP_START, of).lines.join('\n'));
    expect(text).toContain('travel');
    expect(text).not.toMatch(/ j |\? |^ +T /m);
  });
});
