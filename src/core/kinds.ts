import { MAX_COUNT, MAX_SECONDS } from './execution.ts';
import type { Kind } from './record.ts';

/** How one front-matter value is written, checked and capped. */
export type FieldSpec =
  | { readonly type: 'line' | 'date' | 'time' | 'id' }
  /** In an entry of `groups` one that is not there is false; an `optional` one stays away. */
  | { readonly type: 'flag'; readonly optional?: true }
  /** Bounds are inclusive. */
  | { readonly type: 'number'; readonly min?: number; readonly max?: number }
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  /** A list of one-line texts; `sorted` lists are sets, so that two branches' additions merge. */
  | { readonly type: 'list'; readonly sorted: boolean }
  | { readonly type: 'group'; readonly fields: FieldTable }
  | { readonly type: 'groups'; readonly fields: FieldTable };

/** Field name → specification; the order is the canonical order on disk. */
export type FieldTable = Readonly<Record<string, FieldSpec>>;

export interface KindRow {
  /** Below `.nexus/`. */
  readonly folder: string;
  /** `month` puts records into `YYYY/MM/` folders below it. */
  readonly layout: 'flat' | 'month';
  readonly summary: string;
  readonly fields: FieldTable;
  /** The body's sections (`## Name`) in the order in which a template offers them. */
  readonly sections: readonly string[];
  /** Multiplies the relevance of the kind's records; kept near 1, priors only break ties. */
  readonly boost: number;
  /** True where the record tells what happened once: an edited cited file does not make it stale, a vanished one does. */
  readonly historical: boolean;
}

const LINE: FieldSpec = { type: 'line' };
const SECONDS: FieldSpec = { type: 'number', min: 0, max: MAX_SECONDS };

/** The one table of kinds: a new kind is a new row here (and its name in `Kind`). */
export const KINDS: Readonly<Record<Kind, KindRow>> = {
  pattern: {
    folder: 'patterns',
    layout: 'flat',
    summary: 'A way of doing things that works here, or one that does not',
    fields: {
      pattern: {
        type: 'group',
        fields: {
          category: LINE,
          complexity: { type: 'choice', choices: ['low', 'medium', 'high'] },
          anti: { type: 'flag' },
          shape: LINE,
        },
      },
    },
    sections: ['Problem', 'Solution', 'When to use', 'Pitfalls'],
    boost: 1,
    historical: false,
  },
  solution: {
    folder: 'solutions',
    layout: 'flat',
    summary: 'A whole solution to a problem',
    fields: {},
    sections: ['Problem', 'Solution'],
    boost: 1,
    historical: false,
  },
  error: {
    folder: 'errors',
    layout: 'flat',
    summary: 'An error and what resolved it',
    fields: {
      error: { type: 'group', fields: { type: LINE, message: LINE, signature: LINE, command: LINE } },
    },
    sections: ['Context', 'Resolution'],
    boost: 1,
    historical: true,
  },
  decision: {
    folder: 'decisions',
    layout: 'flat',
    summary: 'What was decided and why, and what was ruled out',
    fields: {},
    sections: ['Context', 'Decision', 'Ruled out', 'Consequences'],
    boost: 1,
    historical: false,
  },
  episode: {
    folder: 'episodes',
    layout: 'month',
    summary: 'What happened in one stretch of work',
    fields: {
      episode: {
        type: 'group',
        fields: {
          branch: LINE,
          by: LINE,
          session: { type: 'id' },
          started: { type: 'time' },
          duration_s: SECONDS,
          success: { type: 'flag' },
          context: { type: 'list', sorted: false },
          metrics: { type: 'list', sorted: false },
        },
      },
      events: { type: 'groups', fields: { at: { type: 'time' }, type: LINE, role: LINE, data: LINE } },
      errors: {
        type: 'groups',
        fields: {
          id: { type: 'id' },
          signature: LINE,
          resolved: { type: 'flag' },
          cost_s: SECONDS,
          runs: { type: 'number', min: 0, max: MAX_COUNT },
        },
      },
      recalled: {
        type: 'groups',
        fields: {
          id: { type: 'id' },
          helped: { type: 'flag' },
          wrong: { type: 'flag', optional: true },
          note: LINE,
        },
      },
      executions: {
        type: 'groups',
        fields: {
          at: { type: 'time' },
          task: LINE,
          category: LINE,
          type: LINE,
          complexity: { type: 'choice', choices: ['low', 'medium', 'high'] },
          approach: LINE,
          success: { type: 'flag' },
          success_factors: { type: 'list', sorted: false },
          duration_s: SECONDS,
          dependencies: { type: 'list', sorted: false },
          tools: { type: 'list', sorted: false },
          api_calls: { type: 'number', min: 0, max: MAX_COUNT },
        },
      },
    },
    sections: [
      'Focus',
      'Accomplished',
      'Executions',
      'Decisions',
      'Patterns learned',
      'Preferences',
      'Blockers',
      'Errors',
      'Notes',
      'Next',
    ],
    boost: 0.9,
    historical: true,
  },
  note: {
    folder: 'notes',
    layout: 'flat',
    summary: 'Anything else worth keeping',
    fields: {},
    sections: [],
    boost: 1,
    historical: false,
  },
};

export const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];

/** The fields of every record, in canonical order; a kind's own follow `files`. */
export const COMMON_FIELDS: FieldTable = {
  id: { type: 'id' },
  kind: { type: 'choice', choices: KIND_NAMES },
  title: LINE,
  created: { type: 'time' },
  language: LINE,
  tags: { type: 'list', sorted: true },
  files: { type: 'list', sorted: true },
};

/** Fields of every record that follow the kind's own. */
export const LIFE_FIELDS: FieldTable = {
  supersedes: { type: 'list', sorted: true },
  derived_from: { type: 'list', sorted: true },
  expires: { type: 'date' },
  retired: LINE,
  forgotten: LINE,
};

/** All fields of a kind in canonical order. */
export function fieldsOf(kind: Kind): FieldTable {
  return { ...COMMON_FIELDS, ...KINDS[kind].fields, ...LIFE_FIELDS };
}

export function isKind(text: string): text is Kind {
  return Object.hasOwn(KINDS, text);
}

/** The data layout this version reads and writes, kept in `config.yaml` as `schema`. */
export const SCHEMA_VERSION = 1;

/** Hard limits. What is cut says so in its place. */
export const LIMITS = {
  /** bytes of one record file */
  record: 64 * 1024,
  /** characters of a one-line field */
  line: 500,
  /** entries of a list */
  list: 100,
  /** keys of a front matter, nested ones included */
  keys: 1000,
  depth: 8,
} as const;

export const MEMORY_ROOT = '.nexus';
