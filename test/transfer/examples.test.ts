import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isoDate } from '../../src/core/time.ts';
import type { RecordItem, TransferItem } from '../../src/transfer/item.ts';
import { belonging, detectFormat, readSources } from '../../src/transfer/sources.ts';
import { told } from './told.ts';

const EXAMPLES = new URL('examples', import.meta.url).pathname;

type Files = Readonly<Record<string, string>>;

/** The files of an example, as a team has them. */
function example(folder: string): Files {
  const entries = readdirSync(join(EXAMPLES, folder), { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    paths.sort().map((path) => [path.slice(EXAMPLES.length + 1), readFileSync(path, 'utf8')]),
  );
}

function instructions(): Files {
  const files = example('instructions');
  return {
    'AGENTS.md': files['instructions/agents.md'] ?? '',
    'CLAUDE.md': files['instructions/claude.md'] ?? '',
  };
}

function itemsOf(files: Files): TransferItem[] {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  const format = detectFormat(sources);
  return format === undefined ? [] : readSources(format, belonging(format, sources));
}

function recordsOf(files: Files): RecordItem[] {
  return itemsOf(files).filter((item) => item.type === 'record');
}

const bodyOf = (files: Files, title: string): string | undefined =>
  recordsOf(files).find(({ draft }) => draft.title === title)?.draft.body;

const words = (text: string): string =>
  (
    text
      .replace(/\[[ x]\]/g, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ');

/** Lines of the files whose words are in nothing that was read. Headings are where it stood: they may go. */
function linesLost(files: Files): string[] {
  const all = itemsOf(files).map((item) => {
    if (item.type === 'fill') return item.text;
    return item.type === 'record' ? `${item.draft.title}\n${item.draft.body ?? ''}` : '';
  });
  const kept = words(all.join('\n'));
  return Object.values(files).flatMap((text) =>
    text.split('\n').filter((line) => !/^#|^\s*[-|: ]+$/.test(line) && !kept.includes(words(line))),
  );
}

test('a memory bank of months: sections with their sub-sections, each as what it is', () => {
  const files = example('memory-bank');
  expect(told('memory-bank', files)).toEqual([
    ['project/Active Project/Name', 'Harvest'],
    [
      'project/Active Project/Purpose',
      'Harvest collects meter readings from a few hundred buildings every night, checks them, and hands them to billing before six in the morning.',
    ],
    ['note', 'Project brief: Core Requirements'],
    ['note', 'Project brief: Goals'],
    ['note', 'Project brief: Project Scope'],
    ['note', 'Project brief: Success Criteria'],
    ['note', 'Product context: Why This Project Exists'],
    ['note', 'Product context: Problems It Solves'],
    ['note', 'Product context: How It Should Work'],
    ['note', 'Product context: User Experience Goals'],
    ['note', 'Product context: Target Users'],
    ['note', 'System patterns: System Architecture'],
    ['decision', 'Postgres as the queue'],
    ['decision', 'Readings are append-only'],
    ['pattern', 'Idempotency key'],
    ['pattern', 'Outbox'],
    ['note', 'System patterns: Component Relationships'],
    ['note', 'System patterns: Critical Implementation Paths'],
    [
      'project/Active Project/Tech Stack',
      "**Python 3.12** with asyncio; **PostgreSQL 16**; **httpx** for the operators' APIs; **Docker Compose** on one machine; **Grafana** with Loki",
    ],
    [
      'bank/Development Notes/Setup Instructions',
      expect.stringMatching(/^### Prerequisites[\s\S]*```bash[\s\S]*### Environment Variables/),
    ],
    ['note', 'Technical context: Technical Constraints'],
    ['note', 'Technical context: Dependencies'],
    [
      'bank/Development Notes/Common Tasks',
      '- `uv run ruff check` before each commit\n- `uv run harvest replay <building>` repeats one building',
    ],
    [
      'project/Recent Work/Current focus',
      'Making the check of a 300 MB file fit into memory (branch `stream-check`).',
    ],
    ['episode', 'Files are read in chunks of 10,000 lines (2025-03-14)'],
    ['episode', 'Retry with back-off for the FTP of the second operator (2025-03-10)'],
    [
      'project/Recent Work/Next planned',
      'Measure peak memory with the largest building; Remove the old whole-file check; Dashboard of late buildings',
    ],
    ['decision', 'Chunk size: 10,000 lines is a guess; 50,000 was no faster'],
    ['note', 'Should a bad line stop the file?'],
    ['pattern', 'Tests use real Postgres in a container, no mocks of the database'],
    ['pattern', 'Ann wants small pull requests, one concern each'],
    ['note', 'Active context: Learnings and Project Insights'],
    ['project/Active Project/Stage', 'Beta, two operators live since January 2025. Overall about 80 %.'],
    [
      'bank/Known Issues/Current Issues',
      '1. **Monday files**: a BOM makes the first reading fail. Workaround: strip it by hand.\n2. The export locks the table for 20 s.',
    ],
    ['decision', 'January: Redis queue replaced by a table in Postgres, as Redis lost jobs on restart'],
    ['decision', 'March: whole-file check replaced by chunks'],
    ['episode', 'Progress so far'],
    ['decision', 'Keep the hour in UTC'],
    ['note', 'Feature: replay of one building'],
  ]);
  expect(bodyOf(files, 'Progress so far')).toContain(
    '- Nightly export\n- Replay of one building\n\n## Next\n\n- Streaming check (in progress)\n- Dashboard',
  );
  expect(bodyOf(files, 'Idempotency key')).toContain('ON CONFLICT (key) DO NOTHING;');
  const [log] = recordsOf(files).filter(({ draft }) => draft.title === 'Keep the hour in UTC');
  expect(isoDate(log?.created ?? 0)).toBe('2025-01-20');
  expect(log?.draft.body).toContain('## Rationale\n\nLocal hours exist twice in October.');
  expect(linesLost(files)).toEqual([
    expect.stringMatching(/^The files are read in this order/),
    '_Last updated: 2025-03-14_',
    // Done, so no step that comes next.
    '- [x] Test file with 2 million lines',
    'None at the moment.',
    expect.stringMatching(/^This file records/),
    expect.stringMatching(/Log of updates made/),
    expect.stringMatching(/^\[2025-01-20 12:40:11\]/),
    '**Phase**: Beta, two operators live since January 2025. Overall about 80 %.',
    expect.stringMatching(/^_Foundation document/),
  ]);
});

test("an agent's own folder: a record a topic, titled by what it says", () => {
  const files = example('auto-memory');
  expect(told('auto-memory', files)).toEqual([
    ['pattern', '`make seed` drops the database without asking'],
    ['pattern', 'The mail sandbox needs the VPN'],
    ['pattern', 'For refactorings here: one bundled pull request, not many small ones'],
    ['pattern', 'commits say why, in the imperative'],
    ['anti', 'never force-push a branch that is under review'],
    ['pattern', 'Integration tests must hit a real database, not mocks'],
    ['note', 'The auth middleware is rewritten because of how session tokens are stored'],
    ['note', 'merge freeze from 2026-03-05 until the mobile release is cut'],
    ['note', 'The night run starts at 01:00 UTC and must be done by 05:00'],
    ['note', 'pipeline bugs are tracked in the board INGEST', 'reference'],
    ['note', 'the latency dashboard that on-call watches', 'reference'],
    [
      'note',
      'Staging is read-only on Sundays; it is restored from production on Saturday night',
      'reference',
    ],
    [
      'preferences/Preferences Observed',
      'Wants short answers. No summary of what was done at the end: she reads the diff. How to apply: stop after the last fact.',
    ],
    ['preferences/Preferences Observed', expect.stringMatching(/^Ann has written Go for ten years/)],
  ]);
  const front = /^(?:name|description|metadata| {2}type|type): ?/;
  const index = /^- \[.*\]\(\w+\.md\)/;
  expect(linesLost(files).filter((line) => !front.test(line) && !index.test(line))).toEqual([]);
});

test('fifteen decisions: chains of what superseded what, one rejected, one out of use', () => {
  const files = example('adr');
  const records = recordsOf(files);
  expect(
    records.map(({ draft, key, replaces = [], retired = '' }) => [
      key,
      draft.title,
      replaces.join(),
      retired,
    ]),
  ).toEqual([
    ['1', 'Use Markdown for decisions', '', ''],
    ['2', 'Store readings in MySQL', '', ''],
    ['3', 'Use Redis as the queue', '', ''],
    ['4', 'Deploy with Docker Compose', '', ''],
    ['5', 'Store readings in PostgreSQL', '2', ''],
    ['6', 'Use a table in PostgreSQL as the queue', '3', ''],
    ['7', 'Split the check into microservices', '', 'rejected'],
    ['8', 'Keep sessions in cookies', '', 'deprecated'],
    ['9', 'Run on Python 3.11', '', ''],
    ['10', 'Run on Python 3.12', '9', ''],
    ['11', 'Stream large files', '', ''],
    ['12', 'Run on Python 3.13', '10', ''],
    ['13', 'Log as JSON', '', ''],
    ['14', 'Keep hours in UTC', '', ''],
    ['15', 'Retry the FTP with back-off', '', ''],
  ]);
  expect(records.every(({ created }) => created !== undefined)).toBe(true);
  expect(bodyOf(files, 'Store readings in PostgreSQL')).toContain(
    '## Ruled out\n\n- MySQL 8 with `SKIP LOCKED`\n\n## Decision\n\nChosen option: "PostgreSQL"',
  );
  expect(bodyOf(files, 'Split the check into microservices')).toContain('## Considered options');
  expect(bodyOf(files, 'Retry the FTP with back-off')).toMatch(/^Amends \[4\. Deploy/);
  const decisions = Object.fromEntries(Object.entries(files).filter(([path]) => /\d{4}-/.test(path)));
  const told = /^(?:\* )?(?:status|date|decision-makers|supersedes|accepted)\b/i;
  const chosen = /^\* (?:MADR 4|MySQL|Redis|A table|Cookies|3\.\d\d|Chunks of .*|JSON lines)$/;
  expect(linesLost(decisions).filter((line) => !told.test(line) && !chosen.test(line))).toEqual([]);
});

test('instructions of many sections: code and tables stay whole, what other tools keep there is left out', () => {
  const files = instructions();
  const bank = (section: string, text: RegExp) => [`bank/${section}`, expect.stringMatching(text)];
  expect(told('instructions', files)).toEqual([
    ['note', 'Harvest'],
    ['note', 'Project overview'],
    bank('Development Notes/Common Tasks', /^```bash[\s\S]*Run the whole suite before you commit\.$/),
    bank('Development Notes/Setup Instructions', /^1\. Install uv and Docker/),
    ['pattern', 'Python 3.12, type hints everywhere'],
    ['pattern', 'Lines up to 100 characters'],
    ['pattern', 'Prefer `pathlib` to `os.path`'],
    ['pattern', 'Modules are nouns, functions are verbs'],
    ['pattern', 'Booleans begin with `is_` or `has_`'],
    ['pattern', 'Raise `HarvestError` with what, where and what to do'],
    ['pattern', 'Tests lie beside the code as `test_*.py`'],
    ['pattern', 'No network, no sleep'],
    ['pattern', 'One behaviour a test'],
    ['pattern', 'Use the fixture `db`, which gives a real Postgres'],
    ['note', 'Architecture'],
    bank('Integration Points/Data Flow', /^- FTP → `inbox\/`/),
    ['decision', 'Postgres is the queue: two hundred jobs a night need no broker'],
    ['decision', 'Readings are append-only; a correction is a new row'],
    ['note', 'Database: Migrations'],
    ['note', 'Database: Queries'],
    bank('Team Knowledge/Team Conventions', /^Git workflow:\n\n- Branch from `main`/),
    bank('Team Knowledge/Team Conventions', /^Pull requests:\n\n- One concern each/),
    bank('Security Notes/Security Considerations', /^- `OPERATOR_TOKEN` comes/),
    ['pattern', "The second operator's files have a BOM, only on Mondays"],
    ['pattern', '`make seed` drops the database without asking'],
    ['anti', 'Do not add dependencies without asking'],
    ['anti', 'Do not touch `legacy/`'],
    bank('Deployment Notes/Deployment Process', /^- Push a tag/),
    bank('Development Notes/Debugging Tips', /^\*\*`connection refused` in tests\*\*/),
    ['note', 'Claude only'],
    ['pattern', 'Python 3.12, type hints everywhere'],
    ['pattern', 'Lines up to 100 characters'],
  ]);
  const [own] = (files['AGENTS.md'] ?? '').split('<!-- nexus:begin -->');
  const mine = { ...files, 'AGENTS.md': own ?? '' };
  expect(linesLost(mine)).toEqual([
    '<!-- TOC -->',
    '- [Commands](#commands)',
    '- [Code style](#code-style)',
    '- [Testing](#testing)',
    '<!-- /TOC -->',
    expect.stringMatching(/^This file provides guidance/),
    '@docs/conventions.md',
    'See @README.md for the overview and @package.json for the commands.',
    '- @~/.claude/my-project.md',
  ]);
});
