/** Control sequences of terminals (ECMA-48), bounded: CSI, OSC, and the short ones. */
const CONTROL =
  /(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]|\u001b\][^\u0007\u001b\n]{0,2048}(?:\u0007|\u001b\\)?|\u001b[ -/]{0,4}[0-~]/g;
const OTHER_CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2060\ufeff]/g;

/** Terminal output as text: no colours, no control characters; tabs and line ends stay. */
export function stripControls(text: string): string {
  return text.replace(CONTROL, '').replace(OTHER_CONTROL, '');
}

/** What is left on screen of a line that was drawn over with carriage returns: its last drawing. */
function lastDrawing(line: string): string {
  if (!line.includes('\r')) return line;
  const drawings = line.split('\r').filter((drawing) => drawing.trim() !== '');
  return drawings.at(-1) ?? '';
}

/** The lines of terminal output, each cut to `width` characters and without spaces at its end. */
export function plainLines(text: string, width: number): string[] {
  return stripControls(text.replaceAll('\r\n', '\n'))
    .split('\n')
    .map((line) => lastDrawing(line).slice(0, width).trimEnd());
}
