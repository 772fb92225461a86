import type { DeclaredEntry } from './facts.ts';
import { pathIn, type Tree } from './tree.ts';

/** Files that usually hold a `main`, most telling first; others are not opened. */
const USUAL = /(?:Application|Main|App|Launcher|Bootstrap|MainKt)\.(?:java|kt)$/;
const MAX_READ = 20;
const ROOTS = ['src/main/java', 'src/main/kotlin', 'src'];

/** The source file of a class, where it is tracked. */
export function classFile(tree: Tree, folder: string, name: string): string | undefined {
  const path = name.replace(/Kt$/, '').replaceAll('.', '/');
  const places = ROOTS.flatMap((root) => [`${root}/${path}.java`, `${root}/${path}.kt`]);
  return tree.first(...places.map((place) => pathIn(folder, place)));
}

/** Classes with a `main` among the usual files of a module. */
export function mainClasses(tree: Tree, folder: string): DeclaredEntry[] {
  return tree
    .below(pathIn(folder, 'src'))
    .filter((path) => USUAL.test(path) && !path.includes('/test/'))
    .slice(0, MAX_READ)
    .filter((path) => /\bstatic\s+void\s+main\s*\(|^[ \t]*fun[ \t]+main\(/m.test(tree.text(path) ?? ''))
    .map((path) => ({ path, what: 'main class', from: path }));
}
