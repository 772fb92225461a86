/**
 * nDCG@10 in percent of MiniSearch 7.2.0 on the sets that Nexus is developed with, as measured by who made them
 * (`../shared/data/README.md`): `plain` with its default settings, `tuned` with lower case, Porter stemming, stop words and
 * a title that counts one and a half times.
 */
export const BASELINE: Readonly<Record<string, { readonly plain: number; readonly tuned: number }>> = {
  'locomo-session': { plain: 76.0, tuned: 81.4 },
  'locomo-turn': { plain: 42.7, tuned: 52.1 },
  'beam-100k-coding': { plain: 56.0, tuned: 62.2 },
  'clippy-headline': { plain: 80.5, tuned: 81.7 },
  'clippy-diagnostics': { plain: 84.1, tuned: 85.9 },
  'git-tomcat-title': { plain: 31.2, tuned: 39.8 },
  'git-tomcat-full': { plain: 16.5, tuned: 37.7 },
  'git-aspectj-title': { plain: 36.4, tuned: 40.8 },
  'cosqa-dev': { plain: 30.8, tuned: 35.0 },
  nl2bash: { plain: 40.2, tuned: 48.4 },
  cacm: { plain: 36.3, tuned: 45.4 },
  cranfield: { plain: 33.8, tuned: 38.2 },
};
