import { LEARN_DEFAULTS, type LearnSettings } from '../core/execution.ts';
import { type FieldTable, MEMORY_ROOT, SCHEMA_VERSION } from '../core/kinds.ts';
import { nearest } from '../core/nearest.ts';
import { isPackName, PACK_NAMES, type PackName } from '../core/pack.ts';
import type { Problem } from '../core/problem.ts';
import { PATTERN_CAPTURES, type PatternCapture } from '../core/proposal.ts';
import type { ReviewAllowance } from '../core/review.ts';
import { isRuleName, RULE_NAMES } from '../core/review-rules.ts';
import {
  AUDIENCES,
  type Audience,
  TRUST_DEFAULTS,
  TRUST_LEVELS,
  type TrustLevel,
  type TrustSettings,
} from '../core/trust.ts';
import { isObject } from './plain.ts';
import { readSettings } from './settings-text.ts';

/** The settings of one repository. Pure data: no commands, no addresses, nothing that is run or fetched. */
export interface NexusConfig {
  /** Layout of the data; a newer one is not read. */
  readonly schema: number;
  readonly recall: {
    /** Hits shown where the caller does not say, 1 to 100. */
    readonly limit: number;
    /** How many of the newest commits are recalled as well; 0 for none. */
    readonly commits: number;
  };
  readonly capture: {
    /** Write an episode, and the errors it resolved, with a commit. */
    readonly episodes: boolean;
    /** Record failures of `nexus run`. */
    readonly run: boolean;
    /** What becomes of patterns that a commit's code shows. */
    readonly patterns: PatternCapture;
  };
  /** Knowledge that is recalled beside the repository's own. */
  readonly packs: readonly PackName[];
  readonly learn: LearnSettings;
  readonly redact: {
    /** Texts that look like secrets but are not. */
    readonly allow: readonly string[];
  };
  readonly review: {
    /** What a review does not tell; it counts where it stands on the side that is compared with. */
    readonly allow: readonly ReviewAllowance[];
  };
  /** The least that is served to agents; it counts as committed, and as this clone's own settings change it. */
  readonly trust: TrustSettings;
}

export const DEFAULT_CONFIG: NexusConfig = {
  schema: SCHEMA_VERSION,
  recall: { limit: 8, commits: 5000 },
  capture: { episodes: true, run: true, patterns: 'propose' },
  packs: [],
  learn: LEARN_DEFAULTS,
  redact: { allow: [] },
  review: { allow: [] },
  trust: TRUST_DEFAULTS,
};

export const CONFIG_FILE = `${MEMORY_ROOT}/config.yaml`;

export const CONFIG_TABLE: FieldTable = {
  schema: { type: 'number' },
  recall: { type: 'group', fields: { limit: { type: 'number' }, commits: { type: 'number' } } },
  capture: {
    type: 'group',
    fields: {
      episodes: { type: 'flag' },
      run: { type: 'flag' },
      patterns: { type: 'choice', choices: PATTERN_CAPTURES },
    },
  },
  packs: { type: 'list', sorted: true },
  learn: {
    type: 'group',
    fields: {
      patterns: { type: 'number' },
      solutions: { type: 'number' },
      threshold: { type: 'number', min: 0, max: 1 },
      confidence: { type: 'number', min: 0, max: 100 },
      similarity: { type: 'choice', choices: ['seed', 'recall'] },
    },
  },
  redact: { type: 'group', fields: { allow: { type: 'list', sorted: false } } },
  review: {
    type: 'group',
    fields: {
      allow: {
        type: 'groups',
        fields: { rule: { type: 'line' }, path: { type: 'line' }, id: { type: 'id' } },
      },
    },
  },
  trust: {
    type: 'group',
    fields: Object.fromEntries(AUDIENCES.map((name) => [name, { type: 'choice', choices: TRUST_LEVELS }])),
  },
};

/** What a pull could change must not say where memory and questions are sent. */
const ELSEWHERE = {
  'recall.embeddings': [
    'does not count here, where a pull could change it: nobody is asked',
    "it is each clone's own to say: move it into .git/nexus/config.yaml",
  ],
} as const;

/** Inclusive bounds of the whole numbers. */
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  'recall.limit': [1, 100],
  'recall.commits': [0, 1_000_000],
  'learn.patterns': [1, 1_000_000],
  'learn.solutions': [1, 1_000_000],
};

/** Reads the settings. Whatever is wrong has its default instead, and a problem; an empty text is all defaults. */
export function decodeConfig(text: string): {
  readonly config: NexusConfig;
  readonly problems: readonly Problem[];
} {
  const read = readSettings(text, CONFIG_TABLE, CONFIG_FILE, ELSEWHERE);
  const { values, problems, bad, lineOf } = read;
  if (values === undefined) return { config: DEFAULT_CONFIG, problems };
  const schema = number(values, 'schema') ?? SCHEMA_VERSION;
  if (schema > SCHEMA_VERSION)
    problems.push({
      code: 'schema-too-new',
      message: `schema ${schema} is newer than this version knows (${SCHEMA_VERSION})`,
      file: CONFIG_FILE,
      line: lineOf('schema'),
      hint: 'upgrade Nexus',
    });
  const bounded = (group: string, key: string, fallback: number): number => {
    const value = number(values[group], key);
    const [low, high] = BOUNDS[`${group}.${key}`] ?? [0, Number.MAX_SAFE_INTEGER];
    if (value === undefined || (Number.isInteger(value) && value >= low && value <= high))
      return value ?? fallback;
    bad(
      `${group}.${key} is not a whole number from ${low} to ${high}`,
      lineOf(group),
      `the default is ${fallback}`,
    );
    return fallback;
  };
  const packs: PackName[] = [];
  for (const name of list(values, 'packs') ?? []) {
    if (isPackName(name)) packs.push(name);
    else {
      const near = nearest(name, PACK_NAMES);
      const known = `packs: ${PACK_NAMES.join(', ')}`;
      bad(`there is no pack ${name}`, lineOf('packs'), near === undefined ? known : `did you mean ${near}?`);
    }
  }
  const allowances = allowancesIn(values.review, (message, hint) => bad(message, lineOf('review'), hint));
  const { recall, capture, learn, redact } = DEFAULT_CONFIG;
  const config: NexusConfig = {
    schema,
    recall: {
      limit: bounded('recall', 'limit', recall.limit),
      commits: bounded('recall', 'commits', recall.commits),
    },
    capture: {
      episodes: flag(values.capture, 'episodes') ?? capture.episodes,
      run: flag(values.capture, 'run') ?? capture.run,
      patterns: patternsIn(values.capture) ?? capture.patterns,
    },
    packs,
    learn: {
      patterns: bounded('learn', 'patterns', learn.patterns),
      solutions: bounded('learn', 'solutions', learn.solutions),
      threshold: number(values.learn, 'threshold') ?? learn.threshold,
      confidence: number(values.learn, 'confidence') ?? learn.confidence,
      similarity: similarityIn(values.learn) ?? learn.similarity,
    },
    redact: { allow: list(values.redact, 'allow') ?? redact.allow },
    review: { allow: allowances },
    trust: { ...TRUST_DEFAULTS, ...trustIn(values.trust) },
  };
  return { config, problems };
}

/** What a group `trust` says, without what it does not. */
export function trustIn(group: unknown): Partial<TrustSettings> {
  return Object.fromEntries(
    AUDIENCES.flatMap((name): [Audience, TrustLevel][] => {
      const level = TRUST_LEVELS.find((one) => one === own(group, name));
      return level === undefined ? [] : [[name, level]];
    }),
  );
}

/** An entry with a name that is none allows nothing: it might mean more than somebody thought. */
function allowancesIn(
  group: unknown,
  bad: (message: string, hint: string) => void,
): readonly ReviewAllowance[] {
  const entries = own(group, 'allow');
  return (Array.isArray(entries) ? entries : []).flatMap((entry): ReviewAllowance[] => {
    const { rule, path, id, ...more } = isObject(entry) ? entry : {};
    const [unknown] = Object.keys(more);
    if (typeof rule !== 'string' || !isRuleName(rule)) {
      const near = nearest(String(rule), RULE_NAMES);
      bad(
        `review.allow: there is no rule ${rule}`,
        near === undefined ? 'see: nexus review --help' : `did you mean ${near}?`,
      );
    } else if (unknown !== undefined) bad(`review.allow: unknown ${unknown}`, 'known: rule, path, id');
    else
      return [
        { rule, ...(typeof path === 'string' ? { path } : {}), ...(typeof id === 'string' ? { id } : {}) },
      ];
    return [];
  });
}

/** What `nexus init` writes. @param packs those that it turns on */
export function defaultConfigText(packs: readonly PackName[] = []): string {
  const { recall, capture } = DEFAULT_CONFIG;
  return `# Settings of this repository's memory: data only, nothing here is ever run.
schema: ${SCHEMA_VERSION}

recall:
  limit: ${recall.limit}        # hits shown, 1 to 100
  commits: ${recall.commits}   # newest commits that are recalled too, 0 for none

capture:
  episodes: ${capture.episodes}  # write what happened, and the errors it resolved, with a commit
  run: ${capture.run}       # record failures of \`nexus run\`
  patterns: ${capture.patterns}  # of a commit's code: propose, auto (write the surest) or off

packs: [${packs.join(', ')}]  # knowledge that comes with Nexus, recalled beside your own: nexus seed

redact:
  allow: []       # texts that look like secrets but are not
`;
}

function own(group: unknown, key: string): unknown {
  return isObject(group) && Object.hasOwn(group, key) ? group[key] : undefined;
}

function number(group: unknown, key: string): number | undefined {
  const value = own(group, key);
  return typeof value === 'number' ? value : undefined;
}

function patternsIn(group: unknown): PatternCapture | undefined {
  const value = own(group, 'patterns');
  return PATTERN_CAPTURES.find((name) => name === value);
}

function similarityIn(group: unknown): LearnSettings['similarity'] | undefined {
  const value = own(group, 'similarity');
  return value === 'seed' || value === 'recall' ? value : undefined;
}

function flag(group: unknown, key: string): boolean | undefined {
  const value = own(group, key);
  return typeof value === 'boolean' ? value : undefined;
}

function list(group: unknown, key: string): readonly string[] | undefined {
  const value = own(group, key);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}
