import { normaliseCitation } from './citation.ts';
import { type Block, blocksOf } from './outline.ts';

/**
 * What in a markdown text may be a file of the repository: inline code and the targets of links, in the
 * canonical form of a citation. Whether there is, or was, such a file is another question.
 * @param folder of the file that the text is in; links count from there, code from the top.
 */
export function citedPaths(text: string, folder: string): readonly string[] {
  const found = blocksOf(text)
    .flatMap(withChildren)
    .flatMap(({ type, start, end }) => {
      const source = text.slice(start, end);
      if (type === 'inlineCode') return [source.replace(/^`+\s*|\s*`+$/g, '')];
      const target = type === 'link' ? /\]\(\s*<?([^)>\s]+)/.exec(source)?.[1] : undefined;
      return target === undefined ? [] : [fromFolder(target, folder)];
    })
    .filter((cited) => /^[^\s*<>|"$]+$/.test(cited));
  const canonical = found.map((cited) => normaliseCitation(cited.replace(/^\.\//, '')));
  return [...new Set(canonical.filter((cited) => cited !== undefined))];
}

function withChildren(block: Block): Block[] {
  return [block, ...block.children.flatMap(withChildren)];
}

function fromFolder(target: string, folder: string): string {
  if (/^[a-z][a-z0-9+.-]*:|^[/#]/i.test(target)) return '';
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of target.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return '';
    } else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
