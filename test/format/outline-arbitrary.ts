import fc from 'fast-check';
import { joint } from '../../src/format/closing.ts';
import { body } from './record-arbitrary.ts';

const heading = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom('One', 'Two', 'A `b` c', 'Ünï →'), fc.boolean())
  .map(([depth, name, underlined]) =>
    underlined && depth < 3 ? `${name}\n${depth === 1 ? '===' : '---'}` : `${'#'.repeat(depth)} ${name}`,
  );

/** Documents with hostile texts in their sections, whatever stands at their ends and whichever line ending they have. */
export const document = fc
  .record({
    intro: body,
    sections: fc.array(fc.tuple(heading, body), { minLength: 1, maxLength: 6 }),
    mark: fc.boolean(),
    windows: fc.boolean(),
    end: fc.constantFrom('', '\n', '\n\n', ' \n'),
  })
  .map(({ intro, sections, mark, windows, end }) => {
    let text = intro;
    for (const [line, own] of sections) {
      text += (text === '' ? '' : joint(text, '\n\n', line, '\n')) + line + (own === '' ? '' : `\n\n${own}`);
    }
    const native = windows ? `${text}${end}`.replaceAll('\n', '\r\n') : text + end;
    return (mark ? '\ufeff' : '') + native;
  });
