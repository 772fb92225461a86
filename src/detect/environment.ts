import type { Fact } from './facts.ts';
import { distinct } from './member.ts';
import type { Tree } from './tree.ts';

/** Files that list variables for others to fill. `.env` itself is never opened. */
const EXAMPLES =
  /(?:^|\/)(?:\.env[\w.-]*\.(?:example|sample|template|dist|defaults)|\.env[._-](?:example|sample|template|dist|defaults)|example\.env|env\.example|sample\.env)$/;
const MAX_FILES = 5;

/** Names of environment variables that the project asks for. */
export function environmentOf(tree: Tree): Fact[] {
  const files = tree.files.filter((path) => EXAMPLES.test(path)).slice(0, MAX_FILES);
  const found = files.flatMap((from) =>
    [...(tree.text(from) ?? '').matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w{0,79})[ \t]*=/gm)].map(
      (match) => ({
        value: match[1] ?? '',
        from,
      }),
    ),
  );
  return distinct(found, ({ value }) => value);
}
