import type { CodeFile, CodeUnit } from '../../src/core/code.ts';
import { extractFile } from '../../src/extract/extractor.ts';
import { grammarBytes, parserBytes } from '../../src/repo/grammar-files.ts';

/** A source taken apart with the installed grammars. Throws where it cannot be. */
export async function codeOf(path: string, text: string): Promise<CodeFile> {
  const found = await extractFile(path, text, { runtime: parserBytes, grammar: grammarBytes });
  if ('units' in found) return found;
  throw new Error(found.message);
}

/** `kind name`, with what matters of a class or a function behind it. */
export function told(unit: CodeUnit): string {
  const parts = [
    unit.async ? 'async' : '',
    `${unit.kind} ${unit.name}`.trim(),
    unit.bases.length === 0 ? '' : `(${unit.bases.join(', ')})`,
    unit.kind === 'class' ? `${unit.methods} methods` : '',
    unit.decorators.length === 0 ? '' : `@${unit.decorators.join(' @')}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}
