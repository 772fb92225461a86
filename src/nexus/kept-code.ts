import type { CodeFile, CodeUnit } from '../core/code.ts';
import type { Problem } from '../core/problem.ts';
import type { Context } from './context.ts';
import { openParsed } from './parsed-files.ts';

/** A unit without what its file tells: its text as a place in it, `[begin, end]`; where that cannot be, the text. */
type KeptUnit = Omit<CodeUnit, 'path' | 'language' | 'text'> & {
  readonly text: readonly [number, number] | string;
};
type KeptFile = Omit<CodeFile, 'units' | 'path'> & { readonly units: readonly KeptUnit[] };

/** What source files were taken apart into, by their stamps: no grammar reads the same file twice. */
export interface KeptCode {
  /** @param text the file as it is now. A problem is not kept: what took too long may not the next time. */
  of(path: string, text: string, make: () => Promise<CodeFile | Problem>): Promise<CodeFile | Problem>;
  /** Keeps all that was asked for, and nothing else. */
  keep(): void;
}

/** Counts up when anything else is read out of the same text. */
const NAME = 'code-1';

/** Disposable, on this machine alone, and without a line of anybody's source. */
export function openKeptCode(context: Context): KeptCode {
  const parsed = openParsed<KeptFile | null>(context, NAME);
  return {
    async of(path, text, make) {
      let made: CodeFile | Problem | undefined;
      const kept = await parsed.of(path, async () => {
        made = await make();
        return 'units' in made ? withoutText(made, text) : null;
      });
      if (made !== undefined) return made;
      return kept === null ? make() : withText(kept, path, text);
    },
    keep: () => parsed.keep(),
  };
}

function withoutText({ language, units, broken }: CodeFile, source: string): KeptFile {
  return {
    language,
    broken,
    units: units.map(({ path: _path, language: _language, text, ...rest }) => {
      const begin = source.indexOf(text);
      return { ...rest, text: begin < 0 ? text : ([begin, begin + text.length] as const) };
    }),
  };
}

function withText({ language, units, broken }: KeptFile, path: string, source: string): CodeFile {
  return {
    path,
    language,
    broken,
    units: units.map(({ text, ...rest }) => ({
      ...rest,
      path,
      language,
      text: typeof text === 'string' ? text : source.slice(...text),
    })),
  };
}
