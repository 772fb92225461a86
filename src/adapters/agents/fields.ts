/** An object from foreign JSON. Only its own fields are looked at: a payload may be named `__proto__`. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The first of these fields that is there. */
export function anyOf(fields: Fields, names: readonly string[]): unknown {
  const name = names.find((each) => Object.hasOwn(fields, each) && fields[each] !== null);
  return name === undefined ? undefined : fields[name];
}

/** The first of these fields that is a text with something in it. */
export function textOf(fields: Fields, ...names: readonly string[]): string | undefined {
  const name = names.find((each) => {
    const value = Object.hasOwn(fields, each) ? fields[each] : undefined;
    return typeof value === 'string' && value !== '';
  });
  return name === undefined ? undefined : String(fields[name]);
}

/** The first of these fields that is a number, or a text of digits. */
export function numberOf(fields: Fields, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value);
  }
  return undefined;
}

/** An object, or the object that a text of JSON holds. */
export function objectIn(value: unknown): Fields {
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return fieldsOf(value);
  try {
    return fieldsOf(JSON.parse(value));
  } catch {
    return {};
  }
}
