import { NexusError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import { looksLikeAdr, readAdrs } from './adr.ts';
import { readAutoMemory, topicType } from './auto-memory.ts';
import { isExport, readExports } from './export-form.ts';
import { INSTRUCTION_FILES, readInstructions } from './instructions.ts';
import type { Source, TransferItem } from './item.ts';
import { bankFile, readMemoryBank } from './memory-bank.ts';
import { MEMORY_FOLDER_FILES, readMemoryFolder } from './memory-folder.ts';
import { readMemoryServer } from './memory-server.ts';
import { holdsUpdates, readUpdates } from './updates.ts';

interface SourceFormat {
  /** What it is, for help. */
  readonly summary: string;
  /** True where a file can only be of this format. */
  fits(source: Source): boolean;
  read(sources: readonly Source[]): TransferItem[];
}

const named = (source: Source): string => source.path.slice(source.path.lastIndexOf('/') + 1);

const isMemoryFolderFile = (source: Source): boolean =>
  MEMORY_FOLDER_FILES.includes(named(source).toLowerCase());

/** **The one table of what can be imported**; what fits first counts. */
export const SOURCE_FORMATS = {
  export: {
    summary: 'what `nexus export` wrote, or JSON lines with kind, title, body',
    fits: ({ text }) => isExport(text) || /^\s*\{"(?:kind|title|path)":/.test(text),
    read: readExports,
  },
  'memory-server': {
    summary: "the MCP memory server's JSON lines",
    fits: ({ text }) =>
      /^\s*\{[^\n]*"type":\s*"(?:entity|relation)"/.test(text) || /^\s*\{\s*"entities":/.test(text),
    read: readMemoryServer,
  },
  'memory-folder': {
    summary: `memory/ with ${MEMORY_FOLDER_FILES.join(', ')}`,
    fits: isMemoryFolderFile,
    // What else lies there is read as an agent's own notes.
    read: (sources) => [
      ...readMemoryFolder(sources.filter(isMemoryFolderFile)),
      ...readAutoMemory(sources.filter((source) => !isMemoryFolderFile(source))),
    ],
  },
  'auto-memory': {
    summary: 'MEMORY.md and topic files with a type: user, feedback, project or reference',
    fits: (source) => named(source) === 'MEMORY.md' || topicType(source.text) !== undefined,
    read: readAutoMemory,
  },
  'memory-bank': {
    summary: 'memory-bank/ with projectbrief.md, activeContext.md, progress.md …',
    fits: (source) => bankFile(source.path) !== undefined,
    read: readMemoryBank,
  },
  instructions: {
    summary: 'CLAUDE.md, AGENTS.md, GEMINI.md, copilot-instructions.md, .cursorrules',
    fits: (source) => INSTRUCTION_FILES.includes(named(source)),
    read: readInstructions,
  },
  adr: {
    summary: 'architecture decision records, by Nygard or MADR',
    fits: (source) => /\.md$/i.test(source.path) && looksLikeAdr(source),
    read: readAdrs,
  },
  updates: {
    summary: 'update blocks: New Pattern Learned, Project Progress, Updated User Preference',
    fits: ({ text }) => holdsUpdates(text),
    read: readUpdates,
  },
} as const satisfies Readonly<Record<string, SourceFormat>>;

export type SourceFormatName = keyof typeof SOURCE_FORMATS;

const NAMES = Object.keys(SOURCE_FORMATS) as readonly SourceFormatName[];

export function sourceFormatNamed(name: string): SourceFormatName {
  const known = NAMES.find((format) => format === name);
  if (known !== undefined) return known;
  const guess = nearest(name, NAMES);
  throw new NexusError(
    'usage',
    'bad-value',
    `there is no format "${name}"`,
    `${guess === undefined ? '' : `did you mean ${guess}? `}formats: ${NAMES.join(', ')}`,
  );
}

/**
 * What format the files of one given path have: the first of the table that one of them fits. A folder
 * is one thing, so one telling file decides for all of it.
 */
export function detectFormat(sources: readonly Source[]): SourceFormatName | undefined {
  return NAMES.find((name) => sources.some((source) => SOURCE_FORMATS[name].fits(source)));
}

/** So many telling files make a folder a source with all that is below it. */
const MANY = 3;

/**
 * Of the files of one folder, those that belong to the format: they lie beside one that tells of it, or
 * below several. Instructions for agents are known by their names alone.
 */
export function belonging(format: SourceFormatName, sources: readonly Source[]): readonly Source[] {
  const telling = sources.filter((source) => SOURCE_FORMATS[format].fits(source));
  if (format === 'instructions') return telling;
  const folders = telling.map(({ path }) => folderOf(path));
  const whole = folders.filter((folder) => folders.filter((other) => other === folder).length >= MANY);
  return sources.filter(
    ({ path }) => folders.includes(folderOf(path)) || whole.some((folder) => path.startsWith(folder)),
  );
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** The items in the files of one given path. */
export function readSources(format: SourceFormatName, sources: readonly Source[]): TransferItem[] {
  return SOURCE_FORMATS[format].read(sources);
}
