import { wrap } from '../../present/layout.ts';
import { COMMON_OPTIONS, type Command, type OptionTable } from './command.ts';

type Row = readonly [left: string, right: string];

function optionRows(table: OptionTable): Row[] {
  return Object.entries(table).map(([name, spec]) => {
    const short = spec.short === undefined ? '' : `-${spec.short}, `;
    const value = spec.type === 'string' ? ` <${spec.value ?? 'value'}>` : '';
    return [`${short}--${name}${value}`, spec.summary];
  });
}

/** Below this many columns for the right side, it goes under the left one. */
const MIN_RIGHT = 28;

/** Two columns; on a narrow terminal the second wraps, or goes below the first. */
function rows(list: readonly Row[], width: number, columns: number): string[] {
  const room = columns - width - 4;
  return list.flatMap(([left, right]) => {
    if (columns > 0 && room < MIN_RIGHT) return [`  ${left}`, wrap(right, columns, 6)];
    const [first = '', ...more] = columns > 0 ? wrap(right, room).split('\n') : [right];
    return [
      `  ${left.padEnd(width)}  ${first}`.trimEnd(),
      ...more.map((line) => `${' '.repeat(width + 4)}${line}`),
    ];
  });
}

function widthOf(list: readonly Row[]): number {
  return Math.max(...list.map(([left]) => left.length));
}

/** What `nexus <verb> --help` prints: examples first. @param columns of the terminal; 0 for no limit. */
export function commandHelp(command: Command, columns: number): string {
  const fold = (text: string, indent = 0): string =>
    columns > 0 ? wrap(text, columns, indent) : `${' '.repeat(indent)}${text}`;
  const lines = [fold(`nexus ${command.name}: ${command.summary}`), '', 'Examples'];
  // A command is for copying: it is not broken.
  for (const { line, tells } of command.examples) lines.push(`  $ ${line}`, fold(tells, 6));
  lines.push('', `Usage: nexus ${command.name} ${command.usage}`.trimEnd(), '', 'Options');
  const options = optionRows({ ...command.options, ...COMMON_OPTIONS });
  lines.push(...rows(options, widthOf(options), columns));
  if (command.notes !== undefined) lines.push('', ...command.notes.map((note) => fold(note)));
  return `${lines.join('\n')}\n`;
}

export interface VerbGroup {
  readonly title: string;
  readonly verbs: readonly { readonly name: string; readonly summary: string }[];
}

/** What `nexus` and `nexus --help` print. @param columns of the terminal; 0 for no limit. */
export function overviewHelp(groups: readonly VerbGroup[], columns: number): string {
  const fold = (text: string): string => (columns > 0 ? wrap(text, columns) : text);
  const lines = [
    fold('nexus: a memory for this repository, in plain files, offline'),
    '',
    'Usage: nexus <verb> [options]',
  ];
  const rowsOf = (group: VerbGroup): Row[] => group.verbs.map((verb) => [verb.name, verb.summary]);
  const width = widthOf(groups.flatMap(rowsOf));
  for (const group of groups) lines.push('', group.title, ...rows(rowsOf(group), width, columns));
  lines.push('', fold('Begin with: nexus init'), fold('Examples of a verb: nexus <verb> --help'));
  lines.push(fold('Exit codes: 0 ok, 1 nothing found or findings, 2 wrong usage, 3 something is broken.'));
  return `${lines.join('\n')}\n`;
}
