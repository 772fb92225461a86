/** What of a text is neither data nor words. */
export interface TextForm {
  readonly bom: string;
  /** One where all lines end so. */
  readonly eol: string;
}

export function formOf(text: string): TextForm {
  const breaks = text.split('\n').length;
  const eol = breaks > 1 && text.split('\r\n').length === breaks ? '\r\n' : '\n';
  return { bom: text.startsWith('\ufeff') ? '\ufeff' : '', eol };
}

/** @param text with LF and no byte order mark. */
export function inForm(text: string, { bom, eol }: TextForm): string {
  return bom + (eol === '\n' ? text : text.replaceAll('\n', eol));
}
