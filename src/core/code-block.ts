/** A markdown code block that its own content cannot end. */
export function codeBlock(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${text.trimEnd()}\n${ticks}`;
}

/** Source text with the margin of its first line taken off every line, and empty lines before it. */
export function withoutMargin(text: string): string {
  const lines = text.replace(/^(?:[ \t]*\r?\n)+/, '').split(/\r?\n/);
  const margin = indentOf(lines[0] ?? '');
  return lines.map((line) => line.slice(Math.min(margin, indentOf(line)))).join('\n');
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
