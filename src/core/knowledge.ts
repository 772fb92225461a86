import type { Kind, PatternFields } from './record.ts';

/** What a program can call a piece of knowledge, and the record that it becomes. */
export const KNOWLEDGE_TYPES = {
  pattern: { kind: 'pattern', section: 'Solution' },
  code_pattern: { kind: 'pattern', section: 'Solution', pattern: { category: 'code' } },
  design_pattern: { kind: 'pattern', section: 'Solution', pattern: { category: 'design' } },
  best_practice: { kind: 'pattern', section: 'Solution', pattern: { category: 'best-practice' } },
  anti_pattern: {
    kind: 'pattern',
    section: 'Problem',
    pattern: { category: 'anti-pattern', anti: true },
  },
  error: { kind: 'error', section: 'Resolution' },
  common_error: { kind: 'error', section: 'Resolution' },
  solution: { kind: 'solution', section: 'Solution' },
  decision: { kind: 'decision', section: 'Decision' },
  note: { kind: 'note' },
} as const satisfies Readonly<Record<string, KnowledgeRow>>;

interface KnowledgeRow {
  readonly kind: Kind;
  /** Where a text without sections belongs. */
  readonly section?: string;
  readonly pattern?: PatternFields;
}

export type KnowledgeType = keyof typeof KNOWLEDGE_TYPES;

/** Also as people write it: `best-practice`, `Best Practice`, `best_practices`. */
export function knowledgeTypeOf(text: string): KnowledgeType | undefined {
  const name = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  return [name, name.replace(/s$/, '')].find((each): each is KnowledgeType =>
    Object.hasOwn(KNOWLEDGE_TYPES, each),
  );
}

/** One piece of knowledge as a program or a foreign file tells it. */
export interface Knowledge {
  readonly title: string;
  /** Markdown, with sections or without; or bare code, where the metadata name its language. */
  readonly content: string;
  /** See {@link KNOWLEDGE_TYPES}. */
  readonly type: string;
  /**
   * `language`, `tags`, `files`, `category`, `complexity`; of an error `error_type` and `message`. `framework` becomes
   * a tag; any other key with a plain value the tag `key:value`.
   */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** How much knowledge of which sort. A record counts once. */
export interface KnowledgeCounts {
  readonly patterns: number;
  readonly best_practices: number;
  readonly common_errors: number;
  readonly anti_patterns: number;
  readonly others: number;
}

export function countKnowledge(
  records: readonly { readonly kind: Kind; readonly pattern?: PatternFields }[],
): KnowledgeCounts {
  const counts = { patterns: 0, best_practices: 0, common_errors: 0, anti_patterns: 0, others: 0 };
  for (const { kind, pattern } of records) {
    if (kind === 'error') counts.common_errors += 1;
    else if (kind !== 'pattern') counts.others += 1;
    else if (pattern?.anti === true) counts.anti_patterns += 1;
    else if (pattern?.category === 'best-practice') counts.best_practices += 1;
    else counts.patterns += 1;
  }
  return counts;
}
