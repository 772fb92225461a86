/**
 * Reads `git status --porcelain=v2 -z`: the paths of all changed and untracked files. Submodules and
 * nested repositories are left out: they are not files.
 */
export function parseStatusPaths(output: string): string[] {
  const fields = output.split('\0');
  const paths = new Set<string>();
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] ?? '';
    const before = FIELDS_BEFORE_PATH[field[0] ?? ''];
    if (before === undefined) continue;
    const words = field.split(' ');
    // A rename is followed by the path it came from.
    if (field.startsWith('2 ')) paths.add(fields[++i] ?? '');
    const submodule = before > 1 && (words[2] ?? '').startsWith('S');
    const path = words.slice(before).join(' ');
    if (!submodule && path !== '' && !path.endsWith('/')) paths.add(path);
  }
  return [...paths];
}

/** git-status(1), Porcelain Format Version 2: changed, renamed, unmerged, untracked. */
const FIELDS_BEFORE_PATH: Readonly<Record<string, number>> = { '1': 8, '2': 9, u: 10, '?': 1 };

/** The form in which `hash-object --stdin-paths` takes any path: one per line, C-quoted where it must be. */
export function quotePath(path: string): string {
  if (!/["\\\n]/.test(path)) return path;
  const quoted = path.replace(/[\\"]/g, (mark) => `\\${mark}`).replaceAll('\n', '\\n');
  return `"${quoted}"`;
}
