import { CONFIG_FILE, CONFIG_TABLE, decodeConfig } from './config.ts';
import { type EditResult, editFields, type FieldChanges } from './edit.ts';
import { eolOf } from './lines.ts';

/** Changes settings in place: comments, unknown keys and the rest of the text stay byte for byte. */
export function editConfig(text: string, changes: Pick<FieldChanges, 'set' | 'unset'>): EditResult {
  const edited = editFields(text, changes, CONFIG_TABLE, eolOf(text), CONFIG_FILE, [], ['schema']);
  const before = new Set(decodeConfig(text).problems.map((problem) => problem.message));
  const broken = decodeConfig(edited.text).problems.filter((problem) => !before.has(problem.message));
  return broken.length === 0 ? edited : { text, problems: [...edited.problems, ...broken] };
}
