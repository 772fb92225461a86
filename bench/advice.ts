import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPackName, type PackName } from '../src/core/pack.ts';
import { type Nexus, openNexus } from '../src/nexus.ts';
import { BenchRepo } from './measure.ts';

interface AdviceRequest {
  readonly language: string;
  /** `seed`: the three of the seed document; `tune`: the ranking may be tuned by it; `held`: only measured. */
  readonly half: 'seed' | 'tune' | 'held';
  readonly request: string;
  /** Titles; any of them answers. */
  readonly expected: readonly string[];
}

interface Placed extends AdviceRequest {
  /** Titles by score, anti-patterns and errors among them. */
  readonly titles: readonly string[];
  /** Place of the first expected one, from 0; -1 where it is not told. */
  readonly place: number;
  /** The same where the request is only recalled. */
  readonly recalled: number;
}

/**
 * How often advice in an empty repository brings what was expected, first and among the first three: each request with
 * the pack of its language alone, which nothing in the request names, as in a repository of that language.
 */
export async function adviceBench(tell: boolean): Promise<readonly string[]> {
  const path = join(import.meta.dirname, '..', '..', 'bench', 'advice-requests.json');
  const requests = JSON.parse(readFileSync(path, 'utf8')) as readonly AdviceRequest[];
  const lines: string[] = [];
  for (const language of new Set(requests.map((one) => one.language))) {
    const own = requests.filter((one) => one.language === language);
    if (!isPackName(language)) {
      lines.push(`${language}: there is no such pack; ${own.length} requests not asked`);
      continue;
    }
    const nexus = await withPack(language);
    const placed: Placed[] = [];
    for (const one of own) placed.push(await place(nexus, one));
    for (const half of ['seed', 'tune', 'held'] as const) {
      const asked = placed.filter((one) => one.half === half);
      if (asked.length === 0) continue;
      const hits = (most: number, of: 'place' | 'recalled'): string => {
        const count = asked.filter((one) => one[of] >= 0 && one[of] < most).length;
        return `${count} of ${asked.length} (${((100 * count) / asked.length).toFixed(0)} %)`;
      };
      lines.push(
        `${language}, ${half}: hit@1 ${hits(1, 'place')}, hit@3 ${hits(3, 'place')}; recall alone ${hits(1, 'recalled')}, ${hits(3, 'recalled')}`,
      );
      if (!tell || half === 'held') continue;
      for (const { request, titles, place: at } of asked)
        if (half === 'seed' || at !== 0)
          lines.push(`  ${at} ${request}\n      ${titles.slice(0, 6).join(' | ')}`);
    }
  }
  return lines;
}

async function withPack(pack: PackName): Promise<Nexus> {
  const repo = new BenchRepo();
  repo.nexus(['init', '--yes', '--no-hooks']);
  const config = join(repo.dir, '.nexus', 'config.yaml');
  const text = readFileSync(config, 'utf8').replace(/^packs:.*\n/m, '');
  repo.write('.nexus/config.yaml', `${text}packs: [${pack}]\n`);
  const { dir: cwd, env } = repo;
  return openNexus({ cwd, env, machine: {}, clock: Date.now, random: randomBytes, warm: true });
}

async function place(nexus: Nexus, one: AdviceRequest): Promise<Placed> {
  const { patterns, avoid, errors, decided } = await nexus.advise({ request: one.request });
  const titles = [...patterns, ...avoid, ...errors, ...decided]
    .sort((a, b) => b.score - a.score)
    .map(({ title }) => title);
  const { hits } = await nexus.recall({ text: one.request, kinds: ['pattern', 'error'], limit: 3 });
  const isExpected = (title: string): boolean => one.expected.includes(title);
  return {
    ...{ ...one, titles },
    place: titles.findIndex(isExpected),
    recalled: hits.findIndex(({ title }) => isExpected(title)),
  };
}
