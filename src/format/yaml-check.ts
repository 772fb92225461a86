import { nearest } from '../core/nearest.ts';
import type { Problem, ProblemCode } from '../core/problem.ts';
import { lineAt } from './lines.ts';
import type { YamlList, YamlMap, YamlNode } from './yaml.ts';

/** The value of a key; one that says nothing is not there. */
export function fieldOf(map: YamlMap, key: string): YamlNode | undefined {
  const node = map.entries.find((entry) => entry.key === key)?.value;
  const nothing = node?.kind === 'text' && node.plain && ['', '~', 'null'].includes(node.text);
  return nothing ? undefined : node;
}

export function placeOf(map: YamlMap | undefined, key: string): number {
  return map?.entries.find((entry) => entry.key === key)?.keyAt ?? map?.at ?? 0;
}

/** Reads the fields of maps, and collects what is wrong with them, each with its line. */
export class YamlCheck {
  readonly problems: Problem[] = [];
  readonly #text: string;
  readonly #file: string;
  readonly #code: ProblemCode;

  /** @param text in which the maps have their places */
  constructor(text: string, file: string, code: ProblemCode) {
    this.#text = text;
    this.#file = file;
    this.#code = code;
  }

  bad(message: string, at: number, hint: string): void {
    this.problems.push({
      code: this.#code,
      message,
      file: this.#file,
      line: lineAt(this.#text, at),
      hint,
    });
  }

  /** A key that is nearly one of ours is a slip; any other belongs to somebody else. */
  keys(map: YamlMap, known: readonly string[]): void {
    for (const { key, keyAt } of map.entries) {
      const near = known.includes(key) ? undefined : nearest(key, known);
      if (near !== undefined && !map.entries.some((entry) => entry.key === near))
        this.bad(`unknown field ${key}`, keyAt, `did you mean ${near}?`);
    }
  }

  text(map: YamlMap, key: string): string | undefined {
    const node = fieldOf(map, key);
    if (node === undefined) return undefined;
    if (node.kind === 'text' && node.text.trim() !== '') return node.text;
    this.bad(`${key} is not a text`, placeOf(map, key), 'write a word or a line');
    return undefined;
  }

  choice(map: YamlMap, key: string, choices: readonly string[]): string | undefined {
    const text = this.text(map, key);
    if (text === undefined || choices.includes(text)) return text;
    const near = nearest(text, choices);
    const hint = near === undefined ? `one of: ${choices.join(', ')}` : `did you mean ${near}?`;
    this.bad(`there is no ${key} ${text}`, placeOf(map, key), hint);
    return undefined;
  }

  number(
    map: YamlMap,
    key: string,
    [low, high]: readonly [number, number],
    whole: boolean,
  ): number | undefined {
    const node = fieldOf(map, key);
    if (node === undefined) return undefined;
    const value =
      node.kind === 'text' && node.plain && /^\d/.test(node.text) ? Number(node.text) : Number.NaN;
    if (value >= low && value <= high && (!whole || Number.isInteger(value))) return value;
    const form = whole ? 'a whole number' : 'a number';
    this.bad(`${key} is not ${form} from ${low} to ${high}`, placeOf(map, key), 'correct it');
    return undefined;
  }

  /** The maps of a list, one by one, as many as there may be. @param say how they are called, and what to do */
  *maps(
    { items, at }: YamlList,
    most: number,
    say: { readonly one: string; readonly many: string; readonly split: string; readonly form: string },
  ): Generator<YamlMap> {
    if (items.length > most) this.bad(`${items.length} ${say.many}, the limit is ${most}`, at, say.split);
    for (const node of items.slice(0, most)) {
      if (node.kind === 'map') yield node;
      else this.bad(`${say.one} is not a map of fields`, node.at, say.form);
    }
  }

  list(map: YamlMap, key: string): readonly string[] | undefined {
    const node = fieldOf(map, key);
    if (node === undefined) return undefined;
    const texts =
      node.kind === 'list' ? node.items.flatMap((item) => (item.kind === 'text' ? item.text : [])) : [];
    const whole = node.kind === 'list' && texts.length === node.items.length;
    if (whole && texts.every((text) => text !== '')) return texts;
    this.bad(`${key} is not a list of texts`, placeOf(map, key), `write: ${key}: [one, another]`);
    return undefined;
  }
}
