import { MEMORY_ROOT } from '../core/kinds.ts';

const UNSAFE = /[\\\x00-\x1f\x7f-\x9f]/;
/** Names that Windows keeps for devices, with any extension, and the characters and ends that it refuses. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;
const NOT_PORTABLE = /[<>:"|?*]|[ .]$/;
/** Bytes of one name that every usual file system holds. */
const MAX_NAME = 255;

/** Parts that are no names, and git's own folder. */
const FORBIDDEN = new Set(['', '.', '..', '.git']);

/** The files below `.nexus` whose names start with a dot and that Nexus writes. */
const DOT_FILES = new Set(['.gitattributes']);

/** True for a relative path below `.nexus` that stays there on every system. What it leads to is not looked at. */
export function isSafePath(path: string): boolean {
  return path.startsWith(`${MEMORY_ROOT}/`) && staysInside(path);
}

/** True for a relative path that stays below its root on every system, and out of git's own folder. */
export function staysInside(path: string): boolean {
  return !UNSAFE.test(path) && !path.split('/').some((name) => FORBIDDEN.has(name.toLowerCase()));
}

/** Why Nexus does not make a file with this path, or undefined if it may: stricter than what it reads. */
export function whyNotWritable(path: string): string | undefined {
  if (!isSafePath(path)) return `does not lie below ${MEMORY_ROOT}`;
  if (path !== path.normalize('NFC')) return 'is not in Unicode normal form C';
  const names = path.split('/').slice(1);
  for (const [at, name] of names.entries()) {
    const last = at === names.length - 1;
    if (name.startsWith('.') && !(last && DOT_FILES.has(name))) return 'has a name that starts with a dot';
    if (DEVICE.test(name) || NOT_PORTABLE.test(name)) return 'has a name that Windows refuses';
    if (/^git~\d/i.test(name)) return 'has a name that git refuses';
    if (new TextEncoder().encode(name).length > MAX_NAME) return 'has a name that is too long';
  }
  return undefined;
}
