import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMemoryFiles } from '../../src/repo/memory-files.ts';
import { isSafePath, whyNotWritable } from '../../src/repo/memory-path.ts';
import { tempDir } from '../helpers/git-repo.ts';
import { childProgram } from './child-program.ts';

const NOTE = '.nexus/notes/a.md';

/** A repository root with one note, beside a folder that is nobody's business. */
function fixture(): { root: string; outside: string } {
  const base = tempDir();
  const root = join(base, 'repo');
  const outside = join(base, 'outside');
  mkdirSync(join(root, '.nexus', 'notes'), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(root, NOTE), 'note');
  writeFileSync(join(outside, 'a.md'), 'secret');
  return { root, outside };
}

const code = (expected: string) => expect.objectContaining({ name: 'NexusError', code: expected });

describe('names', () => {
  it('gives what is called a record below a folder, however deep, and follows no link', () => {
    const { root, outside } = fixture();
    const { names } = openMemoryFiles(root);
    mkdirSync(join(root, '.nexus/episodes/2026/11'), { recursive: true });
    for (const path of ['2026/11/e.md', '2026/11/.e.md', '2026/11/e.txt', 'f.md'])
      writeFileSync(join(root, '.nexus/episodes', path), 'text');
    symlinkSync(outside, join(root, '.nexus/episodes/2025'));
    symlinkSync(join(outside, 'a.md'), join(root, '.nexus/episodes/a.md'));
    expect([...names('.nexus/episodes')].sort()).toEqual([
      '.nexus/episodes/2026/11/e.md',
      '.nexus/episodes/f.md',
    ]);
    expect(names('.nexus/patterns')).toEqual([]);
    symlinkSync(outside, join(root, '.nexus/patterns'));
    expect(names('.nexus/patterns')).toEqual([]);
    expect(names('.nexus/../../outside')).toEqual([]);
    mkdirSync(join(root, '.nexus/episodes/2026/.git'));
    expect(names('.nexus/episodes')).toEqual(['.nexus/episodes/f.md']);
  });
});

describe('list', () => {
  it('gives records by path with size, time and inode, and passes over other plain files', () => {
    const { root } = fixture();
    mkdirSync(join(root, '.nexus/episodes/2026/11'), { recursive: true });
    mkdirSync(join(root, '.nexus/context'));
    for (const path of [
      'episodes/2026/11/e.md',
      'notes/a-b.md',
      'notes/.hidden.md',
      'notes/image.png',
      'context/project.md',
    ]) {
      writeFileSync(join(root, '.nexus', path), 'text');
    }
    writeFileSync(join(root, '.nexus/.gitattributes'), '');
    const { files, problems } = openMemoryFiles(root).list();
    expect(problems).toEqual([]);
    expect(files.map((file) => file.path)).toEqual([
      '.nexus/episodes/2026/11/e.md',
      '.nexus/notes/a-b.md',
      NOTE,
    ]);
    const stat = statSync(join(root, NOTE));
    expect(files[2]).toEqual({ path: NOTE, size: 4, mtimeMs: stat.mtimeMs, ino: stat.ino });
  });

  it('is empty where there is no memory', () => {
    expect(openMemoryFiles(tempDir()).list()).toEqual(expect.objectContaining({ files: [], problems: [] }));
  });

  it('reports what is no record and still gives the rest', () => {
    const { root } = fixture();
    const notes = join(root, '.nexus/notes');
    mkdirSync(join(notes, 'folder.md'));
    mkdirSync(join(notes, 'inner', '.git'), { recursive: true });
    writeFileSync(join(notes, 'inner', 'b.md'), '');
    mkdirSync(join(notes, 'gitlink'));
    writeFileSync(join(notes, 'gitlink', '.git'), 'gitdir: /nowhere\n');
    symlinkSync(join(root, NOTE), join(notes, 'link.md'));
    execFileSync('mkfifo', [join(notes, 'pipe.md')]);
    writeFileSync(join(notes, 'back\\slash.md'), '');
    writeFileSync(
      Buffer.concat([Buffer.from(`${notes}/latin`), Buffer.from([0xe9]), Buffer.from('.md')]),
      '',
    );
    const { files, problems } = openMemoryFiles(root).list();
    expect(files.map((file) => file.path)).toEqual([NOTE]);
    expect(
      problems.map((problem) => `${problem.code} ${problem.file.slice('.nexus/notes/'.length)}`).sort(),
    ).toEqual(
      ['back\\slash.md', 'folder.md', 'gitlink', 'inner', 'latin\ufffd.md', 'link.md', 'pipe.md'].map(
        (name) => `not-a-file ${name}`,
      ),
    );
  });
});

describe('read, create, replace, remove', () => {
  it('round-trip, making folders as needed', () => {
    const { root } = fixture();
    const files = openMemoryFiles(root);
    const path = '.nexus/episodes/2026/11/x-1.md';
    files.create(path, 'eins ü');
    expect(Buffer.from(files.read(path) ?? []).toString()).toBe('eins ü');
    files.replace(path, 'zwei', 'eins ü');
    expect(Buffer.from(files.read(path) ?? []).toString()).toBe('zwei');
    files.remove(path);
    files.remove(path);
    expect(files.read(path)).toBeUndefined();
    expect(files.read('.nexus/notes')).toBeUndefined();
    expect(readdirSync(join(root, '.nexus/episodes/2026/11'))).toEqual([]);
  });

  it('makes .nexus itself', () => {
    const root = tempDir();
    openMemoryFiles(root).create('.nexus/config.yaml', 'schema: 1\n');
    openMemoryFiles(root).create('.nexus/.gitattributes', '');
    expect(readdirSync(join(root, '.nexus')).sort()).toEqual(['.gitattributes', 'config.yaml']);
  });

  it('gives a conflict for a file that exists, changed or went away', () => {
    const { root } = fixture();
    const files = openMemoryFiles(root);
    expect(() => files.create(NOTE, 'x')).toThrow(code('conflict'));
    expect(() => files.replace(NOTE, 'x', 'other')).toThrow(code('conflict'));
    expect(() => files.replace('.nexus/notes/none.md', 'x', '')).toThrow(code('conflict'));
    expect(readFileSync(join(root, NOTE), 'utf8')).toBe('note');
  });

  it('keeps the permissions of a replaced file', () => {
    const { root } = fixture();
    chmodSync(join(root, NOTE), 0o640);
    openMemoryFiles(root).replace(NOTE, 'new', 'note');
    expect(statSync(join(root, NOTE)).mode & 0o777).toBe(0o640);
  });

  it('stops reading at its limit', () => {
    const { root } = fixture();
    writeFileSync(join(root, NOTE), 'x'.repeat(5000));
    expect(openMemoryFiles(root, { maxRead: 100 }).read(NOTE)?.length).toBe(100);
  });
});

const layouts: Record<string, (root: string, outside: string) => void> = {
  'a linked file': (root, outside) => symlinkSync(join(outside, 'a.md'), join(root, '.nexus/notes/x.md')),
  'a relative linked file': (root) => symlinkSync('../../../outside/a.md', join(root, '.nexus/notes/x.md')),
  'a dangling link': (root, outside) => symlinkSync(join(outside, 'x.md'), join(root, '.nexus/notes/x.md')),
  'a chain of links': (root, outside) => {
    symlinkSync(join(outside, 'a.md'), join(root, 'second'));
    symlinkSync(join(root, 'second'), join(root, '.nexus/notes/x.md'));
  },
  'a link inside the repository': (root) => symlinkSync('a.md', join(root, '.nexus/notes/x.md')),
  'a loop': (root) => symlinkSync('x.md', join(root, '.nexus/notes/x.md')),
  'a link to a device': (root) => symlinkSync('/dev/zero', join(root, '.nexus/notes/x.md')),
  'a linked kind folder': (root, outside) => {
    renameSync(join(root, '.nexus/notes'), join(root, 'notes'));
    symlinkSync(outside, join(root, '.nexus/notes'));
  },
  'a dangling kind folder': (root, outside) => {
    renameSync(join(root, '.nexus/notes'), join(root, 'notes'));
    symlinkSync(join(outside, 'made'), join(root, '.nexus/notes'));
  },
  'a linked root': (root, outside) => {
    renameSync(join(root, '.nexus'), join(root, 'memory'));
    mkdirSync(join(outside, 'notes'));
    writeFileSync(join(outside, 'notes', 'x.md'), 'secret');
    symlinkSync(outside, join(root, '.nexus'));
  },
  'a dangling root': (root, outside) => {
    renameSync(join(root, '.nexus'), join(root, 'memory'));
    symlinkSync(join(outside, 'made'), join(root, '.nexus'));
  },
  'a root linked inside': (root) => {
    renameSync(join(root, '.nexus'), join(root, 'memory'));
    symlinkSync('memory', join(root, '.nexus'));
  },
};

describe('links', () => {
  function snapshot(dir: string): unknown {
    return readdirSync(dir, { recursive: true, withFileTypes: true }).map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [
        path,
        lstatSync(path).isFile() ? readFileSync(path, 'utf8') : 'no file',
        lstatSync(path).mtimeMs,
      ];
    });
  }

  it.each(Object.keys(layouts))('%s leads nowhere', (name) => {
    const { root, outside } = fixture();
    layouts[name]?.(root, outside);
    const before = snapshot(outside);
    const files = openMemoryFiles(root);
    const target = '.nexus/notes/x.md';
    const { problems, files: listed } = files.list();
    expect(problems.map((problem) => problem.code)).toEqual(['not-a-file']);
    expect(listed.map((file) => file.path)).toEqual(
      name.includes('folder') || name.includes('root') ? [] : [NOTE],
    );
    expect(files.read(target)).toBeUndefined();
    expect(() => files.create(target, 'x')).toThrow(code('refused'));
    expect(() => files.replace(target, 'x', 'secret')).toThrow(code('refused'));
    expect(() => files.remove(target)).toThrow(code('refused'));
    expect(snapshot(outside)).toEqual(before);
  });

  it('a linked month folder leads nowhere', () => {
    const { root, outside } = fixture();
    mkdirSync(join(root, '.nexus/episodes/2026'), { recursive: true });
    symlinkSync(outside, join(root, '.nexus/episodes/2026/11'));
    const files = openMemoryFiles(root);
    expect(files.read('.nexus/episodes/2026/11/a.md')).toBeUndefined();
    expect(() => files.create('.nexus/episodes/2026/11/b.md', 'x')).toThrow(code('refused'));
    expect(readdirSync(outside)).toEqual(['a.md']);
  });
});

describe('paths', () => {
  it.each([
    '/etc/passwd',
    '.nexus',
    '.nexus/',
    '.nexus/../x.md',
    '.nexus/notes/../../x.md',
    '.nexus/./x.md',
    '.nexus//x.md',
    '../.nexus/x.md',
    '.nexus\\notes\\x.md',
    '.nexus/notes\\..\\..\\x',
    '.nexus-evil/x.md',
    'notes/x.md',
    '',
    '.nexus/x\0.md',
    '.nexus/x\n.md',
    '.nexus/.git/config',
    '.nexus/.GIT/config',
    'C:/x',
    'file:///etc/passwd',
  ])('%j is refused', (path) => {
    expect(isSafePath(path)).toBe(false);
    const { root } = fixture();
    expect(openMemoryFiles(root).read(path)).toBeUndefined();
    expect(() => openMemoryFiles(root).create(path, 'x')).toThrow(code('refused'));
    expect(() => openMemoryFiles(root).remove(path)).toThrow(code('refused'));
  });

  it.each([
    'AUX.md',
    'nul',
    'com1.md',
    'LPT9.txt',
    'a:b.md',
    'a?.md',
    'trailing.',
    'trailing ',
    '.hidden.md',
    'git~1',
    'e\u0301.md',
    'x'.repeat(256),
    '.gitattributes/x.md',
  ])('%j is not made', (name) => {
    expect(whyNotWritable(`.nexus/notes/${name}`)).toEqual(expect.any(String));
  });

  it('nothing leaves the root, whatever the path', () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '',
      '.nexus',
      'notes',
      'a.md',
      '...',
      '..%2f',
      '~',
      '\\',
      '%2e%2e',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const path = parts.join('/');
        if (!isSafePath(path)) return;
        expect(join('/root', path).startsWith('/root/.nexus/')).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });
});

const WRITER = `
import { openMemoryFiles } from './memory-files.ts';
const [root, who, same] = process.argv.slice(2);
const files = openMemoryFiles(root);
const counts = { won: 0, conflict: 0, other: 0 };
for (let i = 0; i < 100; i++) {
  const name = same === 'same' ? 'n' + i : 'n' + i + '-' + who;
  try {
    files.create('.nexus/episodes/2026/11/' + name + '.md', who + ' ' + 'x'.repeat(3000) + ' ' + who);
    counts.won++;
  } catch (error) {
    counts[error.code === 'conflict' ? 'conflict' : 'other']++;
  }
}
process.stdout.write(JSON.stringify(counts));
`;

describe('8 processes at once', () => {
  async function writeAll(root: string, mode: 'same' | 'own') {
    const program = childProgram(WRITER);
    const writers = Array.from({ length: 8 }, (_, who) => {
      const child = spawn(process.execPath, [program, root, `w${who}`, mode], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      return new Promise<{ won: number; conflict: number; other: number }>((resolve, reject) => {
        child.on('close', () => resolve(JSON.parse(text)));
        child.on('error', reject);
      });
    });
    const counts = await Promise.all(writers);
    const total = (key: 'won' | 'conflict' | 'other') => counts.reduce((sum, each) => sum + each[key], 0);
    return { won: total('won'), conflict: total('conflict'), other: total('other') };
  }

  function wholeFiles(root: string): number {
    const files = openMemoryFiles(root);
    return files
      .list()
      .files.map((file) => Buffer.from(files.read(file.path) ?? []).toString())
      .filter((text) => /^(w\d) x{3000} \1$/.test(text)).length;
  }

  it('write 800 of 800 records', async () => {
    const root = tempDir();
    expect(await writeAll(root, 'own')).toEqual({ won: 800, conflict: 0, other: 0 });
    expect(wholeFiles(root)).toBe(800);
    expect(readdirSync(join(root, '.nexus/episodes/2026/11')).length).toBe(800);
  });

  it('agree on one winner for each name', async () => {
    const root = tempDir();
    expect(await writeAll(root, 'same')).toEqual({ won: 100, conflict: 700, other: 0 });
    expect(wholeFiles(root)).toBe(100);
  });
});
