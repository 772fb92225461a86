import type { RecallHit } from '../../core/recall.ts';
import type { Nexus } from '../../nexus.ts';
import { plural } from '../../present/layout.ts';
import { recallText } from '../../present/recall-text.ts';
import { recordText } from '../../present/record-text.ts';
import { safeText } from '../../present/safe-text.ts';
import type { Io } from './io.ts';
import { present, textOptions } from './shared.ts';

interface PlainOptions {
  readonly query?: string;
  readonly at?: string;
  /** A number ends it instead of showing the record; what is told goes to standard error, the answer is the caller's. */
  readonly picks: boolean;
}

const MAX_HITS = 9;

/**
 * The terminal UI for who hears it: asks a line, tells numbered answers, takes a number or other words, and nothing moves.
 * Until an empty line or the end of input. Returns the id that was picked.
 */
export async function askedInLines(
  io: Io,
  memory: Nexus,
  { query, at, picks }: PlainOptions,
): Promise<string | undefined> {
  const say = picks ? io.err : io.out;
  let hits: readonly RecallHit[] = [];
  let line = query;
  for (;;) {
    line ??= (await io.ask(hits.length === 0 ? 'Recall: ' : 'Number, or other words: '))?.trim();
    if (line === undefined || line === '') return undefined;
    const hit = /^\d+$/.test(line) ? hits[Number(line) - 1] : undefined;
    if (hit !== undefined && picks) return hit.id;
    if (hit !== undefined) say(await inFull(io, memory, hit, at));
    else if (/^\d{1,2}$/.test(line) && hits.length > 0)
      say(`There ${hits.length === 1 ? 'is' : 'are'} ${plural(hits.length, 'answer')}.\n`);
    else {
      const answer = await memory.recall({ text: line, limit: MAX_HITS, ...present({ at }) });
      hits = answer.hits;
      say(recallText(answer, { ...textOptions(io), numbered: true }));
    }
    line = undefined;
  }
}

async function inFull(io: Io, memory: Nexus, hit: RecallHit, at: string | undefined): Promise<string> {
  if (hit.kind === 'commit') {
    const { subject, body } = (await memory.revision(hit.id)).commit;
    const text = safeText(`${subject}\n\n${body}`, { newlines: true }).trimEnd();
    return `commit ${hit.id}\n\n${text}\n\nIts code: git show ${hit.id.slice(0, 10)}\n`;
  }
  const stored = await memory.show(hit.id, at);
  const usefulness = at === undefined ? await memory.usefulness(hit.id) : undefined;
  return recordText(stored, textOptions(io), usefulness);
}
