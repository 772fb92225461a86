import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Files below a folder whose names end so, in order; links are not followed, too big ones left out. */
export function sourceFiles(folder: string, end: RegExp, most: number, skip?: RegExp): string[] {
  const out: string[] = [];
  const waiting = [folder];
  for (let dir = waiting.shift(); dir !== undefined && out.length < most; dir = waiting.shift())
    for (const entry of readdirSync(dir, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = join(dir, entry.name);
      if (skip?.test(path) === true) continue;
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile() && end.test(entry.name) && lstatSync(path).size < 1_000_000) out.push(path);
    }
  return out.slice(0, most);
}

/** Every so-many-th, so that no more than `most` are left. */
export function spread<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, Math.ceil(all.length / most));
  return all.filter((_, index) => index % step === 0);
}
