import type { Ahead, ShareStatus } from '../core/share.ts';
import { changeSummary } from './change-summary.ts';
import { ago, plural, wrap } from './layout.ts';
import type { TextOptions } from './recall-text.ts';
import { safeText } from './safe-text.ts';

/** What is where, a line each; what is as it should be is not told, but that all is. */
export function shareText(status: ShareStatus, { style, columns, now }: TextOptions): string {
  const { branch, remotes, uncommitted, unpushed, firstPush, unmerged, incoming } = status;
  const line = (label: string, text: string): string => {
    const whole = `${style.bold(label)}: ${text}`;
    return columns > 0 ? wrap(whole, columns, 0) : whole;
  };
  const lines: string[] = [];
  if (uncommitted.length > 0)
    lines.push(line('Not committed', `${changeSummary(uncommitted)}; see nexus diff`));
  for (const one of unpushed) {
    const to =
      one.upstream === undefined ? 'it follows no branch of a remote' : `not on ${safeText(one.upstream)}`;
    const where = one.branch === branch ? '' : `${safeText(one.branch)}: `;
    lines.push(line('Not pushed', `${where}${aheadText(one)}, ${to}`));
  }
  for (const { remote, host } of firstPush)
    lines.push(
      line(
        'First push',
        `${safeText(remote)} has no memory yet, and on ${host} everybody may be able to read it`,
      ),
    );
  if (remotes.length === 0)
    lines.push(line('Not pushed', 'there is no remote; this memory is on this machine alone'));
  if (unmerged !== undefined)
    lines.push(
      line(`Not merged into ${safeText(unmerged.main)}`, `${aheadText(unmerged)}; see nexus review`),
    );
  if (lines.length === 0)
    lines.push('All of this memory is committed and pushed, as far as this clone knows.');
  if (incoming !== undefined) {
    const { how, at, from, to, changes } = incoming;
    const range = `${from.slice(0, 10)}..${to.slice(0, 10)}`;
    lines.push(
      line(
        `Came in with the last ${how}`,
        `${changeSummary(changes)}, ${ago(at, now)}; see nexus diff ${range}`,
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}

function aheadText({ commits, changes }: Ahead): string {
  const what = changeSummary(changes);
  return `${what === '' ? 'no record' : what} in ${plural(commits, 'commit')}`;
}
