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
import { bare } from './pure-screen.ts';

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

describe('help', () => {
  test('this screen first, then lists and everywhere; ? tells all screens, / searches, esc closes', async () => {
    const memory = await open(await withMemory(gitRepo({ a: '1' })), { warm: true });
    const ui = new Driver(memory, { branch: 'main', first: { name: 'review' } });
    await ui.sees('Nothing changed');
    ui.press('?');
    expect(ui.screen).toMatchInlineSnapshot(`
      " Help › Review  51%
       REVIEW                                  EVERYWHERE
        ]      the next finding                 ? f1             help for this
        [      the finding before                                screen
        space  seen, or not yet; forgotten      1…5 ^x 1…5 f2…6  Recall, History,
               when the program ends                             Review, Inbox,
        enter  the record                                        Learning
        B      compare with another branch,     ^t               time travel:
               tag or revision                                   another commit, tag
        e      edit the record in $EDITOR                        or branch
        r x    retire the record; asks why      T ^x t           back to now
        y      copy the review, the change,     u ^x u           undo the last
               its id or path                                    change of memory
        o      its newest commit, in the        esc              back, clear, close
               pager                            q                back, or quit
        c      what merges left undecided in    Q ^c             quit
               memory                           ^z               suspend (fg comes
        w      changes by words, or by lines                     back)
        U      the whole of it, or what         ^l               draw the screen
               changed                                           again
        tab    into the text and back: there
               j and k scroll                  SIGNS
      ────────────────────────────────────────────────────────────────────────────────
       / search  ? all screens  j k scroll  esc close"
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
       HISTORY                                  tab    all places, branches, tags,
        t  travel to this commit: everything           commits of memory
           is as of then                        ^x d   what changed in memory from
                                                       then to now
                                                ^x o   the commit, in the pager
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
    expect(wide.lines.map(bare).join('\n')).toMatchInlineSnapshot(`
      " EVERYWHERE                              MOVE                                    LEARNING
        ? f1             help for this          ↓ ^n j        one down                  enter  the record or the episodes
                         screen                 ↑ ^p k        one up                           behind a figure
        1…5 ^x 1…5 f2…6  Recall, History,       PgDn          a page down               z      the time told of: 8, 12, 26,
                         Review, Inbox,         PgUp          a page up                        52 weeks, all
                         Learning               ^d            half a page down          c      only the executions of one
        ^t               time travel:           ^u            half a page up                   category
                         another commit, tag    g home        to the first              f      what failed, by signature,
                         or branch              G end         to the last                      category, approach or file
        T ^x t           back to now            J shift-down  scroll the text beside    /      find: only the rows that hold
        u ^x u           undo the last                        it down                          some words
                         change of memory       K shift-up    scroll the text beside    y      copy the report as text or
        esc              back, clear, close                   it up                            markdown, or an id
        q                back, or quit          alt-1…9       to the nth row that is
        Q ^c             quit                                 seen                     EPISODE
        ^z               suspend (fg comes                                              enter      the record that was met,
                         back)                 HISTORY                                             recalled or written
        ^l               draw the screen        enter    the record; of several the     r          replay it from the start,
                         again                           list                                      or from the selected
                                                tab      the list, the records of                  step; again: all of it
       RECALL                                            the commit                     space      the next step of the
        enter    the record; a commit's code    /        find in what is listed                    replay
        tab      into the preview, and back     n        the next that was found        backspace  the step before
                 to the input                   N        the one before                 n          the next step that failed
        ^r       scope: project, this           f        filter by author, kind,        N          the failed step before
                 branch's own, this folder               path, text and date,           tab        the whole screen for the
        ^s       mode: words, exact phrase               together                                  text, or not
        ^x f     filter by kind, tag,           t        travel to this commit:         y          copy the steps as text,
                 language, file, author,                 everything is as of then                  or the id
                 time                           v space  mark a commit, to compare      o          the commit that carries
        ^g ^x c  clear filters, scope and                another with it                           it, in the pager
                 mode                           d        compare with the marked one
        ^o       why this hit: all reasons      y        copy the commit, what it      CONFLICTS
        ^x h     retired, superseded and                 changed, the id or path of     o      take ours: what git calls so
                 expired ones too                        a record                       t      take theirs
                                                e        edit the record in $EDITOR     b      take both: texts one after
       RECORD                                   o        the whole commit, in the              the other, lists together"
    `);
    const narrow = helpView(HELP_START, helpOf(0, 40, 12));
    expect(narrow.lines.map(bare).join('\n')).toMatchInlineSnapshot(`
      " RECALL
        enter    the record; a commit's code
        tab      into the preview, and back
                 to the input
        ^r       scope: project, this
                 branch's own, this folder
        ^s       mode: words, exact phrase
        ^x f     filter by kind, tag,
                 language, file, author, time"
    `);
  });

  test('of every screen all of it is to be seen, at any width, in ASCII too', () => {
    for (const [at] of EACH_SCREEN.entries())
      for (const columns of [40, 59, 76, 80, 112, 300])
        for (const all of [false, true]) {
          const of = helpOf(at, columns, 15, columns === 59);
          const seen = pages({ ...HELP_START, all }, of);
          expect(seen.filter((line) => displayWidth(line) > columns)).toEqual([]);
          const text = bare(seen.join(' ')).replace(/\s+/g, ' ');
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
    const text = bare(helpView(HELP_START, of).lines.join('\n'));
    expect(text).toContain('travel');
    expect(text).not.toMatch(/ j |\? |^ +T /m);
  });
});
