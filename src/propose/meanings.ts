import type { Algorithm, Idiom } from '../core/code.ts';

interface Meaning {
  /** Begins a title. */
  readonly title: string;
  /** What it answers. */
  readonly problem: string;
  readonly use: string;
}

/** Idioms that live in tests; all others are looked for outside of them. */
export const TEST_IDIOMS: ReadonlySet<Idiom> = new Set(['fixture', 'parametrised-test']);

/** Features of a language rather than ways of a repository: in any code, and nothing to be remembered. */
export const EVERYWHERE: ReadonlySet<Idiom | Algorithm> = new Set<Idiom | Algorithm>([
  'iterator',
  'property',
  'enumeration',
  'recursion',
  'factory',
  'type-guard',
  'pipeline',
  // Told by the base that its errors have.
  'exception-hierarchy',
]);

/** So common that a few places are no habit yet. */
export const COMMON_IDIOMS: ReadonlySet<Idiom> = new Set([
  'decorator',
  'generator',
  'concurrent-tasks',
  'resource-cleanup',
]);

/** What each idiom and algorithm answers, in words for a record that a person completes. */
export const MEANINGS: Readonly<Record<Idiom | Algorithm, Meaning>> = {
  'context-manager': {
    title: 'Context managers',
    problem: 'What is opened, locked or changed for a while must be put back, whatever happens in between.',
    use: 'Something has an end that no path through the code may miss.',
  },
  dataclass: {
    title: 'Data classes',
    problem: 'Values that belong together need names, a constructor and equality without code for each.',
    use: 'A class holds data above all; behaviour is little or none.',
  },
  descriptor: {
    title: 'Descriptors',
    problem: 'Several attributes need the same rule when they are read or set.',
    use: 'A rule belongs to an attribute, not to one class.',
  },
  generator: {
    title: 'Generators',
    problem: 'A sequence is too long, or not yet known, to be held as a whole.',
    use: 'Whoever asks takes items one by one and may stop early.',
  },
  iterator: {
    title: 'Iterators',
    problem: 'Items of a structure are to be walked without showing how it holds them.',
    use: 'A structure of our own is walked in loops.',
  },
  decorator: {
    title: 'Decorators',
    problem: 'The same is to happen around many functions.',
    use: 'What happens around a function does not depend on what it does.',
  },
  property: {
    title: 'Computed properties',
    problem: 'A value looks like an attribute and is worked out when it is read.',
    use: 'The value is cheap, and follows from others.',
  },
  enumeration: {
    title: 'Enumerations',
    problem: 'A value is one of few, known by name.',
    use: 'The choices are closed, and are compared in several places.',
  },
  'abstract-base': {
    title: 'Abstract base classes',
    problem: 'Several classes must offer the same methods, and share some of their code.',
    use: 'A new kind of the same thing is added.',
  },
  protocol: {
    title: 'Protocols',
    problem: 'A function needs something that can do a few things, of whatever class.',
    use: 'The caller chooses the class; only its shape counts.',
  },
  'exception-hierarchy': {
    title: 'A hierarchy of errors',
    problem: 'Callers must tell failures apart without reading messages.',
    use: 'A failure is to be caught by its kind, or all of this code at once.',
  },
  'error-context': {
    title: 'Errors with their cause',
    problem: 'A low error says what broke, not what was being done.',
    use: 'An error passes a border; the one it came from must not be lost.',
  },
  retry: {
    title: 'Retry',
    problem: 'A call fails now and then, and would pass a moment later.',
    use: 'The failure passes by itself, and doing it twice does no harm.',
  },
  fixture: {
    title: 'Test fixtures',
    problem: 'Tests need the same things set up and taken down.',
    use: 'A test needs what another test has set up already.',
  },
  'parametrised-test': {
    title: 'Parametrised tests',
    problem: 'The same must hold for many inputs.',
    use: 'Cases differ in data alone.',
  },
  'dependency-injection': {
    title: 'Dependencies passed in',
    problem: 'Code that makes what it needs cannot be tried without it.',
    use: 'A part needs clock, network, disk or another part.',
  },
  pipeline: {
    title: 'Pipelines',
    problem: 'Data goes through several steps, each of which is simple.',
    use: 'A transformation can be told as steps in a row.',
  },
  builder: {
    title: 'Builders',
    problem: 'A thing has many parts, most of them optional.',
    use: 'It is put together step by step, then used.',
  },
  singleton: {
    title: 'One instance',
    problem: 'There may be one of it, made when it is first needed.',
    use: 'Making it is costly, and two would contradict each other.',
  },
  factory: {
    title: 'Factories',
    problem: 'Which class is made depends on data.',
    use: 'Callers should not know the classes.',
  },
  'concurrent-tasks': {
    title: 'Tasks at the same time',
    problem: 'Waits add up if one thing is done after the other.',
    use: 'Several waits do not depend on each other.',
  },
  'type-guard': {
    title: 'Type guards',
    problem: 'A value from outside has no type yet.',
    use: 'A value is to be trusted only after a look.',
  },
  'resource-cleanup': {
    title: 'Resources given back',
    problem: 'What was opened must be closed on every path, errors included.',
    use: 'A file, a lock or a connection is held for a while.',
  },
  recursion: {
    title: 'Recursion',
    problem: 'A structure holds parts of its own kind.',
    use: 'The depth is bounded; else keep a stack of your own.',
  },
  memoisation: {
    title: 'Results kept',
    problem: 'The same is worked out again and again.',
    use: 'The answer depends on the arguments alone, and they come again.',
  },
  'binary-search': {
    title: 'Binary search',
    problem: 'A place in what is sorted, without looking at all of it.',
    use: 'The data is sorted and can be reached by index.',
  },
  'two-pointers': {
    title: 'Two pointers',
    problem: 'Pairs or ranges in what is sorted, in one pass.',
    use: 'Both ends move one way only.',
  },
  'sliding-window': {
    title: 'Sliding window',
    problem: 'Something about every stretch of a sequence, without counting each anew.',
    use: 'A stretch differs from the one before by what enters and what leaves.',
  },
  'graph-walk': {
    title: 'Walks through a graph',
    problem: 'All that can be reached, each once.',
    use: 'Things refer to each other, perhaps in circles.',
  },
  'priority-queue': {
    title: 'Priority queue',
    problem: 'The least, or most urgent, again and again, while others arrive.',
    use: 'Only the first is wanted each time; a full sort would be wasted.',
  },
  'dynamic-programming': {
    title: 'Dynamic programming',
    problem: 'A problem whose parts come again in other parts.',
    use: 'Answers to the smaller parts fill a table.',
  },
  backtracking: {
    title: 'Backtracking',
    problem: 'Choices that can turn out wrong later.',
    use: 'A partial choice can be judged before it is complete.',
  },
};
