import type { Pair } from './pair.ts';

/** What people do with git, as scripts; each starts and ends on `main` with nothing staged. */
type Operation = (pair: Pair) => Promise<void>;

const edit = (file: string, text: string) => `echo '${text}' >>work/${file}`;

/** A branch with commits to its own files, made without hooks. */
function branch(name: string, from: string, files: readonly string[]): string {
  const commits = files.map(
    (file) => `echo ${file} >work/${file}; git add work/${file}; git commit -q -m ${file}`,
  );
  return `(NEXUS=0; export NEXUS; git switch -q -c ${name} ${from}; ${commits.join('; ')})`;
}

const plain: Operation = async (pair) => {
  await pair.note('plain');
  pair.do(`${edit('a', 'plain')}; git add work/a; git commit -q -m plain`);
  await pair.note('through a pipe');
  pair.do(`${edit('a', 'pipe')}; git add work/a; git commit -m piped 2>&1 | cat >../printed`);
};

const all: Operation = async (pair) => {
  await pair.note('commit -a');
  pair.do(`${edit('a', 'all')}; ${edit('b', 'all')}; git commit -q -a -m all`);
};

const inParts: Operation = async (pair) => {
  await pair.note('commit -p');
  pair.do(`${edit('a', 'part')}; ${edit('b', 'part')}; git commit -q -p -m part`, { input: 'y\nn\n' });
  pair.do('git checkout -q -- work');
};

/** The journal waits, since a record in such a commit would be deleted by the next one. */
const byPath: Operation = async (pair) => {
  await pair.note('commit <path>');
  pair.do(`${edit('a', 'path')}; ${edit('b', 'path')}; git add work/b; git commit -q -m path work/a`);
  pair.do('git commit -q -m "after path"');
  pair.do(`${edit('a', 'next')}; git commit -q -a -m next`);
};

const withOwnIndex: Operation = async (pair) => {
  await pair.note('an index of its own');
  pair.do(`${edit('a', 'own')}; cp .git/index ../own; GIT_INDEX_FILE="$PWD/../own" git commit -q -a -m own`);
  pair.do('git reset -q; git status -s');
  pair.do(`${edit('a', 'own')}; git commit -q -a -m "own index, later"`);
};

const amend: Operation = async (pair) => {
  await pair.note('before the amend');
  pair.do(`${edit('a', 'amend')}; git commit -q -a -m "to amend"`);
  await pair.note('amend');
  pair.do(`${edit('a', 'amended')}; git commit -q -a --amend -m amended`);
  pair.do('git commit -q --amend -m "other words"');
};

const empty: Operation = async (pair) => {
  await pair.note('nothing staged');
  pair.do('git commit -q --allow-empty -m empty');
  pair.do('git commit -q -m nothing');
  pair.do(`${edit('a', 'full')}; git commit -q -a -m full`);
};

const unverified: Operation = async (pair) => {
  await pair.note('no verify');
  pair.do(`${edit('a', 'unverified')}; git commit -q -a --no-verify -m unverified`);
  pair.do(`${edit('a', 'verified')}; git commit -q -a -m verified`);
};

const aborted: Operation = async (pair) => {
  await pair.note('left in the editor');
  pair.do(`${edit('a', 'aborted')}; git add work/a; git commit -q`);
  await pair.note('after the editor');
  pair.do('git commit -q -m "second thought"');
  await pair.note('left in the editor with -a');
  pair.do(`${edit('a', 'aborted')}; git commit -q -a`);
  pair.do('git commit -q -a -m "third thought"');
};

const refused: Operation = async (pair) => {
  await pair.note('refused by gpg');
  const failing = 'git -c commit.gpgsign=true -c gpg.program=false commit -q -m signed';
  pair.do(`${edit('a', 'signed')}; git add work/a; ${failing}`);
  pair.do('touch refuse; git commit -q -m refused; code=$?; rm refuse; git reset -q --soft HEAD; exit $code');
  pair.do('git diff --cached --quiet -- work || git commit -q --no-verify -m "at last"');
};

const fixup: Operation = async (pair) => {
  await pair.note('to fix up');
  pair.do(`${edit('b', 'one')}; git commit -q -a -m "to fix"`);
  await pair.note('fixup');
  pair.do(
    `${edit('b', 'two')}; git commit -q -a --fixup HEAD; ${edit('a', 'x')}; git commit -q -a -C HEAD~1`,
  );
  pair.do('GIT_SEQUENCE_EDITOR=true git rebase -q -i --autosquash HEAD~3');
};

const merge: Operation = async (pair) => {
  pair.do(branch('clean', 'main', ['m1', 'm2']));
  await pair.note('before a merge');
  pair.do(`git switch -q main; ${edit('a', 'ours')}; git commit -q -a -m ours`);
  await pair.note('during a merge');
  pair.do('git merge -q --no-edit clean');
  pair.do(`${edit('a', 'merged')}; git commit -q -a -m merged`);
};

const conflict: Operation = async (pair) => {
  pair.do(
    `(NEXUS=0; export NEXUS; git switch -q -c other; ${edit('b', 'theirs')}; git commit -q -a -m theirs)`,
  );
  pair.do(`(NEXUS=0; export NEXUS; git switch -q main; ${edit('b', 'mine')}; git commit -q -a -m mine)`);
  await pair.note('in a conflict');
  pair.do('git merge -q other');
  pair.do('echo both >work/b; git add work/b; git commit -q --no-edit');
  pair.do(`${edit('b', 'calm')}; git commit -q -a -m calm`);
};

const squash: Operation = async (pair) => {
  pair.do(branch('squashed', 'main', ['q1', 'q2']));
  await pair.note('squash');
  pair.do('git switch -q main; git merge -q --squash squashed; git commit -q -m squash');
};

const rebase: Operation = async (pair) => {
  pair.do('git switch -q -c topic');
  for (const step of ['r1', 'r2', 'r3']) {
    await pair.note(`topic ${step}`);
    pair.do(`echo ${step} >work/${step}; git add work/${step}; git commit -q -m ${step}`);
  }
  pair.do(`(NEXUS=0; export NEXUS; git switch -q main; ${edit('a', 'moved')}; git commit -q -a -m moved)`);
  await pair.note('during a rebase');
  pair.do('git rebase -q main topic; git switch -q main; git merge -q --ff-only topic');
};

const pick: Operation = async (pair) => {
  pair.do(branch('picked', 'main', ['p1', 'p2']));
  await pair.note('during a pick');
  pair.do('git switch -q main; git cherry-pick picked~1 picked >../printed');
  pair.do('git revert --no-edit HEAD >../printed');
  pair.do(`${edit('a', 'picked')}; git commit -q -a -m "after the pick"`);
};

const stash: Operation = async (pair) => {
  await pair.note('in a stash');
  pair.do(`${edit('a', 'stashed')}; git add work/a; git commit -q; git stash push -q`);
  pair.do(`${edit('b', 'meanwhile')}; git commit -q -a -m meanwhile`);
  pair.do('git stash pop -q; git commit -q -a -m unstashed');
};

const subfolder: Operation = async (pair) => {
  await pair.note('from a subfolder');
  pair.do('cd work/sub; echo deeper >>c; git commit -q -a -m deeper');
};

/** After which nothing waits any more. */
const last: Operation = async (pair) => {
  await pair.note('the last word');
  pair.do(`${edit('a', 'end')}; git add work/a; git commit -q -m end`);
};

export const EVERYTHING: readonly Operation[] = [
  plain,
  all,
  inParts,
  byPath,
  withOwnIndex,
  amend,
  empty,
  unverified,
  aborted,
  refused,
  fixup,
  merge,
  conflict,
  squash,
  rebase,
  pick,
  stash,
  subfolder,
  last,
];
/** What the ways in which hooks are started could make a difference to. */
export const ESSENTIALS: readonly Operation[] = [plain, byPath, amend, refused, rebase, stash, last];
