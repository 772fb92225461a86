/** What memory knows for a task that is about to be done. */
export interface TaskContext {
  /** Patterns and solutions for it, what should not be done among them. */
  readonly patterns: readonly TaskKnowledge[];
  /** Errors that lie near, with what resolved them. */
  readonly fixes: readonly TaskKnowledge[];
}

export interface TaskKnowledge {
  readonly id: string;
  readonly title: string;
  /** The pack that it comes with; absent where it is the repository's own. */
  readonly pack?: string;
  /** What of it is to be known, markdown. */
  readonly text: string;
}
