/** A part of a body: what stands below one `## ` heading, or before the first (name `''`). */
export interface BodySection {
  readonly name: string;
  readonly text: string;
}

/**
 * A body cut at its `## ` headings, code fences respected; empty parts are left out. For showing and
 * comparing only: whoever changes a section uses the markdown parser's positions.
 */
export function bodySections(body: string): readonly BodySection[] {
  const out: BodySection[] = [];
  let name = '';
  let lines: string[] = [];
  let fence: string | undefined;
  const close = (): void => {
    const text = lines.join('\n').trim();
    if (text !== '') out.push({ name, text });
    lines = [];
  };
  for (const line of body.split('\n')) {
    const ticks = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (
      ticks !== undefined &&
      (fence === undefined || (ticks[0] === fence[0] && ticks.length >= fence.length))
    ) {
      fence = fence === undefined ? ticks : undefined;
    }
    const title = fence === undefined ? /^##[ \t]+(.*?)[ \t]*#*[ \t]*$/.exec(line)?.[1] : undefined;
    if (title === undefined) lines.push(line);
    else {
      close();
      name = title;
    }
  }
  close();
  return out;
}

/** The text of one section, whatever the case of its heading. */
export function sectionNamed(body: string, name: string): string | undefined {
  return bodySections(body).find((section) => section.name.toLowerCase() === name.toLowerCase())?.text;
}
