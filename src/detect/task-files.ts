import { parseForeignYaml } from '../format/foreign-yaml.ts';
import type { Task } from './facts.ts';
import { at, entriesOf, type Tree, words } from './tree.ts';

const NAME = /^[A-Za-z0-9][\w:./-]*$/;

/** Task files at the top of the repository → what reads their tasks. */
const READERS: readonly (readonly [
  files: readonly string[],
  read: (text: string, from: string) => Task[],
])[] = [
  [['Makefile', 'makefile', 'GNUmakefile'], makeTasks],
  [['justfile', 'Justfile', '.justfile'], justTasks],
  [['Taskfile.yml', 'Taskfile.yaml', 'taskfile.yml'], taskfileTasks],
];

/** Tasks of task runners that know no language. */
export function taskFileTasks(tree: Tree): Task[] {
  return READERS.flatMap(([files, read]) => {
    const from = tree.first(...files);
    const text = from === undefined ? undefined : tree.text(from);
    return from === undefined || text === undefined ? [] : read(text, from);
  });
}

function task(name: string, command: string, from: string, about: string | undefined): Task {
  return { name, command, ...(about === undefined ? {} : { about }), from };
}

/**
 * Targets that are meant to be asked for: where some are phony or have a `## comment`, only these;
 * a file's own targets are no tasks.
 */
function makeTasks(text: string, from: string): Task[] {
  const phony = new Set(
    [...text.matchAll(/^\.PHONY\s*:\s*((?:[^\n\\]|\\\n)*)/gm)].flatMap((match) =>
      (match[1] ?? '').split(/[\s\\]+/),
    ),
  );
  const rules = [...text.matchAll(/^([A-Za-z0-9][\w./-]*)\s*:(?![=:])([^\n]*)/gm)].map((match) => ({
    name: match[1] ?? '',
    about: words(/##\s*(.*)$/.exec(match[2] ?? '')?.[1]),
  }));
  const marked = rules.filter(({ name, about }) => phony.has(name) || about !== undefined);
  const tasks = marked.length > 0 ? marked : rules.filter(({ name }) => !/[./]/.test(name));
  const seen = new Set<string>();
  return tasks.flatMap(({ name, about }) => {
    if (seen.has(name) || name === 'help') return [];
    seen.add(name);
    return [task(name, `make ${name}`, from, about)];
  });
}

/** Recipes, with the comment above them; those that begin with `_` or are `[private]` are not for people. */
function justTasks(text: string, from: string): Task[] {
  const tasks: Task[] = [];
  let comment: string | undefined;
  let isPrivate = false;
  for (const line of text.split(/\r?\n/)) {
    const recipe = /^@?([A-Za-z][\w-]*)(?:\s+[^:=]*)?:(?!=)/.exec(line)?.[1];
    if (
      recipe !== undefined &&
      !isPrivate &&
      recipe !== 'default' &&
      !/^(?:set|alias|export|import|mod)\b/.test(line)
    )
      tasks.push(task(recipe, `just ${recipe}`, from, comment));
    if (/^\[/.test(line)) isPrivate ||= /\bprivate\b/.test(line);
    else {
      comment = words(/^#\s*(.*)$/.exec(line)?.[1]);
      isPrivate = false;
    }
  }
  return tasks;
}

function taskfileTasks(text: string, from: string): Task[] {
  return entriesOf(parseForeignYaml(text)?.tasks).flatMap(([name, body]) => {
    if (!NAME.test(name) || name === 'default' || at(body, 'internal') === true) return [];
    return [task(name, `task ${name}`, from, words(at(body, 'desc')))];
  });
}
