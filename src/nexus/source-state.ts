import { NexusError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import type { Problem } from '../core/problem.ts';
import { isSourceName, type SourceState } from '../core/source.ts';
import { VERSION } from '../core/version.ts';
import type { StateFiles } from '../repo/state-files.ts';
import { ANALYSER_VERSION } from '../search/analyse.ts';

export const SOURCES = 'sources';
const OID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** Sources by name. What is broken is told and hides no other; a folder without a state is an addition that was not finished. */
export function readSources(state: StateFiles): {
  readonly sources: readonly SourceState[];
  readonly problems: readonly Problem[];
} {
  const sources: SourceState[] = [];
  const problems: Problem[] = [];
  for (const name of state.listFolders(SOURCES)) {
    const text = state.readText(statePath(name));
    if (text === undefined) continue;
    const source = parsed(text);
    if (source?.name === name) sources.push(source);
    else
      problems.push({
        code: 'unreadable',
        message: 'is not what Nexus wrote',
        file: `${SOURCES}/${name}/source.json`,
        hint: `nexus source remove ${isSourceName(name) ? name : '…'}, and add it again`,
      });
  }
  return { sources, problems };
}

function parsed(text: string): SourceState | undefined {
  try {
    const state = JSON.parse(text) as Partial<SourceState>;
    const isWhole =
      isSourceName(state.name ?? '') && typeof state.url === 'string' && OID.test(state.pin?.commit ?? '');
    return isWhole ? (state as SourceState) : undefined;
  } catch {
    return undefined;
  }
}

export function noSource(state: StateFiles, name: string): NexusError {
  const names = readSources(state).sources.map((one) => one.name);
  const guess = nearest(name, names);
  return new NexusError(
    'usage',
    'bad-value',
    `there is no source "${name}" here`,
    guess === undefined
      ? names.length === 0
        ? 'see: nexus source add --help'
        : `sources: ${names.join(', ')}`
      : `did you mean ${guess}?`,
  );
}

export function writeSource(state: StateFiles, source: SourceState): void {
  state.writePrivate(statePath(source.name), `${JSON.stringify(source, undefined, 2)}\n`);
}

function statePath(name: string): string {
  return `${SOURCES}/${name}/source.json`;
}

/** The records of a source as the index reads them: of one commit, made by this version. */
export function segmentName(commit: string): string {
  return `${commit}-${VERSION}-${ANALYSER_VERSION}.nxs`;
}
