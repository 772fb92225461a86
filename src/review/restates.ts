import type { StoredRecord } from '../core/record.ts';
import type { Finding } from '../core/review.ts';
import { finding } from './hit.ts';

/** A record that cites files, with what they say at head. */
export interface CitedRecord extends StoredRecord {
  readonly cited: readonly string[];
}

/** So many lines of code, or words of a comment, are more than a quotation. */
const LINES = 4;
const WORDS = 8;
/** Of these so many stand in the cited files. */
const SAME = 0.9;
/** With so many words of its own a record says more than the code. */
const OWN_WORDS = 25;

/** New records that hold little but lines, or a comment, of the files that they cite. */
export function restatements(records: readonly CitedRecord[]): readonly Finding[] {
  return records.flatMap(({ record, path, cited }) => {
    if (cited.length === 0 || record.kind === 'error' || record.kind === 'episode') return [];
    const { code, prose } = partsOf(record.body);
    const lines = new Set(cited.flatMap((text) => text.split('\n').map((line) => line.trim())));
    const known = code.filter((line) => lines.has(line)).length;
    const copies = code.length >= LINES && known >= code.length * SAME && prose.length < OWN_WORDS;
    const said = prose.length >= WORDS && cited.some((text) => plain(text).includes(prose.join(' ')));
    if (!copies && !(said && code.length - known === 0)) return [];
    const what = copies ? `${known} of its ${code.length} lines of code` : 'its words';
    return [
      finding(
        'restates-code',
        { path, id: record.id },
        `${what} stand in what it cites, and little else is said`,
      ),
    ];
  });
}

/** Lines of code, and words that are neither code nor a heading. */
function partsOf(body: string): { readonly code: readonly string[]; readonly prose: readonly string[] } {
  const code: string[] = [];
  const prose: string[] = [];
  let fenced = false;
  for (const line of body.split('\n')) {
    if (/^\s*(?:`{3,}|~{3,})/.test(line)) fenced = !fenced;
    else if (fenced && line.trim().length > 3) code.push(line.trim());
    else if (!fenced && !/^#{1,6}\s/.test(line)) prose.push(line);
  }
  return {
    code,
    prose: plain(prose.join('\n'))
      .split(' ')
      .filter((word) => word !== ''),
  };
}

/** The words of a text or of a comment, without the signs around them. */
function plain(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).join(' ');
}
