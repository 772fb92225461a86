import type { KnownPart } from '../advise/adapt.ts';
import type { AdviceFact } from '../core/advice.ts';
import type { Context } from './context.ts';

/** What is known of the project: its parts, and the languages it is written in, in lower case, the most used first. */
export interface ProjectKnown {
  readonly parts: readonly KnownPart[];
  readonly languages: readonly string[];
}

/** A language with less of the source files than this is a helper's. */
const LEAST_SHARE = 0.05;

export async function projectKnown(context: Context): Promise<ProjectKnown> {
  const { detect } = await import('./project-facts.ts');
  const facts = await detect(context);
  const named = (role: KnownPart['role']) => (fact: { readonly value: string; readonly from: string }) => ({
    role,
    name: fact.value,
    from: fact.from,
  });
  return {
    languages: facts.languages.flatMap(({ name, share }) =>
      share < LEAST_SHARE ? [] : [name.toLowerCase()],
    ),
    parts: [
      ...facts.stack.map((part) => ({ ...part, role: 'stack' as const })),
      ...facts.tests.frameworks.map((part) => ({ ...part, role: 'test' as const })),
      ...facts.dependencies.map((part) => ({ ...part, role: 'dependency' as const })),
      ...facts.checks.map(named('check')),
      ...facts.services.map(named('service')),
      ...facts.deployment.map(named('deployment')),
      ...facts.packageManagers.map(named('manager')),
      ...facts.ci.map(named('ci')),
    ],
  };
}

const MOST_PREFERENCES = 3;
const LONGEST = 300;

/** Preferences of what is asked, by their name or by two words of theirs, as their document tells them. @param about tokens of it */
export async function preferencesFor(
  context: Context,
  about: ReadonlySet<string>,
): Promise<readonly AdviceFact[]> {
  const [{ writtenSections }, { DOCUMENTS }, { analyse }] = await Promise.all([
    import('./written-sections.ts'),
    import('../core/documents.ts'),
    import('../search/analyse.ts'),
  ]);
  const shared = (text: string): number =>
    [...new Set(analyse(text))].filter((token) => about.has(token)).length;
  const { preferences } = await writtenSections(context);
  return preferences
    .flatMap(({ fields }) => fields)
    .filter(([name, value]) => shared(name) > 0 || shared(value) > 1)
    .slice(0, MOST_PREFERENCES)
    .map(([name, value]) => ({
      text: `${name}: ${value}`.slice(0, LONGEST),
      from: DOCUMENTS.preferences.path,
    }));
}
