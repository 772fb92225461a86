import { type Redactor, redactValue } from '../capture/redact/redactor.ts';
import { fieldTexts } from '../format/field-texts.ts';

/**
 * A record file's text without secrets, by the same measure as its record is `admit`ted: each field is judged
 * alone. What follows `signature:` is a secret by its name in most files; in a record it names an error.
 */
export function redactRecordText(redactor: Redactor, file: string): ReturnType<Redactor['text']> {
  const whole = redactor.text(file);
  if (whole.found.length === 0) return whole;
  const harmless = fieldTexts(file).filter(
    ({ name, text }) => redactValue({ [name]: text }, redactor).found === 0,
  );
  return harmless.length === 0 ? whole : redactor.text(file, harmless);
}
