import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CodeLanguage } from '../core/code.ts';
import { NexusError } from '../core/error.ts';

const resolve = createRequire(import.meta.url).resolve;

function read(name: string): Uint8Array {
  try {
    return readFileSync(resolve(name));
  } catch {
    throw new NexusError('internal', 'internal', 'the grammars are not installed', 'install Nexus again');
  }
}

/** The parser of source code, as it is installed beside this package. */
export function parserBytes(): Uint8Array {
  return read('web-tree-sitter/web-tree-sitter.wasm');
}

/** A grammar, as it is installed beside this package. */
export function grammarBytes(language: CodeLanguage): Uint8Array {
  return read(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${language}.wasm`);
}
