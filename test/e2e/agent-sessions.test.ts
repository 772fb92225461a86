import { expect, test } from 'vitest';
import { McpLines, textOf } from '../helpers/mcp-lines.ts';
import { DAY, Story } from '../helpers/story.ts';

test('an agent joins the session in which a person is working, and what it tells goes into it', async () => {
  const story = new Story();
  const { session } = await (await story.open()).sessionStart({ focus: 'uploads' });
  const joined = await (await story.open()).sessionStart({ by: 'claude', focus: 'something else' });
  expect(joined).toMatchObject({ joined: true, session: { id: session.id, focus: 'uploads' } });
  expect(joined.closed).toBeUndefined();
  await (await story.open()).sessionAdd({ kind: 'decision', text: 'Retry three times', by: 'claude' });
  const { episode } = await (await story.open()).sessionEnd();
  expect(episode).toMatchObject({ title: 'uploads', episode: { session: session.id } });
  expect(episode?.body).toContain('- Retry three times');
});

test('the agent is told so', async () => {
  const story = new Story();
  const { session } = await (await story.open()).sessionStart();
  const server = new McpLines(story.repo);
  await server.initialize();
  const started = await server.call('session', { action: 'start' });
  expect(textOf(started).text).toContain(`Session ${session.id} was started by a person and stays open`);
  expect(started.result?.structuredContent).toMatchObject({ id: session.id, joined: true });
});

test('what a person left open long ago, and what another agent left open, is closed', async () => {
  const story = new Story();
  await (await story.open()).sessionStart({ focus: 'uploads' });
  await (await story.open()).sessionAdd({ kind: 'blocker', text: 'no bucket' });
  story.now += 2 * DAY;
  const mine = await (await story.open()).sessionStart({ by: 'claude' });
  expect(mine.closed?.episode?.title).toBe('uploads');
  const other = await (await story.open()).sessionStart({ by: 'codex' });
  expect(other.closed?.session.id).toBe(mine.session.id);
  expect(other.session.by).toBe('codex');
});

test('commits alone are no reason to tell of the session of an agent', async () => {
  const story = new Story();
  await (await story.open()).sessionStart({ by: 'claude', focus: 'tidy up' });
  await story.commit('rename a');
  const summary = { type: 'summary', key: '1', by: 'claude', session: 's', text: 'I renamed a.' } as const;
  expect(await (await story.open()).observe(summary)).toEqual({ kept: true });
  expect((await (await story.open()).sessionEnd({ by: 'claude' })).episode).toBeUndefined();
  // A person who starts one means it.
  await (await story.open()).sessionStart();
  await story.commit('rename b');
  expect((await (await story.open()).sessionEnd()).episode?.body).toContain('- rename b');
  // With something told they say what was done.
  await (await story.open()).sessionStart({ by: 'claude' });
  await (await story.open()).sessionAdd({ kind: 'decision', text: 'One name', by: 'claude' });
  await story.commit('rename c');
  const { episode } = await (await story.open()).sessionEnd({ by: 'claude' });
  expect(episode?.body).toMatch(/- rename c[\s\S]*- One name/);
});

test('an error that an agent met is a reason', async () => {
  const story = new Story();
  await (await story.open()).sessionStart({ by: 'claude' });
  await (await story.open()).observe({
    type: 'command',
    key: '1',
    by: 'claude',
    command: 'node app.mjs',
    failed: true,
    output: 'RangeError: connection pool has no size',
  });
  const { episode } = await (await story.open()).sessionEnd({ by: 'claude' });
  expect(episode?.errors).toMatchObject([{ resolved: false }]);
});
