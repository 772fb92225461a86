import type { FieldTable } from '../core/kinds.ts';
import { QUERIES_FILE } from '../core/recall-check.ts';
import { CONFIG_FILE, CONFIG_TABLE } from './config.ts';

/** Questions that either side added are both there. */
const QUERIES_TABLE: FieldTable = {
  queries: {
    type: 'groups',
    fields: {
      ask: { type: 'line' },
      find: { type: 'list', sorted: false },
      within: { type: 'number', min: 1, max: 100 },
    },
  },
};

/** The files of a memory that are YAML as a whole, each with what it may hold. */
export const YAML_FILES: ReadonlyMap<string, FieldTable> = new Map([
  [CONFIG_FILE, CONFIG_TABLE],
  [QUERIES_FILE, QUERIES_TABLE],
]);
