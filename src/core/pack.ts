/** Knowledge that comes with Nexus: recalled beside a repository's own memory, and in no repository itself. */
export const PACKS = {
  python: { title: 'Python', languages: ['Python'] },
  typescript: { title: 'TypeScript and Node', languages: ['TypeScript', 'JavaScript'] },
} as const satisfies Readonly<Record<string, PackRow>>;

interface PackRow {
  readonly title: string;
  /** The languages of a repository for which it is worth having. */
  readonly languages: readonly string[];
}

export type PackName = keyof typeof PACKS;

export const PACK_NAMES = Object.keys(PACKS) as readonly PackName[];

export function isPackName(text: string): text is PackName {
  return Object.hasOwn(PACKS, text);
}

/** What stands where a repository's own record has its path. @param path below `.nexus/`, if it were there */
export function packPath(pack: PackName, path: string): string {
  return `${pack}:${path}`;
}

/** The inverse of {@link packPath}; undefined for the path of a file. */
export function inPack(path: string): { readonly pack: PackName; readonly path: string } | undefined {
  const at = path.indexOf(':');
  const pack = path.slice(0, Math.max(0, at));
  return isPackName(pack) ? { pack, path: path.slice(at + 1) } : undefined;
}
