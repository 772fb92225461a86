import type { FieldChange } from '../core/change.ts';
import type { Finding } from '../core/review.ts';
import { reachesTrust, TRUST_LEVELS } from '../core/trust.ts';
import type { ReviewFacts } from './check-file.ts';
import { excerptOf, finding } from './hit.ts';

/** Lists of what is not reported. */
const ALLOWING: ReadonlySet<string> = new Set(['redact.allow', 'review.allow']);

/** What changes in the settings; what a first version of them says is no change. */
export function settingsFindings(
  changes: readonly FieldChange[],
  at: Pick<Finding, 'path' | 'id'>,
  { secretsIn }: ReviewFacts,
): readonly Finding[] {
  const shown = (text: string): string => {
    const line = text.replaceAll('\n', ', ');
    return excerptOf(line, { start: 0, end: line.length }, secretsIn(line));
  };
  return changes.flatMap(({ name, before, after }) => {
    const [was, is] = [before, after].map((text) => TRUST_LEVELS.find((level) => level === text));
    if (name.startsWith('trust.') && was !== undefined && is !== undefined && !reachesTrust(is, was))
      return [finding('trust-lowered', at, `${name}: ${was} → ${is}`)];
    if (!ALLOWING.has(name))
      return [
        finding('config-change', at, `${name}: ${shown(before ?? 'nothing')} → ${shown(after ?? 'nothing')}`),
      ];
    const old = new Set((before ?? '').split('\n'));
    const added = (after ?? '').split('\n').filter((line) => line !== '' && !old.has(line));
    return added.length === 0
      ? []
      : [
          finding(
            'suppression-change',
            { ...at, excerpt: shown(added.join('\n')) },
            `${name} allows ${added.length} more`,
          ),
        ];
  });
}
