import type { BlameLine } from '../core/ports.ts';
import { parseSeconds } from './seconds.ts';

interface Source {
  authorName: string;
  authorTime: number;
  subject: string;
}

const HEADER = /^([0-9a-f]{40}(?:[0-9a-f]{24})?) \d+ (\d+)(?: \d+)?$/;

/** Reads `git blame --porcelain`: what it says of a commit it says once; the file's own lines begin with a TAB. */
export function parseBlame(output: string): BlameLine[] {
  const sources = new Map<string, Source>();
  const lines: BlameLine[] = [];
  let oid = '';
  let line = 0;
  let source: Source = { authorName: '', authorTime: 0, subject: '' };
  for (const text of output.split('\n')) {
    if (text.startsWith('\t')) {
      lines.push({ line, text: text.slice(1), oid, ...source });
      continue;
    }
    const header = HEADER.exec(text);
    if (header !== null) {
      oid = header[1] ?? '';
      line = Number(header[2]);
      source = sources.get(oid) ?? { authorName: '', authorTime: 0, subject: '' };
      sources.set(oid, source);
    } else if (text.startsWith('author ')) source.authorName = text.slice(7);
    else if (text.startsWith('author-time ')) source.authorTime = parseSeconds(text.slice(12));
    else if (text.startsWith('summary ')) source.subject = text.slice(8);
  }
  return lines;
}
