import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clone } from '../helpers/clone.ts';
import { sealedEnv, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';

/** Fails with a message that holds a path, a version and a line number, unless the setting is there. */
const APP = `import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const settings = JSON.parse(readFileSync('settings.json', 'utf8'));
if (settings.poolSize === undefined) {
  throw new RangeError(\`connection pool of schema \${version} has no size: \${resolve('settings.json')}:\${process.pid}\`);
}
console.log('listening');
`;

test('what one person resolved, a teammate is told at the first failure', () => {
  const base = tempDir();
  const remote = join(base, 'remote.git');
  new TestRepo(base, sealedEnv(base)).git('init', '-q', '--bare', '-b', 'main', remote);

  // Ann has a repository with an application that cannot start.
  const ann = clone(base, remote, 'ann work', 'Ann');
  ann.commit('an application', {
    'app.mjs': APP,
    'package.json': '{"version": "1.4.2"}\n',
    'settings.json': '{}\n',
  });
  expect(nexus(ann, ['init', '--yes']).code).toBe(0);
  ann.commit('give it a memory');

  const failed = nexus(ann, ['run', '--', 'node', 'app.mjs']);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('RangeError');
  expect(failed.stderr).not.toContain('resolved before');

  // She fixes it, runs it again, and commits.
  writeFileSync(join(ann.dir, 'settings.json'), '{"poolSize": 8}\n');
  const passed = nexus(ann, ['run', '--', 'node', 'app.mjs']);
  expect(passed).toMatchObject({ code: 0, stdout: 'listening\n' });
  expect(passed.stderr).toContain('resolved');
  ann.git('commit', '-q', '-am', 'set the size of the pool');

  // The commit holds code, episode and error record, and nothing is left over.
  const held = ann.git('show', '--name-only', '--format=', 'HEAD').split('\n');
  expect(held).toContain('settings.json');
  const error = held.find((path) => path.startsWith('.nexus/errors/')) ?? '';
  const episode = held.find((path) => path.startsWith('.nexus/episodes/')) ?? '';
  expect(held).toHaveLength(3);
  expect(ann.git('status', '--porcelain')).toBe('');
  const text = readFileSync(join(ann.dir, error), 'utf8');
  expect(text).toContain('poolSize');
  expect(text).not.toContain(base);
  expect(readFileSync(join(ann.dir, episode), 'utf8')).toContain('resolved: true');
  ann.git('push', '-q', 'origin', 'main');

  // Ben has it elsewhere, at another version, with the failing line further down.
  const ben = clone(base, remote, 'ben', 'Ben');
  expect(nexus(ben, ['init', '--yes']).code).toBe(0);
  ben.write({
    'app.mjs': `// moved down\n\n\n${APP}`,
    'package.json': '{"version": "2.0.11"}\n',
    'settings.json': '{}\n',
  });
  const met = nexus(ben, ['run', '--', 'node', 'app.mjs']);
  expect(met.code).toBe(1);
  expect(met.stderr).toContain('resolved before');
  expect(met.stderr).toContain('same error signature');
  expect(met.stderr).toContain('+{"poolSize": 8}');
  expect(met.stderr).toContain('Ann');

  // He can ask, too; and when it passes for him, his commit tells that the record helped.
  const asked = nexusJson<{ tier: string; hits: { path: string }[] }>(ben, ['fix', '-'], {
    input: met.stderr,
  });
  expect(asked).toMatchObject({ tier: 'signature', hits: [{ path: error }] });
  ben.write({ 'settings.json': '{"poolSize": 4}\n' });
  expect(nexus(ben, ['run', '--', 'node', 'app.mjs']).code).toBe(0);
  ben.git('commit', '-q', '-am', 'a smaller pool');
  const second = ben.git('show', '--name-only', '--format=', 'HEAD').split('\n');
  expect(second.filter((path) => path.startsWith('.nexus/errors/'))).toEqual([]);
  const told = second.find((path) => path.startsWith('.nexus/episodes/')) ?? '';
  expect(readFileSync(join(ben.dir, told), 'utf8')).toContain('helped: true');
});
