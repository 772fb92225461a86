/** What is not decided of a record that is served: whoever acts on it must know. Absent where there is nothing. */
export interface Doubts {
  /** Fields and sections of which a merge left several versions: `title`, `## Resolution`. */
  readonly inConflict?: readonly string[];
  /** Living decisions that stand against it; neither supersedes the other. */
  readonly against?: readonly Opposed[];
}

export interface Opposed {
  readonly id: string;
  readonly title: string;
  readonly created: string;
  readonly author?: string;
  /** It speaks of the same, it rules this out, or this rules it out. */
  readonly how: 'same subject' | 'rules this out' | 'ruled out by this';
}
