import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isRunning } from '../../src/repo/stale-temps.ts';
import { embedBy } from '../helpers/embedding-server.ts';
import { gitRepo, type ShellResult, type TestRepo, tempDir } from '../helpers/git-repo.ts';
import { installedNexus } from '../helpers/installed-nexus.ts';
import { McpLines, titlesOf } from '../helpers/mcp-lines.ts';
import { onnxModel } from '../helpers/onnx-model.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

/** Stands for the library where that is not installed: it answers alike, or fails as the model's folder says. */
const STAND_IN = `
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
exports.env = { allowRemoteModels: true };
exports.pipeline = async (task, folder, options) => {
  const way = existsSync(join(folder, 'way')) ? readFileSync(join(folder, 'way'), 'utf8') : '';
  appendFileSync(join(folder, 'loaded'), JSON.stringify({ pid: process.pid, task, options, ...exports.env }) + '\\n');
  if (way === 'crash') process.kill(process.pid, 'SIGSEGV');
  if (way === 'throw') throw new Error('bad\\nmodel');
  if (way === 'hang') await new Promise(() => undefined);
  const { model: { vocab } } = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8'));
  const same = { persistence: 'database', sluggish: 'slow' };
  const vector = (text) => {
    const out = new Array(Object.keys(vocab).length).fill(0);
    for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) out[vocab[same[word] ?? word] ?? 1] += 1;
    return out;
  };
  return async (texts, how) => {
    if (how.pooling !== 'mean' || how.normalize !== true) throw new Error('asked otherwise');
    return { tolist: () => texts.map(vector) };
  };
};
`;

const PACKAGE = 'node_modules/@huggingface/transformers';
/** Where the library itself lies, if it does; see `.ci/run`. */
const REAL = process.env.NEXUS_MODEL_TOOLS;
if (REAL === undefined) console.log('skipped: no transformers.js in NEXUS_MODEL_TOOLS');

const TITLES = 'buttons fonts merges releases branches plants rooms spelling dates colours chairs lamps'
  .split(' ')
  .map((subject) => `About ${subject}`)
  .concat('Slow database');
const QUESTION = 'sluggish persistence';

interface Scene {
  readonly repo: TestRepo;
  readonly folder: string;
  readonly program: string;
  nexus(...args: readonly string[]): ShellResult;
}

async function scene(
  library: 'none' | 'stand-in' | 'real',
  settings: Record<string, string | number> = {},
): Promise<Scene> {
  const { root, program } = installedNexus();
  if (library === 'real') {
    mkdirSync(join(root, 'node_modules/@huggingface'), { recursive: true });
    symlinkSync(join(REAL ?? '', PACKAGE), join(root, PACKAGE));
  }
  if (library === 'stand-in') {
    mkdirSync(join(root, PACKAGE), { recursive: true });
    writeFileSync(join(root, PACKAGE, 'index.js'), STAND_IN);
  }
  const repo = await withMemory(gitRepo({ 'a.txt': '1' }));
  const memory = await open(repo);
  for (const title of TITLES) await memory.remember({ kind: 'note', title, body: title });
  repo.commit('what we know');
  const folder = join(tempDir(), 'made model');
  onnxModel(folder, [...TITLES, 'what we know']);
  embedBy(repo, { provider: 'onnx', model: folder, timeout: 60_000, ...settings });
  return { repo, folder, program, nexus: (...args) => repo.run(process.execPath, [program, ...args]) };
}

const loads = ({ folder }: Scene): { pid: number }[] =>
  existsSync(join(folder, 'loaded'))
    ? readFileSync(join(folder, 'loaded'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];

describe.each(['stand-in', 'real'] as const)('with the library: %s', (library) => {
  test.skipIf(library === 'real' && REAL === undefined)(
    'vectors are made, and a question is answered by its meaning',
    async () => {
      const { nexus, folder } = await scene(library);
      expect(nexus('recall', ...QUESTION.split(' ')).code).toBe(1);
      const made = nexus('embed');
      expect(made.stderr).toBe('');
      expect(made.stdout).toMatch(
        /^(\d+) of \1 records and commits have a vector, \1 of them new: \d+ numbers each, by onnx /,
      );
      expect(made.stdout).toContain(folder);
      expect(nexus('embed').stdout).toContain(', 0 of them new');
      const answer = nexus('recall', ...QUESTION.split(' '));
      expect(answer).toMatchObject({ code: 0, stderr: '' });
      expect(answer.stdout).toContain('Slow database');
      expect(answer.stdout).not.toContain('About');
      expect(nexus('doctor').stdout).toMatch(/onnx \(.*made model\) answers with \d+ numbers/);
    },
  );
});

test('nothing is ever fetched, and the most exact file is taken', async () => {
  const made = await scene('stand-in');
  writeFileSync(join(made.folder, 'onnx/model_quantized.onnx'), '');
  made.nexus('embed');
  expect(loads(made)).toMatchObject([
    {
      task: 'feature-extraction',
      allowRemoteModels: false,
      options: { local_files_only: true, dtype: 'fp32', subfolder: 'onnx' },
    },
  ]);
});

test('a server keeps one process for all questions, which ends with it', async () => {
  const made = await scene('stand-in');
  made.nexus('embed');
  const before = loads(made).length;
  const lines = new McpLines(made.repo, { run: [process.execPath, made.program, 'mcp'] });
  await lines.initialize();
  for (const query of [QUESTION, 'persistence'])
    expect(titlesOf(await lines.call('recall', { query }))).toContain('Slow database');
  const started = loads(made).slice(before);
  expect(started).toHaveLength(1);
  lines.close();
  await lines.ended;
  await expect.poll(() => isRunning(started[0]?.pid ?? 0)).toBe(false);
});

test('a server that could not load the model tries again with the next question', async () => {
  const made = await scene('stand-in');
  made.nexus('embed');
  writeFileSync(join(made.folder, 'way'), 'throw');
  const lines = new McpLines(made.repo, { run: [process.execPath, made.program, 'mcp'] });
  await lines.initialize();
  expect(titlesOf(await lines.call('recall', { query: QUESTION }))).toEqual([]);
  rmSync(join(made.folder, 'way'));
  expect(titlesOf(await lines.call('recall', { query: QUESTION }))).toEqual(['Slow database']);
  lines.close();
});

test.each([
  ['crash', 'its process ended (SIGSEGV)', 'the model could not be run'],
  ['throw', 'the model could not be run', 'bad model'],
  ['hang', 'no answer within 300 ms', 'give it longer: timeout'],
])('a model that fails (%s): words alone answer, and it is said', async (way, why, hint) => {
  const made = await scene('stand-in');
  made.nexus('embed');
  embedBy(made.repo, { provider: 'onnx', model: made.folder, timeout: way === 'hang' ? 300 : 60_000 });
  writeFileSync(join(made.folder, 'way'), way);
  const answer = made.nexus('recall', 'plants');
  expect(answer).toMatchObject({ code: 0, stdout: expect.stringContaining('About plants') });
  expect(answer.stderr).toContain(`recall.embeddings: onnx: ${why}; words alone answered`);
  if (way !== 'hang') expect(made.nexus('doctor').stdout).toContain(hint);
  for (const { pid } of loads(made)) await expect.poll(() => isRunning(pid)).toBe(false);
});

test('what is not there is named: the library, the folder, a model in it', async () => {
  const made = await scene('none');
  expect(made.nexus('embed')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('install @huggingface/transformers where nexus-memory is installed'),
  });
  const empty = tempDir();
  embedBy(made.repo, { provider: 'onnx', model: empty });
  expect(made.nexus('embed').stderr).toContain('holds no model.onnx');
  embedBy(made.repo, { provider: 'onnx', model: join(empty, 'none') });
  expect(made.nexus('embed').stderr).toContain('there is no such folder');
});
