import { parseForeignYaml } from '../format/foreign-yaml.ts';
import type { Fact } from './facts.ts';
import { nameOf, type Tree, words } from './tree.ts';

/** File → the service that reads it. */
const SERVICES: readonly (readonly [pattern: RegExp, service: string])[] = [
  [/^\.gitlab-ci\.ya?ml$/, 'GitLab CI'],
  [/^\.circleci\/config\.ya?ml$/, 'CircleCI'],
  [/^Jenkinsfile$/, 'Jenkins'],
  [/^azure-pipelines\.ya?ml$|^\.azure-pipelines\/[\w.-]+\.ya?ml$/, 'Azure Pipelines'],
  [/^\.travis\.ya?ml$/, 'Travis CI'],
  [/^bitbucket-pipelines\.ya?ml$/, 'Bitbucket Pipelines'],
  [/^\.?appveyor\.ya?ml$/, 'AppVeyor'],
  [/^\.drone\.ya?ml$/, 'Drone'],
  [/^\.woodpecker(?:\.ya?ml$|\/[\w.-]+\.ya?ml$)/, 'Woodpecker'],
  [/^\.buildkite\/pipeline\.ya?ml$/, 'Buildkite'],
  [/^cloudbuild\.ya?ml$/, 'Google Cloud Build'],
  [/^\.cirrus\.ya?ml$/, 'Cirrus CI'],
  [/^\.(?:forgejo|gitea)\/workflows\/[\w.-]+\.ya?ml$/, 'Forgejo Actions'],
];
const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const MAX_WORKFLOWS = 20;

/** Continuous integration: the service, and GitHub's workflows by their names. */
export function ciOf(tree: Tree): Fact[] {
  const workflows = tree.files.filter((path) => WORKFLOW.test(path)).slice(0, MAX_WORKFLOWS);
  const github = workflows.map((from) => {
    const name = words(parseForeignYaml(tree.text(from) ?? '')?.name) ?? nameOf(from).replace(/\.ya?ml$/, '');
    return { value: `GitHub Actions: ${name}`, from };
  });
  const others = tree.files.flatMap((from) => {
    const service = SERVICES.find(([pattern]) => pattern.test(from))?.[1];
    return service === undefined ? [] : [{ value: service, from }];
  });
  return [...github, ...others];
}
