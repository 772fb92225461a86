import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { newDocumentText } from '../../src/format/document.ts';
import { openContext } from '../../src/nexus/context.ts';
import { addEvent } from '../../src/nexus/journal.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { DAY, Story } from '../helpers/story.ts';

test('a session is told by its end, carried by the next commit, and shown by the next start', async () => {
  const story = new Story();
  const day1 = await story.open();
  const { session, overview, closed } = await day1.sessionStart({ focus: 'Performance of the import' });
  expect(closed).toBeUndefined();
  expect(overview).toEqual({
    focus: 'Performance of the import',
    preferences: [],
    blockers: [],
    openErrors: [],
  });
  await day1.sessionAdd({ kind: 'note', text: 'the sample file has 2 million rows' });
  const decided = await day1.sessionAdd({
    kind: 'decision',
    text: 'Read in chunks',
    body: '## Context\n\nThe file does not fit.',
  });
  expect(story.read(decided.path)).toContain('The file does not fit.');
  await day1.sessionAdd({ kind: 'pattern', text: 'Generators for reading', pattern: { category: 'code' } });
  await day1.sessionAdd({ kind: 'blocker', text: 'no access to staging' });

  const first = await story.commit('import in chunks');
  expect(first).toHaveLength(3);
  expect(first).toContain(decided.path);
  const episode = first.find((path) => path.startsWith('.nexus/episodes/'));
  expect(story.read(episode)).toContain(`session: "${session.id}"`);
  expect(story.body(episode)).toBe(`
## Focus

Performance of the import

## Decisions

- Read in chunks

## Patterns learned

- Generators for reading

## Blockers

- no access to staging

## Notes

- the sample file has 2 million rows
`);

  const end = await day1.sessionEnd({ next: ['Validate the rows', 'Write the report'] });
  expect(end.episode?.id).toBe(session.id);
  expect(story.memory()).toBe(`?? ${end.path}`);
  expect(story.body(end.path)).toBe(`
## Focus

Performance of the import

## Accomplished

- import in chunks

## Decisions

- Read in chunks

## Patterns learned

- Generators for reading

## Blockers

- no access to staging

## Next

- Validate the rows
- Write the report
`);
  expect(await day1.sessionStatus()).toBeUndefined();
  expect(await story.commit('the end of the day')).toEqual([end.path]);
  expect(story.memory()).toBe('');

  story.now += DAY;
  const day2 = await (await story.open()).sessionStart();
  expect(day2.overview).toMatchObject({
    focus: 'Validate the rows; Write the report',
    blockers: ['no access to staging'],
    lastSession: {
      id: session.id,
      accomplished: ['import in chunks'],
      notes: ['the sample file has 2 million rows'],
      next: ['Validate the rows', 'Write the report'],
    },
  });
  await (await story.open()).sessionAdd({ kind: 'blocker', text: 'staging', resolved: true });
  expect((await (await story.open()).sessionOverview()).blockers).toEqual([]);
  const told = await story.commit('validation');
  expect(story.body(told[0])).toContain('- Resolved: no access to staging');
  await (await story.open()).sessionEnd();
  expect((await (await story.open()).sessionOverview()).blockers).toEqual([]);
  expect(await (await story.open()).sessionLog()).toMatchObject([
    { accomplished: ['validation'] },
    { title: 'Performance of the import' },
  ]);
});

test('a secret that was told reaches no file that can be pushed', async () => {
  const story = new Story();
  const token = ['gh', 'p_', 'wJ8rT2xLq9Zb4VnK7sDf', '1GhY6mPc3QaE5uRo'].join('');
  const text = (what: string) => `${what} with ${token} ${'and so on '.repeat(8)}${token}`;
  await (await story.open()).sessionStart({ focus: text('focus') });
  for (const kind of ['note', 'decision', 'preference', 'pattern', 'blocker'] as const)
    expect((await (await story.open()).sessionAdd({ kind, text: text(kind) })).redacted).toBe(2);
  expect(JSON.stringify(await (await story.open()).sessionStatus())).not.toContain(token);
  expect(JSON.stringify(await (await story.open()).sessionOverview())).not.toContain(token);
  await story.commit('one');
  await (await story.open()).sessionAdd({ kind: 'note', text: text('later') });
  await (await story.open()).sessionEnd({ accomplished: [text('done')], next: [text('next')] });
  await story.commit('two');
  const all = story.repo.git('log', '-p', '--all');
  expect(all).toContain('REDACTED');
  for (const part of [token, token.slice(0, 20), token.slice(-20)]) expect(all).not.toContain(part);
});

test('what waits quietly is told by the next episode, and makes none', async () => {
  const story = new Story();
  const context = await openContext({
    cwd: story.repo.dir,
    env: story.repo.env,
    machine: {},
    clock: () => story.now,
    random: randomBytes,
    warm: false,
  });
  const { repository } = context;
  if (repository === undefined) throw new Error('no repository');
  const record = context.newId();
  const quietly = { at: story.now, by: 'codex' };
  addEvent(repository, { type: 'summary', id: context.newId(), ...quietly, text: 'Read the parser.' });
  addEvent(repository, { type: 'outcome', id: context.newId(), ...quietly, record, helped: true });
  expect(await story.commit('one')).toEqual([]);
  await (await story.open()).note('a reason to tell');
  const [path = ''] = await story.commit('two');
  expect(story.body(path)).toContain('## Accomplished\n\n- Read the parser.');
  expect(story.read(path)).toContain(`recalled:\n  - id: "${record}"\n    helped: true`);
  await (await story.open()).note('another');
  const [next = ''] = await story.commit('three');
  expect(story.read(next)).not.toMatch(/parser|recalled/);
  // Not for ever.
  addEvent(repository, { type: 'summary', id: context.newId(), ...quietly, text: 'Too old.' });
  story.now += 15 * DAY;
  await (await story.open()).sessionStart();
  await (await story.open()).sessionEnd();
  await (await story.open()).note('much later');
  expect(story.body((await story.commit('four'))[0])).not.toContain('Too old.');
});

test('a start tells of the project and the team what their documents say, and nothing that is not filled', async () => {
  const story = new Story();
  story.repo.write({
    '.nexus/context/project.md': newDocumentText(
      'project',
      new Map([
        ['Active Project/Type', 'Data pipeline'],
        ['Active Project/Tech Stack', 'Python, pandas'],
        ['Recent Work/Current focus', 'Performance optimization'],
        ['User Preferences Observed/Communication style', 'Direct'],
      ]),
    ),
    '.nexus/context/preferences.md': newDocumentText(
      'preferences',
      new Map([
        ['Communication Style/Level', 'Senior developer'],
        ['Preferences Observed', '- **Error handling**: likes clear exceptions'],
      ]),
    ),
  });
  expect(await (await story.open()).sessionOverview()).toEqual({
    project: 'Data pipeline (Python, pandas)',
    focus: 'Performance optimization',
    preferences: [
      'Error handling: likes clear exceptions',
      'Level: Senior developer',
      'Communication style: Direct',
    ],
    blockers: [],
    openErrors: [],
  });
});

test('an end writes the error records that wait, and no error is counted twice', async () => {
  const story = new Story();
  const streams = { stdin: 'ignore', stdout: process.stdout, stderr: process.stderr, isTTY: false } as const;
  const command = ['sh', '-c', 'test "$(cat a)" = fixed'];
  await (await story.open()).sessionStart({ focus: 'the fix' });
  expect((await (await story.open()).run(command, streams)).exit).toBe(1);
  expect(await (await story.open()).sessionOverview()).toMatchObject({ openErrors: [] });
  story.repo.write({ a: 'fixed\n' });
  expect((await (await story.open()).run(command, streams)).resolved).toHaveLength(1);
  const { episode } = await (await story.open()).sessionEnd();
  expect(episode?.body).toMatch(/## Accomplished\n\n- Resolved .* changed `a`/);
  expect(episode?.errors).toMatchObject([{ resolved: true }]);
  const held = await story.commit('fixed for good');
  expect(held.map((path) => path.split('/')[1])).toEqual(['episodes', 'errors']);
  await story.commit('more');
  expect((await (await story.open()).stats()).errors).toMatchObject([{ met: 1, resolved: 1 }]);
});

test('the first commit of a repository carries what was told before it', async () => {
  const repo = gitRepo();
  repo.write({ '.nexus/config.yaml': 'schema: 1\n' });
  const story = new Story(repo);
  const { session } = await (await story.open()).sessionStart();
  expect(session).toMatchObject({ branch: 'main' });
  const { path } = await (await story.open()).sessionAdd({ kind: 'decision', text: 'Files' });
  expect(await story.commit('first')).toContain(path);
  const { episode } = await (await story.open()).sessionEnd();
  expect(episode?.body).toContain('## Accomplished\n\n- first\n');
});

test('a preference is one more line of the document, which no commit takes along by itself', async () => {
  const story = new Story();
  await (await story.open()).sessionStart();
  const prefer = async (text: string) => (await story.open()).sessionAdd({ kind: 'preference', text });
  const { path = '' } = await prefer('Error handling: likes clear exceptions');
  await prefer('see https://example.org/style\n first');
  expect(path).toBe('.nexus/context/preferences.md');
  expect(story.read(path)).toContain(
    '## Preferences Observed\n\n- **Error handling**: likes clear exceptions\n- see https://example.org/style first\n',
  );
  const held = await story.commit('one');
  expect(held).toHaveLength(1);
  expect(story.body(held[0])).toContain('## Preferences\n\n- Error handling: likes clear exceptions\n');
  expect(story.memory()).toBe('?? .nexus/context/preferences.md');
  expect((await (await story.open()).sessionOverview()).preferences).toEqual([
    'Error handling: likes clear exceptions',
    'see https://example.org/style first',
  ]);
});

test('what several programs tell at once is all kept', async () => {
  const story = new Story();
  await (await story.open()).sessionStart();
  const texts = Array.from({ length: 12 }, (_, at) => `blocker ${at}`);
  const tell = async (text: string) => (await story.open()).sessionAdd({ kind: 'blocker', text });
  await Promise.all(texts.map(tell));
  await story.commit('one');
  const { episode } = await (await story.open()).sessionEnd();
  expect(texts.filter((text) => !`${episode?.body}\n`.includes(`- ${text}\n`))).toEqual([]);
});
