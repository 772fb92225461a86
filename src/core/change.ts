/** One field or section that differs. An absent side is undefined. */
export interface FieldChange {
  /** `title`, `error.message`, `## Resolution` … */
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export type ChangeType =
  | 'added'
  | 'changed'
  | 'retired'
  | 'superseded'
  | 'forgotten'
  | 'deleted'
  | 'renamed'
  | 'unreadable';

/** What one commit, or one range, did to one record. */
export interface RecordChange {
  readonly type: ChangeType;
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly path: string;
  readonly oldPath?: string;
  readonly fields: readonly FieldChange[];
  /** For `superseded`: the id of the record that does it. */
  readonly by?: string;
}
