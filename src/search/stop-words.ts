/**
 * English words that carry no topic, and what an apostrophe leaves of contractions. Words that tell
 * one failure from another ("not", "no", "without", "all", "only" …) are missing on purpose.
 */
const WORDS = `
a about after again also am an and any are as at be because been before being between both but by can
could did do does doing done during each either else ever every for from further get gets got had has
have having he her here hers herself him himself his how however i if in into is it its itself just let
like made make many may me might more most much must my myself of off on once or other our ours
ourselves out over own per please quite rather really same she should since so some such than that the
their theirs them themselves then there these they this those though through thus to too toward under
until up upon us very via was we were what when where whether which while who whom whose why will with
would yet you your yours yourself yourselves
aren couldn d didn doesn don hadn hasn haven isn ll m mightn mustn re s shan shouldn t ve wasn weren won
wouldn
`;

export const STOP_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));
