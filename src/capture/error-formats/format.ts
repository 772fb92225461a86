/** Where and what an error is in the lines of an output. Line numbers of the output are 0-based indices. */
export interface Match {
  readonly type?: string;
  readonly message: string;
  readonly path?: string;
  /** 1-based line of `path`. */
  readonly line?: number;
  /** The lines that matter: from, and up to and including. */
  readonly from: number;
  readonly to: number;
}

/** How one family of programs reports an error. */
export interface ErrorFormat {
  readonly id: string;
  readonly language?: string;
  /** Programs whose output this is: their formats are tried first. */
  readonly programs: readonly string[];
  find(lines: readonly string[]): Match | undefined;
}

type Groups = Readonly<Record<string, string | undefined>>;

export interface LineRule {
  /** Named groups: `type`, `message`, `path`, `line`. Without a message, the next line is it. */
  readonly pattern: RegExp;
  readonly type?: string;
  /** True to leave a matching line out, such as a summary that repeats the count of errors. */
  readonly skip?: RegExp;
  /** How many of the lines before and after belong to the error; those after end at an empty line. */
  readonly before?: number;
  readonly after?: number;
  /** For a report whose place stands on a line of its own: looked for among the lines after, or before. */
  readonly place?: RegExp;
  /** For a headline so plain that only its place tells whose it is. */
  readonly needsPlace?: boolean;
}

/** The error of the line at `index` by one rule. */
function matchLine(lines: readonly string[], index: number, rule: LineRule): Match | undefined {
  const line = lines[index] ?? '';
  const found = rule.pattern.exec(line);
  if (found === null || rule.skip?.test(line) === true) return undefined;
  const groups: Groups = found.groups ?? {};
  let to = index;
  while (to < index + (rule.after ?? 0) && to + 1 < lines.length && lines[to + 1] !== '') to++;
  const from = Math.max(0, index - (rule.before ?? 0));
  const place = groups.path === undefined ? placeOf(lines, rule.place, from, index, to) : groups;
  if (rule.needsPlace === true && place.path === undefined) return undefined;
  const message = groups.message ?? '';
  const below = message === '' && to > index ? (lines[index + 1] ?? '') : message;
  return match(groups.type ?? rule.type, below === '' ? line : below, place, from, to);
}

function placeOf(
  lines: readonly string[],
  pattern: RegExp | undefined,
  from: number,
  index: number,
  to: number,
): Groups {
  if (pattern === undefined) return {};
  const order = [...range(index, Math.max(to, index + 4)), ...range(from, index - 1).reverse()];
  for (const at of order) {
    const groups = pattern.exec(lines[at] ?? '')?.groups;
    if (groups !== undefined) return groups;
  }
  return {};
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

export function match(
  type: string | undefined,
  message: string,
  place: Groups,
  from: number,
  to: number,
): Match {
  const path = place.path;
  const line = Number(place.line);
  return {
    ...(type === undefined ? {} : { type }),
    message: message.trim(),
    ...(path === undefined ? {} : { path }),
    ...(path === undefined || !Number.isInteger(line) || line < 1 ? {} : { line }),
    from,
    to,
  };
}

/**
 * A format that is told line by line. Compilers report causes first and consequences later, so the
 * `first` match counts; programs log on until the error that ends them, so there it is the `last`.
 * Rules are in the order of how much they say: a later rule counts only where no earlier one matches.
 */
export function lineFormat(
  id: string,
  options: {
    readonly language?: string;
    readonly programs: readonly string[];
    readonly pick: 'first' | 'last';
  },
  rules: readonly LineRule[],
): ErrorFormat {
  const { language, programs, pick } = options;
  return {
    id,
    ...(language === undefined ? {} : { language }),
    programs,
    find: (lines) => {
      for (const rule of rules) {
        const order = pick === 'first' ? lines.keys() : range(0, lines.length - 1).reverse();
        for (const index of order) {
          const found = matchLine(lines, index, rule);
          if (found !== undefined) return found;
        }
      }
      return undefined;
    },
  };
}
