/** The id at the end of a record's file name, `<slug>-<id>.md` (or the id alone). */
const NAME = /(?:^|[/-])([0-7][0-9a-hjkmnp-tv-z]{25})\.md$/;

export function idInName(path: string): string | undefined {
  return NAME.exec(path)?.[1];
}
