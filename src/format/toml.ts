import { parse } from 'smol-toml';

/** A TOML text (toml.io, 1.0) as plain data; undefined where it is none. */
export function parseToml(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
