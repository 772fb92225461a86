import { allCommands, decidingCommands } from '../core/shell-words.ts';

/** Programs that answer "no" by their exit code; of some, only with the word that follows. */
const ANSWERING: readonly string[] = [
  ...'grep egrep fgrep zgrep rg ag ack test [ diff cmp expr true false pgrep pidof lsof'.split(' '),
  ...'which command type hash whereis ls stat readlink realpath file find fd cat head tail wc'.split(' '),
  ...'cd pushd popd sed awk jq yq cut sort uniq tr xxd od strings tree du df pwd echo printf'.split(' '),
  ...'sleep wait kill killall pkill'.split(' '),
  ...['git diff', 'git grep', 'git rev-parse', 'git merge-base', 'git show-ref', 'git ls-files'],
  ...['git check-ignore', 'git config', 'git status', 'git log', 'git show', 'git branch'],
  ...['git cat-file', 'git symbolic-ref', 'git remote'],
  ...['systemctl status', 'systemctl is-active', 'systemctl is-enabled', 'dpkg -s', 'dpkg -l', 'rpm -q'],
  ...['npm ls', 'npm outdated', 'pip show', 'nc -z', 'docker inspect', 'docker ps', 'gh pr', 'gh issue'],
];

/** Of these, some change something after all. */
const CHANGING = /^(?:kill|killall|pkill|git config)$/;

/** Programs that only look: that one of them ran in between says nothing of what helped. */
const LOOKING = new Set([
  ...ANSWERING.filter((name) => !CHANGING.test(name)),
  ...'less more bat env printenv date whoami ps'.split(' '),
  'git blame',
]);

/** Of `sed`, `find` and `awk`, the options that write. */
const WRITES = /^(?:-i.*|--in-place.*|-delete|-exec(?:dir)?|-ok(?:dir)?)$/;

const ANSWERS = new Set(ANSWERING);

/** More than this is no mere "no": something is told. */
const LITTLE_LINES = 4;
const LITTLE_CHARS = 600;

/** True for a failed command that only answered a question: `grep -q x`, `test -f x`, `ls missing`, `git diff --quiet`. */
export function onlyAnswers(command: string, output: string): boolean {
  const told = output.trim();
  if (told.length > LITTLE_CHARS || told.split('\n').length > LITTLE_LINES) return false;
  const deciding = decidingCommands(command);
  return deciding !== undefined && deciding.length > 0 && deciding.every((words) => isOneOf(ANSWERS, words));
}

/** True for a command that changes nothing: no step on the way to a fix. */
export function onlyLooks(command: string): boolean {
  const all = allCommands(command);
  return all?.every((words) => isOneOf(LOOKING, words) && !words.some((word) => WRITES.test(word))) === true;
}

/** True where Nexus itself runs in it: it keeps what is to be kept, and an answer of "nothing found" is no error. */
export function callsNexus(command: string): boolean {
  const all = allCommands(command);
  if (all === undefined) return /^\s*(?:npx )?nexus run\b/.test(command);
  return all.some((words) => /^(?:npx )?(?:\S*\/)?nexus(?:\.js)?(?: |$)/.test(words.join(' ')));
}

function isOneOf(names: ReadonlySet<string>, words: readonly string[]): boolean {
  const name = (words[0] ?? '').split('/').at(-1) ?? '';
  // Options of the program itself stand before its own verb: `git -C dir diff`, `git --no-pager log`.
  const rest = words.slice(1);
  while (name === 'git' && rest[0]?.startsWith('-') === true) rest.splice(0, /^-[Cc]$/.test(rest[0]) ? 2 : 1);
  return names.has(name) || names.has(`${name} ${rest[0] ?? ''}`);
}
