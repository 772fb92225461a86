import { COMMON_OPTIONS, type Command, type OptionTable } from './command.ts';

function optionRows(table: OptionTable): [string, string][] {
  return Object.entries(table).map(([name, spec]) => {
    const short = spec.short === undefined ? '' : `-${spec.short}, `;
    const value = spec.type === 'string' ? ` <${spec.value ?? 'value'}>` : '';
    return [`${short}--${name}${value}`, spec.summary];
  });
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(34, Math.max(...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd());
}

/** What `nexus <verb> --help` prints: examples first. */
export function commandHelp(command: Command): string {
  const lines = [`nexus ${command.name}: ${command.summary}`, '', 'Examples'];
  for (const { line, tells } of command.examples) lines.push(`  $ ${line}`, `      ${tells}`);
  lines.push('', `Usage: nexus ${command.name} ${command.usage}`.trimEnd(), '', 'Options');
  lines.push(...columns(optionRows({ ...command.options, ...COMMON_OPTIONS })));
  if (command.notes !== undefined) lines.push('', ...command.notes);
  return `${lines.join('\n')}\n`;
}

export interface VerbGroup {
  readonly title: string;
  readonly verbs: readonly { readonly name: string; readonly summary: string }[];
}

/** What `nexus` and `nexus --help` print. */
export function overviewHelp(groups: readonly VerbGroup[]): string {
  const lines = [
    'nexus: a memory for this repository, in plain files, offline',
    '',
    'Usage: nexus <verb> [options]',
  ];
  for (const group of groups) {
    lines.push('', group.title, ...columns(group.verbs.map((verb) => [verb.name, verb.summary] as const)));
  }
  lines.push('', 'nexus <verb> --help shows examples.');
  lines.push('Exit codes: 0 ok, 1 nothing found or findings, 2 wrong usage, 3 something is broken.');
  return `${lines.join('\n')}\n`;
}
