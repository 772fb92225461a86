import { NexusError } from '../../../core/error.ts';
import { type Command, EXIT } from '../command.ts';
import { PRINTED } from '../picked.ts';
import { choiceIn, printJson } from '../shared.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** Where each reads it at its start. */
const START: Readonly<Record<Shell, string>> = {
  bash: '~/.bashrc: eval "$(nexus shell bash)"',
  zsh: '~/.zshrc: eval "$(nexus shell zsh)"',
  fish: '~/.config/fish/config.fish: nexus shell fish | source',
};

/** What the shell runs when the key is pressed. Every value is quoted by the shell itself before it stands in the line. */
const SCRIPTS: Readonly<Record<Shell, (letter: string, pick: string) => string>> = {
  bash: (letter, pick) => `if [[ $- == *i* ]] && (( BASH_VERSINFO[0] >= 4 )); then
  __nexus_pick() {
    local picked
    picked=$(${pick}) || return
    printf -v picked %q "$picked"
    READLINE_LINE="\${READLINE_LINE:0:READLINE_POINT}$picked\${READLINE_LINE:READLINE_POINT}"
    READLINE_POINT=$((READLINE_POINT + \${#picked}))
  }
  bind -m emacs-standard -x '"\\e${letter}": __nexus_pick'
  bind -m vi-insert -x '"\\e${letter}": __nexus_pick'
fi
`,
  zsh: (letter, pick) => `if [[ -o interactive ]]; then
  __nexus_pick() {
    emulate -L zsh
    local picked
    picked=$(${pick} < /dev/tty) && LBUFFER+=\${(q)picked}
    zle reset-prompt
  }
  zle -N __nexus_pick
  bindkey -M emacs '^[${letter}' __nexus_pick
  bindkey -M viins '^[${letter}' __nexus_pick
fi
`,
  fish: (letter, pick) => `if status is-interactive
  function __nexus_pick
    set -l picked (${pick} < /dev/tty)
    and commandline -i -- (string escape -- $picked)
    commandline -f repaint
  end
  bind \\e${letter} __nexus_pick
  bind -M insert \\e${letter} __nexus_pick
end
`,
};

export const shell: Command = {
  name: 'shell',
  summary: 'Print a key for your shell that puts the id of a record you pick into the line',
  usage: `<${SHELLS.join(' | ')}>`,
  positionals: { min: 1, max: 1 },
  options: {
    key: { type: 'string', value: 'alt-m', summary: 'Another key: alt- and a letter (default: alt-m)' },
    print: { type: 'string', value: 'what', summary: 'Its id or its path (default: id)' },
  },
  examples: SHELLS.map((name) => {
    const [file = '', line = ''] = START[name].split(': ');
    return { line, tells: `in ${file}` };
  }),
  notes: [
    'alt-m is free in bash, zsh and fish as they come. Nothing is run by it: you see the line, and press Enter.',
  ],
  async run({ io, args, json }) {
    const name = choiceIn(args.positionals[0] ?? '', 'nexus shell', SHELLS);
    const letter = letterOf(args.text('key') ?? 'alt-m');
    const what = choiceIn(args.text('print') ?? 'id', '--print', PRINTED.slice(0, 2));
    const head = `# alt-${letter} picks a record of nexus and puts its ${what} into the line. In ${START[name]}\n`;
    const script = head + SCRIPTS[name](letter, `nexus ui --print ${what}`);
    if (json) printJson(io, { shell: name, script });
    else io.out(script);
    return EXIT.ok;
  },
};

/** Anything else could end the quotes that it stands in. */
function letterOf(key: string): string {
  const letter = /^alt-([a-z])$/.exec(key)?.[1];
  if (letter !== undefined) return letter;
  throw new NexusError(
    'usage',
    'bad-value',
    `--key takes alt- and a letter, not "${key}"`,
    'for example: --key alt-n',
  );
}
