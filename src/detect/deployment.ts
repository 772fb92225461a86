import { parseForeignYaml } from '../format/foreign-yaml.ts';
import type { Fact } from './facts.ts';
import { distinct } from './member.ts';
import { at, entriesOf, folderOf, type Tree, words } from './tree.ts';

/** File → what it deploys with. `once` stands for a folder of files: one is told. */
const ROWS: readonly { readonly pattern: RegExp; readonly what: string; readonly once?: boolean }[] = [
  { pattern: /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$/, what: 'container image' },
  { pattern: /(?:^|\/)(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml$/, what: 'Docker Compose' },
  { pattern: /(?:^|\/)Chart\.yaml$/, what: 'Helm chart' },
  { pattern: /(?:^|\/)kustomization\.ya?ml$/, what: 'Kustomize' },
  {
    pattern: /^(?:.*\/)?(?:k8s|kubernetes|manifests)\/(?:.*\/)?[\w.-]+\.ya?ml$/,
    what: 'Kubernetes manifests',
    once: true,
  },
  { pattern: /(?:^|\/)skaffold\.ya?ml$/, what: 'Skaffold' },
  { pattern: /\.tf$/, what: 'Terraform', once: true },
  { pattern: /(?:^|\/)Pulumi\.ya?ml$/, what: 'Pulumi' },
  { pattern: /(?:^|\/)cdk\.json$/, what: 'AWS CDK' },
  { pattern: /(?:^|\/)serverless\.(?:ya?ml|ts|js)$/, what: 'Serverless Framework' },
  { pattern: /(?:^|\/)samconfig\.toml$/, what: 'AWS SAM' },
  { pattern: /(?:^|\/)(?:ansible\.cfg|playbook\.ya?ml)$/, what: 'Ansible' },
  { pattern: /(?:^|\/)fly\.toml$/, what: 'Fly.io' },
  { pattern: /^Procfile$/, what: 'Procfile (Heroku and others)' },
  { pattern: /^app\.ya?ml$/, what: 'App Engine' },
  { pattern: /(?:^|\/)vercel\.json$/, what: 'Vercel' },
  { pattern: /(?:^|\/)netlify\.toml$/, what: 'Netlify' },
  { pattern: /(?:^|\/)wrangler\.(?:toml|jsonc?)$/, what: 'Cloudflare Workers' },
  { pattern: /(?:^|\/)firebase\.json$/, what: 'Firebase' },
  { pattern: /^render\.ya?ml$/, what: 'Render' },
  { pattern: /^railway\.(?:json|toml)$/, what: 'Railway' },
  { pattern: /(?:^|\/)\.goreleaser\.ya?ml$/, what: 'GoReleaser' },
];
const ASIDE = /(?:^|\/)(?:tests?|fixtures?|testdata|examples?|samples?|templates?)\//i;
const MAX_TOLD = 20;
const COMPOSE = /(?:^|\/)(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml$/;
const MAX_COMPOSE = 5;

/** Files that say how the project is packed and put to work. */
export function deploymentOf(tree: Tree): Fact[] {
  const found = tree.files.flatMap((path): (Fact & { key: string })[] => {
    const row = ASIDE.test(path) ? undefined : ROWS.find(({ pattern }) => pattern.test(path));
    if (row === undefined) return [];
    return [
      { value: row.what, from: path, key: row.once === true ? `${row.what}\0${folderOf(path)}` : path },
    ];
  });
  return distinct(found, ({ key }) => key)
    .slice(0, MAX_TOLD)
    .map(({ value, from }) => ({ value, from }));
}

/** What runs beside the project: services of compose files that come as an image and are not built here. */
export function servicesOf(tree: Tree): Fact[] {
  const files = tree.files.filter((path) => COMPOSE.test(path) && !ASIDE.test(path)).slice(0, MAX_COMPOSE);
  const found = files.flatMap((from) =>
    entriesOf(parseForeignYaml(tree.text(from) ?? '')?.services).flatMap(([name, service]): Fact[] => {
      const image = words(at(service, 'image'));
      if (image === undefined || at(service, 'build') !== undefined) return [];
      return [{ value: /[${}@]/.test(image) ? name : `${name}: ${image}`, from }];
    }),
  );
  return distinct(found, ({ value }) => value);
}
