import { expect } from 'vitest';
import type { TransferItem } from '../../src/transfer/item.ts';
import { belonging, detectFormat, readSources, type SourceFormatName } from '../../src/transfer/sources.ts';

/** What is read, in short: where it goes and what it says. */
export function told(format: SourceFormatName, files: Readonly<Record<string, string>>) {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  expect(detectFormat(sources)).toBe(format);
  return readSources(format, belonging(format, sources)).map(short);
}

function short(item: TransferItem): unknown[] {
  if (item.type === 'fill')
    return [
      `${item.document}/${[...item.section, ...(item.field === undefined ? [] : [item.field])].join('/')}`,
      item.text,
    ];
  if (item.type === 'bad') return ['bad', item.title, item.why];
  if (item.type === 'file') return ['file', item.path];
  const { kind, title, tags = [], pattern } = item.draft;
  return [pattern?.anti === true ? 'anti' : kind, title, ...tags];
}
