/** How much of a fix a record carries: enough to see it, never the whole change. */
const MAX_LINES = 24;
const MAX_LINE = 160;
const MAX_PER_FILE = 12;

/** Files that restate other files: their diff is long and says nothing. */
const DERIVED =
  /(^|\/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|Cargo\.lock|poetry\.lock|uv\.lock|go\.sum|Gemfile\.lock|composer\.lock)$|\.min\.(js|css)$|\.map$/;

interface FileDiff {
  readonly path: string;
  readonly lines: readonly string[];
}

function filesOf(unified: string): FileDiff[] {
  return unified
    .split(/^diff --git .*$/m)
    .slice(1)
    .map((part) => {
      const lines = part.split('\n');
      const name =
        lines.find((line) => line.startsWith('+++ ') && line !== '+++ /dev/null') ??
        lines.find((line) => line.startsWith('--- ')) ??
        '';
      const start = lines.findIndex((line) => line.startsWith('@@'));
      const changed = start < 0 ? [] : lines.slice(start).filter((line) => /^[+-](?!\s*$)/.test(line));
      return {
        path: name
          .slice(4)
          .replace(/^[ab]\//, '')
          .replace(/\t.*$/, ''),
        lines: changed,
      };
    })
    .filter((file) => file.lines.length > 0 && !DERIVED.test(file.path));
}

/**
 * The few changed lines of a unified diff that show what a fix was: smallest files first, since a
 * one-line change to a manifest says more than a rewritten module; what is left out is counted.
 */
export function tellingDiff(unified: string): string {
  const files = filesOf(unified).sort(
    (a, b) => a.lines.length - b.lines.length || (a.path < b.path ? -1 : 1),
  );
  const out: string[] = [];
  let left = MAX_LINES;
  let hidden = 0;
  for (const file of files) {
    const room = Math.min(left, MAX_PER_FILE);
    const shown = file.lines.slice(0, room);
    hidden += file.lines.length - shown.length;
    if (shown.length === 0) continue;
    out.push(
      `# ${file.path}`,
      ...shown.map((line) => (line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line)),
    );
    left -= shown.length;
  }
  if (hidden > 0) out.push(`# … ${hidden} more changed ${hidden === 1 ? 'line' : 'lines'}`);
  return out.join('\n');
}

/** A telling diff without what it says of these files. */
export function withoutFiles(telling: string, paths: ReadonlySet<string>): string {
  let hidden = false;
  return telling
    .split('\n')
    .filter((line) => {
      // All other lines begin with + or -.
      if (line.startsWith('# ')) hidden = paths.has(line.slice(2));
      return !hidden;
    })
    .join('\n');
}
