/**
 * The living documents below `.nexus/context/`: what a project knows of itself, by section, edited in
 * place by people and by Nexus. One table; the files are made from it and looked up by it.
 */
export type DocumentName = 'project' | 'preferences' | 'bank';

/** A line `- **Name**: value`. */
export interface DocumentField {
  readonly name: string;
  /** What belongs there; shown while it is empty. */
  readonly asks: string;
}

export interface DocumentPart {
  /** The heading. */
  readonly name: string;
  readonly fields?: readonly DocumentField[];
  /** What belongs there, a line each; shown while it is empty. */
  readonly asks?: readonly string[];
  readonly parts?: readonly DocumentPart[];
  /** Fixed text of a section that nobody fills. */
  readonly text?: string;
}

export interface LivingDocument {
  readonly path: string;
  /** The one `#` heading. */
  readonly title: string;
  readonly summary: string;
  readonly parts: readonly DocumentPart[];
}

const field = (name: string, asks: string): DocumentField => ({ name, asks });
const part = (name: string, ...asks: string[]): DocumentPart => ({ name, asks });

export const DOCUMENTS: Readonly<Record<DocumentName, LivingDocument>> = {
  project: {
    path: '.nexus/context/project.md',
    title: 'Current Project Context',
    summary: 'What this project is, and where it stands',
    parts: [
      {
        name: 'Active Project',
        fields: [
          field('Name', 'what it is called'),
          field('Purpose', 'what it is for, in one sentence'),
          field('Type', 'script, CLI tool, library, API, data pipeline …'),
          field('Tech Stack', 'languages, versions, libraries'),
          field('Stage', 'planning, development, testing, deployed or maintenance'),
          field('Team Size', 'solo, small team or large team'),
          field('Timeline', 'urgent, normal, learning project or no deadline'),
        ],
      },
      {
        name: 'Recent Work',
        fields: [
          field('Last session', 'what was done last; until then the newest episode tells it'),
          field('Current focus', 'what is being worked on now'),
          field('Next planned', 'what comes next'),
          field('Blockers', 'what prevents progress'),
        ],
      },
      part('Technical Decisions Made', 'decisions that have no record in .nexus/decisions/'),
      {
        name: 'User Preferences Observed',
        fields: [
          field('Communication style', 'direct, technical, with examples …'),
          field('Learning focus', 'what the team wants to get better at'),
        ],
      },
    ],
  },
  preferences: {
    path: '.nexus/context/preferences.md',
    title: 'User Preferences',
    summary: 'How the team likes its work done',
    parts: [
      {
        name: 'Communication Style',
        fields: [
          field('Level', 'senior developer, mixed team, beginners …'),
          field('Detail level', 'how much explanation'),
          field('Code comments', 'how many, and on what'),
          field('Focus', 'what answers should be about'),
        ],
      },
      {
        name: 'Technical Preferences',
        fields: [
          field('Primary language', 'the language of new code'),
          field('Libraries', 'preferred libraries and frameworks'),
          field('Approach', 'practical, minimal, test-first …'),
        ],
      },
      {
        name: 'Problem-Solving Approach',
        fields: [
          field('Solution style', 'how a solution is presented'),
          field('Code quality', 'what good code means here'),
          field('Performance', 'when it matters, and over what'),
          field('Testing', 'what is tested, and how'),
        ],
      },
      part('Past Issues/Concerns', 'what went wrong before and must not again'),
      part('Preferences Observed', 'noted while working: nexus session prefer "…"'),
    ],
  },
  bank: {
    path: '.nexus/context/bank.md',
    title: 'Memory Bank',
    summary: 'What the project knows, by section',
    parts: [
      {
        name: 'Project Context',
        parts: [
          {
            name: 'Project Information',
            fields: [
              field('Project Name', 'what it is called'),
              field('Purpose', 'what it is for, in one sentence'),
              field('Tech Stack', 'languages, versions, frameworks'),
              field('Key Dependencies', 'what it could not do without'),
            ],
          },
          part(
            'Architecture Decisions',
            'decisions that have no record in .nexus/decisions/',
            'the reasons',
            'the trade-offs considered',
          ),
        ],
      },
      {
        name: 'Code Patterns',
        parts: [
          part('Common Patterns Used', 'patterns used here', 'examples', 'when to use each'),
          part('Anti-Patterns to Avoid', 'what not to do', 'why it is a problem', 'the alternative'),
        ],
      },
      {
        name: 'Cross-Language Mappings',
        parts: [
          part('Java → Python Equivalents', 'Java patterns and their Python form', 'examples', 'differences'),
          part('C++ → Python Equivalents', 'C++ patterns and their Python form', 'examples', 'differences'),
        ],
      },
      {
        name: 'Known Issues',
        parts: [
          part('Current Issues', 'known issues', 'workarounds', 'status'),
          part('Technical Debt', 'debt, by impact', 'the plan to resolve it'),
        ],
      },
      {
        name: 'Development Notes',
        parts: [
          part('Setup Instructions', 'how to set up', 'environment variables', 'configuration'),
          part('Common Tasks', 'everyday tasks and their commands', 'gotchas'),
          part('Debugging Tips', 'how to debug', 'common problems and their solutions', 'useful tools'),
        ],
      },
      {
        name: 'Integration Points',
        parts: [
          part('External Systems', 'systems this talks to', 'endpoints', 'how it authenticates'),
          part('Data Flow', 'how data flows', 'transformations', 'where it is validated'),
        ],
      },
      {
        name: 'Performance Notes',
        parts: [
          part('Performance Characteristics', 'how it performs', 'benchmarks', 'bottlenecks'),
          part('Optimization History', 'optimizations made', 'figures before and after', 'lessons'),
        ],
      },
      {
        name: 'Security Notes',
        parts: [
          part(
            'Security Considerations',
            'requirements',
            'authentication and authorization',
            'sensitive data',
          ),
          part('Security Incidents', 'incidents', 'how they were resolved', 'what prevents the next'),
        ],
      },
      {
        name: 'Testing Notes',
        parts: [
          part('Test Coverage', 'goals', 'reports', 'gaps'),
          part('Test Data', 'sources', 'fixtures', 'how it is kept'),
        ],
      },
      {
        name: 'Deployment Notes',
        parts: [
          part('Deployment Process', 'the steps', 'environments', 'how to roll back'),
          part('Monitoring', 'what is watched', 'alerts', 'what to do then'),
        ],
      },
      {
        name: 'Team Knowledge',
        parts: [
          part('Team Conventions', 'conventions', 'coding standards', 'how the team communicates'),
          part('Onboarding Notes', 'first steps', 'resources', 'common questions'),
        ],
      },
      {
        name: 'Updates',
        parts: [
          { name: 'Change Log', text: 'Git keeps it, with date, author and reason: `nexus bank log`.' },
          {
            name: 'Review Schedule',
            text: 'Monthly: `nexus bank review` names what is overdue, empty, or cites files that changed.\nWhat is outdated: `nexus bank archive <section>`.',
          },
        ],
      },
    ],
  },
};

export const DOCUMENT_NAMES = Object.keys(DOCUMENTS) as readonly DocumentName[];

/** Where archived sections go, with their text. */
export const ARCHIVE_PATH = '.nexus/context/archive.md';

/** More than this of a living document is not read. */
export const MAX_DOCUMENT_BYTES = 1024 * 1024 - 1;

/** A section not confirmed or changed for so long is due for review. */
export const REVIEW_DAYS = 30;

/** What stands where a person has not written yet. */
export function placeholder(asks: string): string {
  return `[To be filled: ${asks}]`;
}

/** What the templates of memory banks in circulation say where nobody has written yet, ours first. */
const PLACEHOLDERS = [
  /^\[(?:to be filled|document|include|note|explain|provide|track|prioriti[sz]e|plan for)\b[^\]]*\]$/i,
  /^\[(?:project name|no active project)\]$/i,
  /^\((?:what|any issues|record major|start empty)\b[^)]*\)$/i,
];

/** True for a value that only marks what a person must fill. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDERS.some((pattern) => pattern.test(value.trim()));
}

/** The line at the end of a section that says on which day somebody found it still right. */
export const REVIEW_MARK = /^[ \t]*<!-- reviewed (\d{4}-\d{2}-\d{2}) -->[ \t]*$/;
