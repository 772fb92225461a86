import { parseCitation } from '../core/record.ts';
import { oneLine } from './lines.ts';

/**
 * The canonical form of a citation, `path`, `path#L10` or `path#L10-L20`: repository-relative, `/`
 * between parts. Undefined where the text does not stay inside the repository: absolute paths, drive
 * letters, `~`, URLs, `..`, and git's own folder.
 */
export function normaliseCitation(text: string): string | undefined {
  const clean = tidy(text);
  // Taking away an end (`a:10/`, `a:5#L0`) can show another; a canonical form is its own canonical form.
  return clean === undefined || clean === text ? clean : normaliseCitation(clean);
}

function tidy(text: string): string | undefined {
  const { path, from, to } = parseCitation(colonLines(oneLine(text)));
  const slashed = path.replaceAll('\\', '/');
  if (/^(?:\/|~|[a-z]:|[a-z][a-z0-9+.-]*:\/\/)/i.test(slashed)) return undefined;
  const parts = slashed.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length === 0 || parts.includes('..') || parts[0]?.toLowerCase() === '.git') return undefined;
  const clean = parts.join('/');
  if (from === undefined || to === undefined) return clean;
  const [low, high] = from <= to ? [from, to] : [to, from];
  if (low < 1 || !Number.isSafeInteger(high)) return clean;
  return low === high ? `${clean}#L${low}` : `${clean}#L${low}-L${high}`;
}

/** `path:10`, `path:10:5` and `path:10-20`, as compilers and editors print them. */
function colonLines(text: string): string {
  const match = /^([^#]*?[^#:]):(\d+)(?:-(\d+)|:\d+)?$/.exec(text);
  if (match === null) return text;
  return `${match[1]}#L${match[2]}${match[3] === undefined ? '' : `-L${match[3]}`}`;
}
