import { type ErrorFormat, lineFormat } from './format.ts';

const RUBY_PLACE = String.raw`(?<path>[^\s:]{1,300}):(?<line>\d+):in ['\x60][^']{1,200}'`;
const RUBY_PROGRAMS = ['ruby', 'rails', 'rake', 'bundle', 'rspec', 'irb'];
const PHP_PROGRAMS = ['php', 'composer', 'phpunit', 'artisan', 'phpstan'];

export const SCRIPTS: readonly ErrorFormat[] = [
  lineFormat('ruby', { language: 'ruby', programs: RUBY_PROGRAMS, pick: 'last' }, [
    {
      pattern: new RegExp(
        `^(?:Traceback.{0,60}|\\s+\\d+: )?${RUBY_PLACE}: (?<message>.+) \\((?<type>[A-Z][\\w:]{0,100})\\)$`,
      ),
      after: 6,
    },
    {
      pattern: /^(?<path>[^\s:]{1,300}\.rb):(?<line>\d+): (?<message>.+) \((?<type>[A-Z][\w:]{0,100})\)$/,
      after: 4,
    },
    {
      pattern: /^(?<path>[^\s:]{1,300}\.rb):(?<line>\d+): (?<message>syntax error.+)$/,
      type: 'SyntaxError',
      after: 4,
    },
    { pattern: /^(?<message>Could not find (?:gem |\S{1,100} in ).+)$/, type: 'Bundler::GemNotFound' },
  ]),
  lineFormat('rspec', { language: 'ruby', programs: RUBY_PROGRAMS, pick: 'first' }, [
    {
      pattern: /^\s+Failure\/Error: (?<message>.+)$/,
      before: 1,
      after: 8,
      place: /^\s+# (?<path>[^\s:]{1,300}):(?<line>\d+)/,
    },
  ]),
  lineFormat('php', { language: 'php', programs: PHP_PROGRAMS, pick: 'first' }, [
    {
      pattern:
        /^(?:PHP |\[.{1,60}\] )?(?:PHP )?Fatal error:\s{1,2}Uncaught (?<type>[\w\\]{1,150}): (?<message>.*?) in (?<path>\S{1,300}):(?<line>\d+)$/,
      after: 4,
    },
    {
      pattern:
        /^(?:PHP )?(?<type>Fatal error|Parse error):\s{1,2}(?<message>.+?) in (?<path>\S{1,300}) on line (?<line>\d+)$/,
    },
    { pattern: /^(?:In|at) (?<path>\S{1,200}\.php)(?: line |:)(?<line>\d+)/, after: 4 },
    {
      pattern:
        /^\s{2,4}(?<message>(?:Your requirements could not|Could not find (?:a matching version of )?package).+)$/,
    },
  ]),
  lineFormat('elixir', { language: 'elixir', programs: ['mix', 'elixir', 'iex'], pick: 'first' }, [
    {
      pattern:
        /^\s*\*\* \((?<type>[\w.]{1,100})\) (?<message>(?:(?<path>[^\s:]{1,200}\.exs?):(?<line>\d+):(?:\d+:)? )?.+)$/,
      after: 4,
    },
    {
      pattern: /^\s*error: (?<message>.+)$/,
      after: 6,
      place: /└─ (?<path>[^\s:]{1,200}\.exs?):(?<line>\d+)/,
      needsPlace: true,
    },
  ]),
  lineFormat(
    'haskell',
    { language: 'haskell', programs: ['ghc', 'cabal', 'stack', 'runghc'], pick: 'first' },
    [
      {
        pattern:
          /^(?<path>[^\s:]{1,300}\.l?hs):(?<line>\d+):\d+(?:-\d+)?: error:(?: \[(?<type>GHC-\d+)\])? ?(?<message>.*)$/,
        after: 6,
      },
    ],
  ),
  lineFormat('perl', { language: 'perl', programs: ['perl', 'prove'], pick: 'last' }, [
    { pattern: /^(?<message>.{1,500}) at (?<path>[^\s:]{1,300}\.(?:pl|pm|t)) line (?<line>\d+)\.$/ },
  ]),
  lineFormat('lua', { language: 'lua', programs: ['lua', 'luajit', 'busted'], pick: 'last' }, [
    { pattern: /^lua(?:jit|[\d.]+)?: (?<path>[^\s:]{1,300}\.lua):(?<line>\d+): (?<message>.+)$/, after: 3 },
  ]),
  lineFormat('r', { language: 'r', programs: ['Rscript', 'R'], pick: 'last' }, [
    {
      pattern: /^Error(?: in .{1,200}?)? ?: (?<message>.+)$/,
      after: 2,
      skip: /^Error: (?:.*\bnode:|Cannot find module)/,
    },
  ]),
];
