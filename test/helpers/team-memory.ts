import { gitRepo, type TestRepo } from './git-repo.ts';
import { withMemory } from './open-repo.ts';

/** Ids that look as if they were made one second after another. */
export function idOf(number: number): string {
  return `01m7xpe600${String(number).padStart(16, '0')}`;
}

/** A decision's file, as somebody of another repository wrote it. */
export function decision(
  number: number,
  title: string,
  body = 'Because it works.',
  more = '',
): Record<string, string> {
  const id = idOf(number);
  const head = `id: "${id}"\nkind: decision\ntitle: ${title}\ncreated: 2026-11-01T10:00:00Z\n${more}`;
  return { [`.nexus/decisions/d-${id}.md`]: `---\n${head}---\n\n## Decision\n\n${body}\n` };
}

/** The repository of another team, with a memory, and one's own. */
export async function twoRepositories(
  tree: Readonly<Record<string, string>>,
): Promise<{ readonly own: TestRepo; readonly team: TestRepo; readonly url: string }> {
  const team = gitRepo({ 'README.md': '# Team\n', ...tree });
  const own = await withMemory(gitRepo({ 'a.py': 'x = 1\n' }));
  return { own, team, url: `file://${team.dir}` };
}
