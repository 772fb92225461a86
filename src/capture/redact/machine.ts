/** What tells of the machine that ran a command. Paths are absolute. */
export interface MachineFacts {
  readonly root?: string;
  readonly home?: string;
  readonly user?: string;
  readonly host?: string;
}

/** A piece of text and what stands there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Names that say nothing about anyone, and words that are too common to be replaced. */
const COMMON_NAMES = new Set(
  'admin administrator agent alpine app art bash bin bot build builder centos ci circleci client code codespace container core data debian default demo desktop dev developer docker fedora git github gitlab grace guest home host jenkins laptop linux local localhost mac macbook main mark master max name nexus node none nobody null operator owner private prod public python remote root rose ruby rust runner script server service shared src staff system team temp test tester token tools travis ubuntu unknown user username users vagrant var vscode web will win windows work worker workspace www'.split(
    ' ',
  ),
);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A folder's name as it is, or as a `file:` URL writes it. */
function eitherForm(part: string): string {
  const url = encodeURI(part);
  return url === part ? escaped(part) : `(?:${escaped(part)}|${escaped(url)})`;
}
/** No path goes on here; a line's end written out, a compiler's `-I` and a dev server's `/@fs` may stand before one. */
const BEFORE_PATH = '(?:(?<![\\w.~@%+-]|[\\w.~-][\\\\/])|(?<=\\\\[nrt]|\\s-[A-Za-z]|/@fs))';

/** `/a/b`, `C:\a\b`, `C:\\a\\b` (JSON) and `C:/a/b` alike. */
function pathSource(path: string): string | undefined {
  const parts = path.split(/[\\/]+/).filter((part) => part !== '');
  const drive = /^[A-Za-z]:$/.test(parts[0] ?? '');
  if (parts.length < (drive ? 2 : 1)) return undefined;
  const joined = parts.map(eitherForm).join('[\\\\/]{1,2}');
  if (!drive) return `(?:/private)?/${joined}`;
  const letter = (parts[0] ?? '').slice(0, 1);
  return `[${letter.toLowerCase()}${letter.toUpperCase()}]${joined.slice(1)}`;
}

const OTHER_HOMES: readonly RegExp[] = [
  new RegExp(
    `(?:file://)?${BEFORE_PATH}(?:/mnt/[a-z]|/[a-z]|[A-Za-z]:)?/(?:home|Users)/(?!Shared\\b|Public\\b)[^\\s/\\\\:"'\`<>|*?,;()[\\]{}&$=]{1,64}(?![^\\s/\\\\:"'\`<>|*?,;()[\\]{}&$=.])`,
    'g',
  ),
  /(?<![A-Za-z0-9])[A-Za-z]:\\{1,2}(?:Users|Documents and Settings)\\{1,2}(?!Public\b)(?:[^\\/:*?"'<>|\r\n]{1,64}(?=\\)|[^\s\\/:*?"'<>|,;)\]}]{1,64})/gi,
];

interface Rule {
  readonly pattern: RegExp;
  readonly replace: (match: RegExpMatchArray) => string;
}

function rulesOf(facts: MachineFacts): readonly Rule[] {
  const rules: Rule[] = [];
  const root = facts.root === undefined ? undefined : pathSource(facts.root);
  const home = facts.home === undefined ? undefined : pathSource(facts.home);
  const ENDS = `(?![\\w.~-]*[\\w~-])`;
  const addRoot = (source: string) => {
    rules.push({
      pattern: new RegExp(
        `(?:file:///?(?=[A-Za-z]:)|file://)?${BEFORE_PATH}${source}(?:([\\\\/]{1,2})(?=[^\\s"'\\\\/])|[\\\\/]?${ENDS})`,
        'g',
      ),
      replace: (match) => (match[1] === undefined ? '.' : ''),
    });
  };
  if (root !== undefined) addRoot(root);
  if (
    root !== undefined &&
    facts.root !== undefined &&
    facts.home !== undefined &&
    facts.root.startsWith(`${facts.home}/`)
  ) {
    addRoot(escaped(`~${facts.root.slice(facts.home.length)}`));
  }
  if (home !== undefined) {
    rules.push({ pattern: new RegExp(`(?:file://)?${BEFORE_PATH}${home}${ENDS}`, 'g'), replace: () => '~' });
  }
  for (const pattern of OTHER_HOMES) rules.push({ pattern, replace: () => '~' });
  for (const [name, text] of [
    [facts.user, '<user>'],
    [facts.host, '<host>'],
    [facts.host?.split('.', 1)[0], '<host>'],
  ] as const) {
    if (name === undefined || name.length < 3 || COMMON_NAMES.has(name.toLowerCase())) continue;
    rules.push({ pattern: new RegExp(`(?<![\\w])${escaped(name)}(?![\\w])`, 'g'), replace: () => text });
  }
  return rules;
}

/** True where a name stands inside a relative path: a folder of the repository, not a person. */
function inRelativePath(text: string, start: number, end: number): boolean {
  if (text[start - 1] !== '/' && text[end] !== '/') return false;
  let at = start;
  while (at > 0 && start - at < 256 && /[\w./@+-]/.test(text[at - 1] ?? '')) at--;
  return text[at] !== '/' && text[at - 1] !== '~' && text[at - 1] !== ':';
}

/**
 * A function that finds what to put in place of a machine's names: paths below the root become
 * repository-relative, home directories `~`, user and host `<user>` and `<host>`. Edits are sorted
 * and never overlap.
 */
export function machineEdits(facts: MachineFacts): (text: string) => readonly Edit[] {
  const rules = rulesOf(facts);
  return (text) => {
    const edits: Edit[] = [];
    const taken = new Uint8Array(text.length);
    for (const { pattern, replace } of rules) {
      for (const match of text.matchAll(pattern)) {
        const start = match.index;
        const end = start + match[0].length;
        const replacement = replace(match);
        if (taken.subarray(start, end).includes(1)) continue;
        if (replacement.startsWith('<') && inRelativePath(text, start, end)) continue;
        taken.fill(1, start, end);
        edits.push({ start, end, text: replacement });
      }
    }
    return edits.sort((a, b) => a.start - b.start);
  };
}
