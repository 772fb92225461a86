import { QUERIES_FILE } from '../core/recall-check.ts';
import { decodeQueries } from '../format/queries.ts';
import type { Context } from './context.ts';

/** The questions that must find their records, and what is wrong with them; undefined where there is no such file. */
export function readQueries({ files }: Context): ReturnType<typeof decodeQueries> | undefined {
  const bytes = files.read(QUERIES_FILE);
  return bytes === undefined ? undefined : decodeQueries(bytes);
}
