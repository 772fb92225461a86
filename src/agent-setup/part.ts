/** What there is at a path of the working tree. */
export type FileView =
  | { readonly kind: 'text'; readonly text: string }
  /** A link, a folder, bytes that are no text: left alone. */
  | { readonly kind: 'other'; readonly why: string; readonly link?: string };

/** Undefined where there is nothing. */
export type Look = (path: string) => FileView | undefined;

/** The text with our entries in it, or why they cannot be put there. */
export type Added =
  | { readonly text: string; readonly why?: undefined }
  | { readonly why: string; readonly text?: undefined };

/** One thing of ours in one file. */
export interface Part {
  /** `server`: where the agent finds the MCP server. `hooks`: what it calls. `facts`: what it reads. */
  readonly what: 'server' | 'hooks' | 'facts';
  /** Relative to the top of the working tree. */
  readonly path: string;
  /** To be put there by hand. */
  readonly snippet: string;
  /** Changes nothing where it is there already. */
  add(text: string | undefined): Added;
  /** The text without it; undefined where nothing is left. A text that cannot be read stays as it is. */
  strip(text: string): string | undefined;
}

/** Is any of it in this text? */
export function isThere(part: Part, look: Look): boolean {
  const view = look(part.path);
  return view?.kind === 'text' && part.strip(view.text) !== view.text;
}
