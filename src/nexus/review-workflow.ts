import { NexusError } from '../core/error.ts';
import { VERSION } from '../core/version.ts';
import { bytesOf } from '../repo/hook-install/file-state.ts';
import { applyProjectChanges, fileOf, readProjectFile } from '../repo/project-files.ts';
import { type Context, requireRepository } from './context.ts';

export const FORGES = ['github', 'gitlab'] as const;

export type Forge = (typeof FORGES)[number];

export interface ReviewWorkflow {
  readonly path: string;
  /** False where it is there already as it would be written. */
  readonly written: boolean;
  /** What is left to do by hand. */
  readonly next: readonly string[];
}

const PATHS: Readonly<Record<Forge, string>> = {
  github: '.github/workflows/nexus-review.yml',
  gitlab: '.gitlab/nexus-review.yml',
};

/** What npm may be told to install: a name with its version, or a place; nothing that a shell would take apart. */
const PACKAGE = /^[\w@./:+#=-]{1,200}$/;

/** Writes a workflow that reviews changes of memory on a forge. Throws `refused` where another file is in its place. */
export function initReview(
  context: Context,
  forge: Forge,
  packageSpec = `nexus-memory@${VERSION}`,
): ReviewWorkflow {
  const { facts } = requireRepository(context);
  if (!PACKAGE.test(packageSpec))
    throw new NexusError(
      'usage',
      'bad-value',
      `"${packageSpec}" is nothing that npm installs`,
      `as in nexus-memory@${VERSION}`,
    );
  const path = PATHS[forge];
  const text = forge === 'github' ? githubText(packageSpec) : gitlabText(packageSpec);
  const next = NEXT[forge];
  const old = readProjectFile(facts.root, path);
  if (old?.kind === 'other') throw new NexusError('usage', 'refused', `${path}: ${old.why}`, 'move it away');
  if (old !== undefined) {
    if (new TextDecoder().decode(bytesOf(old.state)) === text) return { path, written: false, next };
    throw new NexusError(
      'usage',
      'refused',
      `${path} is there already and says something else`,
      'it is yours: move it away to have it written anew',
    );
  }
  const change = { path, before: undefined, after: fileOf(text, undefined) };
  const place = { root: facts.root, commonDir: facts.commonDir };
  applyProjectChanges(place, [change], { record: 'review-workflow.json', what: path, now: context.clock() });
  return { path, written: true, next };
}

const NEXT: Readonly<Record<Forge, readonly string[]>> = {
  github: [
    'commit it, and make the job “Memory review” a required check of the main branch',
    'add a line to CODEOWNERS, so that people look at memory and at this file: /.nexus/ /.github/ @your-team',
  ],
  gitlab: [
    "commit it, and include it in .gitlab-ci.yml: include: [{ local: '.gitlab/nexus-review.yml' }]",
    'add a line to CODEOWNERS, so that people look at memory and at this file: /.nexus/ /.gitlab/ @your-team',
  ],
};

function githubText(packageSpec: string): string {
  return `# Reviews what a pull request changes in this repository's memory. Written by \`nexus review --init github\`; it is yours.
#
# Why it is safe with pull requests of strangers:
# - \`pull_request\` (never \`pull_request_target\`) gives a token that can only read, and no secrets.
# - Nothing of the pull request is run. Nexus is installed outside of the checkout, so that no .npmrc or node_modules
#   of the pull request has a say in it; the review reads files and starts git alone, with no network.
# - What the review may leave out is read from the base, not from the change under review.
# A pull request can change this file, too: let CODEOWNERS ask for a person's yes on .github/.
#
# The report is the summary of the job. For a comment, let a second workflow on \`workflow_run\` post the report as it was
# uploaded, never checking out the pull request; it finds its earlier comment by the line <!-- nexus:review -->.
name: Memory review

on:
  pull_request:
    paths: ['.nexus/**']

permissions:
  contents: read

concurrency:
  group: nexus-review-\${{ github.event.pull_request.number }}
  cancel-in-progress: true

jobs:
  review:
    name: Memory review
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      # Pin it to a commit that you trust: git ls-remote https://github.com/actions/checkout v4
      - uses: actions/checkout@v4
        with:
          ref: \${{ github.event.pull_request.head.sha }}
          fetch-depth: 0 # with the commit where the branch began
          persist-credentials: false
      - name: Install Nexus
        working-directory: \${{ runner.temp }}
        run: npm install --prefix "$RUNNER_TEMP/nexus" --ignore-scripts --no-audit --no-fund '${packageSpec}'
      - name: Review
        env:
          # Names of branches are a stranger's words: commits are not.
          BASE: \${{ github.event.pull_request.base.sha }}
          HEAD: \${{ github.event.pull_request.head.sha }}
        run: |
          # Into the summary alone: in the log a record's words could pass for commands to the runner.
          node "$RUNNER_TEMP/nexus/node_modules/nexus-memory/dist/nexus.js" review "$BASE...$HEAD" \
            --format markdown --fail-on high >> "$GITHUB_STEP_SUMMARY"
`;
}

function gitlabText(packageSpec: string): string {
  return `# Reviews what a merge request changes in this repository's memory. Written by \`nexus review --init gitlab\`; it is yours.
# Include it: include: [{ local: '.gitlab/nexus-review.yml' }]
#
# Why it is safe with merge requests of strangers: it needs no token and no variable, and runs nothing of the merge
# request. Nexus is installed outside of the checkout, so that no .npmrc of the merge request has a say in it; the review
# reads files and starts git alone. What it may leave out is read from the base, not from the change under review.
# Keep protected variables away from merge request pipelines of forks, as for any job.
nexus-review:
  stage: test
  # Pin it to a digest that you trust: docker buildx imagetools inspect node:22
  image: node:22
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      changes: ['.nexus/**/*']
  variables:
    GIT_DEPTH: '0' # with the commit where the branch began
  script:
    - (cd /tmp && npm install --prefix /tmp/nexus --ignore-scripts --no-audit --no-fund '${packageSpec}')
    - nexus=/tmp/nexus/node_modules/nexus-memory/dist/nexus.js
    - node "$nexus" review "$CI_MERGE_REQUEST_DIFF_BASE_SHA..$CI_COMMIT_SHA" --format markdown --fail-on high > memory-review.md
  artifacts:
    when: always
    expose_as: Memory review
    paths: [memory-review.md]
    expire_in: 30 days
`;
}
