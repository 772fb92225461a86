import { wrap } from '../../../present/layout.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson, textOptions } from '../shared.ts';

const MARK = { ok: 'ok  ', note: 'note', bad: 'BAD ' } as const;

export const doctor: Command = {
  name: 'doctor',
  summary: 'Check that everything works, the hooks above all',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {},
  examples: [{ line: 'nexus doctor', tells: 'exit 1 if something needs you; each line says what to do' }],
  async run({ io, json, nexus }) {
    const { checks } = await (await nexus()).doctor();
    const bad = checks.some((check) => check.state === 'bad');
    if (json) printJson(io, { healthy: !bad, checks });
    else {
      const { style, columns } = textOptions(io);
      const fold = (text: string): string =>
        columns > 0 ? wrap(text, columns, 6) : `      ${text.replaceAll('\n', '\n      ')}`;
      const paint = { ok: style.green, note: style.yellow, bad: style.red };
      for (const check of checks) {
        io.out(`${paint[check.state](MARK[check.state])}  ${fold(safeText(check.text)).trimStart()}\n`);
        if (check.hint !== undefined) io.out(`${fold(safeText(check.hint, { newlines: true }))}\n`);
      }
    }
    return bad ? EXIT.nothing : EXIT.ok;
  },
};
