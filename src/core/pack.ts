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

/** So large a part of the source files is worth a pack: below it stand a few scripts beside something else. */
export const PACK_SHARE = 0.1;

/** The packs that suit a repository. @param languages shares of its source files, 0 to 1 */
export function packsFor(
  languages: readonly { readonly name: string; readonly share: number }[],
): readonly PackName[] {
  return PACK_NAMES.filter((name) => {
    const wanted: readonly string[] = PACKS[name].languages;
    const own = languages.filter((language) => wanted.includes(language.name));
    return own.reduce((sum, { share }) => sum + share, 0) >= PACK_SHARE;
  });
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
