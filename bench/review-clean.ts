/** A change that nothing is wrong with. */
export interface CleanRecord {
  readonly kind: 'note' | 'pattern' | 'solution' | 'decision' | 'error' | 'episode';
  readonly title: string;
  readonly body: string;
  readonly fields: string;
}

const AREAS = [
  'importer',
  'scheduler',
  'billing',
  'search page',
  'login form',
  'mail queue',
  'cache',
  'CLI',
  'exporter',
  'image pipeline',
  'report',
  'webhook receiver',
  'admin panel',
  'session store',
  'rate limiter',
  'audit log',
];
const THINGS = [
  'a timeout',
  'a lock file',
  'the retry',
  'a feature flag',
  'an index',
  'the connection pool',
  'a queue',
  'the parser',
  'a migration',
  'the token bucket',
  'an agent',
  'a background job',
  'the system clock',
  'an environment variable',
  'the user agent',
  'a memory limit',
];
const VERBS = [
  'must not hold',
  'should always close',
  'never blocks on',
  'is read before',
  'waits for',
  'was replaced by',
  'has its own copy of',
  'ignores errors of',
  'logs',
  'validates',
  'caches',
];
const WHY = [
  'A month of data does not fit into memory.',
  'The upstream service answers slowly on Mondays, so the default of 2 s was too short.',
  'Users are told what failed, and never see a stack trace.',
  'Previous instructions in the runbook asked for a restart; that is no longer needed.',
  'We ignore the first line of the file, which is a header.',
  'Agents and people get the same answer, because both call `search()`.',
  'Do not show the internal id in the page; it is for the log.',
  'The key of the map is the path; its value is the digest.',
  'Without a lock two workers send the same mail.',
  'The assistant view needs the role `editor`; see the table of roles.',
  'Zahlen werden mit Komma geschrieben; siehe die Vorgaben des Kunden.',
  'Нужно закрывать соединение в блоке finally.',
  '日本語のログでは時刻が UTC です。',
  'The system prompts for a password only on a terminal.',
  'It writes to a temporary file and renames it, so that readers see all or nothing.',
  'The policy of the storage bucket requires that objects are encrypted.',
  'When the queue is empty, the worker then sleeps for a second.',
  'If the report is missing, you then see an empty table.',
];
const HOW = [
  '```sh\nnpm ci && npm test\n```',
  '```sh\ngit rebase --onto main topic~3 topic\n```',
  '```python\nwith open(path, encoding="utf-8") as file:\n    for row in csv.reader(file):\n        yield row\n```',
  "```ts\nconst found = rows.filter(({ state }) => state === 'open');\nreturn found.at(-1) ?? fallback;\n```",
  "```sql\nselect id, state from jobs where state = 'open' for update skip locked;\n```",
  'Run `npx vitest run test/import.test.ts` twice; the second run is the one that counts.',
  'Run `rm -rf dist` before the build.',
  'Set `poolSize` to 8 in `settings.json`, and `timeout: 5000` beside it.',
  'The digest is `9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0ba22cd15d6c15b0f00a08`, the commit `3f786850e387550fdab836ed7e6dc881de23001b`.',
  'See https://github.com/acme/runbook, the part on queues.',
  'The local server is at http://localhost:8080/health.',
  '- first the schema\n- then the rows\n- then the index',
  '| state | meaning |\n|---|---|\n| open | waits |\n| done | was sent |',
  'The address of a request is `https://api.example.com/v1/jobs?state=open&limit=20`.',
  'It is started as `python -m importer --since 2026-01-01`.',
  '`docker compose up -d db` starts the database alone.',
  'In the container: `USER node`, `HEALTHCHECK CMD node health.mjs`.',
  'A pattern such as `/^[a-z0-9+/=]{20,}$/` finds base64 and paths alike.',
  '> The driver retries by itself; do not wrap it again.',
  'See [the notes](docs/notes.md) and [RFC 9110](https://github.com/acme/runbook/rfc.md).',
];

/** Records of a team: our own and the packs' first, then what commits say, then made ones, no two alike. */
export function cleanRecords(
  count: number,
  random: () => number,
  files: readonly string[],
  messages: readonly string[],
): readonly CleanRecord[] {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const out: CleanRecord[] = [
    ...files.flatMap(fromFile),
    ...messages.map(
      (text): CleanRecord => ({
        kind: 'note',
        title: (text.split('\n')[0] ?? '').slice(0, 200),
        body: text.split('\n').slice(1).join('\n').trim() || 'See the commit.',
        fields: '',
      }),
    ),
  ].slice(0, count);
  for (let n = 0; out.length < count; n++) {
    const kind = pick(['note', 'pattern', 'solution', 'error', 'episode', 'note'] as const);
    const area = pick(AREAS);
    const title = `The ${area} ${pick(VERBS)} ${pick(THINGS)} (${n})`;
    const parts = [pick(WHY), pick(HOW), pick(WHY), ...(random() > 0.5 ? [pick(HOW), pick(WHY)] : [])];
    const fields =
      random() > 0.5 ? 'files:\n  - src/app.ts\n' : `tags: [${area.replace(/\s/g, '-').toLowerCase()}]\n`;
    out.push({ kind, title, body: `Case ${n} of ${area}.\n\n${parts.join('\n\n')}`, fields });
  }
  return out;
}

/** Their citations are of another tree. */
function fromFile(text: string): CleanRecord[] {
  const kind = /^kind: (\w+)$/m.exec(text)?.[1] as CleanRecord['kind'] | undefined;
  const title = /^title: (.*)$/m.exec(text)?.[1];
  const end = text.indexOf('\n---\n', 4);
  if (kind === undefined || title === undefined || end < 0) return [];
  return [
    {
      kind,
      title: title.replace(/^"(.*)"$/, '$1').replaceAll('\\"', '"'),
      body: text.slice(end + 5).trim(),
      fields: '',
    },
  ];
}
