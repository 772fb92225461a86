import { shortId } from '../../../../core/id.ts';
import type { RecallHit } from '../../../../core/recall.ts';
import type { Glance } from '../../../../nexus.ts';
import { doubtLines } from '../../../../present/doubt-text.ts';
import { ago, fit, plural, wrap } from '../../../../present/layout.ts';
import { markdownLines } from '../../../../present/markdown-lines.ts';
import { safeText } from '../../../../present/safe-text.ts';
import type { Here } from '../../screen.ts';
import { citedLines, freshPaint, freshSign } from '../../signs.ts';
import type { Theme } from '../../theme.ts';
import { recallPanes } from './recall-layout.ts';
import { marked, wordsOf } from './recall-marks.ts';
import { glanceAt, type RecallState, selectedRow } from './recall-state.ts';

const MAX_FILES = 8;

const ABOUT = {
  error: 'The last failure that nothing has resolved yet.',
  branch: 'What this branch is called.',
  file: 'It is not as the last commit has it.',
} as const;

/** The whole text beside or below the list, before any of it is cut off. */
export function previewLines(state: RecallState, here: Here): readonly string[] {
  const row = selectedRow(state);
  const { how, text } = recallPanes(state, here);
  if (row === undefined || how === 'list') return [];
  const { theme } = here;
  const { columns } = text;
  if (row.type === 'idea')
    return [
      ...wrapped(row.idea.text, columns).map(theme.strong),
      ...wrapped(ABOUT[row.idea.about], columns).map(theme.aside),
      ...wrapped('Enter asks for it.', columns).map(theme.aside),
    ];
  const { hit } = row;
  const glance = glanceAt(state);
  const words = wordsOf(state.line.text);
  const isCompact = how === 'below';
  return [
    ...wrapped(hit.title, columns).map((line) => theme.strong(marked(line, words, theme.match))),
    ...(isCompact ? [] : [theme.aside(fit(placeOf(hit, theme), columns)), '']),
    ...factLines(state, hit, glance, here, columns, isCompact),
    '',
    ...bodyLines(hit, glance, theme, columns),
    ...citationLines(hit, glance, theme, columns),
  ].map((line) => fit(line, columns));
}

function wrapped(text: string, columns: number): readonly string[] {
  return wrap(safeText(text), columns).split('\n');
}

/** What it is, and where. */
export function placeOf(hit: RecallHit, { glyphs }: Theme): string {
  const name = hit.kind === 'commit' ? hit.id.slice(0, 10) : shortId(hit.id);
  return [hit.kind, name, ...(hit.path === undefined ? [] : [safeText(hit.path)])].join(` ${glyphs.bullet} `);
}

const LABEL = 7;

/** A labelled fact, as many lines as it takes. */
function fact(
  label: string,
  text: string,
  columns: number,
  theme: Theme,
  paint = (one: string): string => one,
): readonly string[] {
  const lines = wrapped(text, Math.max(10, columns - LABEL));
  return lines.map((line, at) => theme.aside((at === 0 ? label : '').padEnd(LABEL)) + paint(line));
}

interface Fact {
  readonly label: string;
  readonly text: string;
  readonly paint?: (one: string) => string;
  /** It may stand in a line with others of the kind, without its label. */
  readonly short?: true;
}

function factLines(
  { why }: RecallState,
  hit: RecallHit,
  glance: Glance | undefined,
  here: Here,
  columns: number,
  isCompact: boolean,
): readonly string[] {
  const facts = [...reasonFacts(hit, why), ...trustFacts(hit, glance, here)];
  const lines = (some: readonly Fact[]): readonly string[] =>
    some.flatMap(({ label, text, paint }) => fact(label, text, columns, here.theme, paint));
  if (!isCompact) return lines(facts);
  const short = facts.filter((one) => one.short === true);
  return [
    fit(
      short
        .map(({ text, paint }) => (paint ?? here.theme.aside)(safeText(text)))
        .join(` ${here.theme.glyphs.bullet} `),
      columns,
    ),
    ...lines(facts.filter((one) => one.short !== true)),
  ];
}

function reasonFacts(hit: RecallHit, why: boolean): readonly Fact[] {
  if (hit.tier === 'filter' && !why) return [];
  const reasons = why ? hit.reasons : hit.reasons.slice(0, 1);
  const score = why && hit.score > 0 ? [`score ${hit.score.toFixed(2)}`] : [];
  return [{ label: 'why', text: [...reasons, ...score].join('; ') }];
}

function trustFacts(hit: RecallHit, glance: Glance | undefined, { now, theme, at }: Here): readonly Fact[] {
  const who = { label: 'who', text: whoText(hit, now), short: true } as const;
  const uses = glance?.uses;
  const note = uses?.notes?.[0];
  const retired = glance?.record.retired;
  const over = retired === undefined ? hit.life : `${hit.life}: ${retired}`;
  const wrongs = uses === undefined || uses.wrong === 0 ? '' : `, wrong ${uses.wrong}`;
  return [
    hit.standing === 'committed' || hit.standing === 'pack' ? who : { ...who, paint: theme.doubtful },
    ...freshFact(hit, theme, at !== undefined),
    ...(uses === undefined
      ? []
      : [
          {
            label: 'used',
            text: `helped ${uses.helped} of ${plural(uses.uses, 'time')}${wrongs}, last ${ago(Date.parse(uses.last), now)}`,
            short: true,
          } as const,
        ]),
    ...(note === undefined ? [] : [{ label: '', text: `${note.helped ? 'helped' : 'wrong'}: ${note.note}` }]),
    ...(over === undefined ? [] : [{ label: 'over', text: over, paint: theme.bad }]),
    ...(hit.wrong === undefined ? [] : [{ label: 'wrong', text: hit.wrong, paint: theme.bad }]),
    ...doubtLines(hit, now).map((text) => ({ label: 'doubt', text, paint: theme.doubtful })),
    ...(hit.tags.length === 0 ? [] : [{ label: 'tags', text: hit.tags.join(', ') }]),
  ];
}

function freshFact(
  { freshness, freshnessDetail, kind }: RecallHit,
  theme: Theme,
  isThen: boolean,
): readonly Fact[] {
  if (kind === 'commit') return [];
  if (isThen) return [{ label: 'fresh', text: 'told of now only' }];
  if (freshness === 'uncited') return [];
  const detail = freshnessDetail === undefined ? '' : `: ${freshnessDetail}`;
  const text = `${freshSign(freshness, theme)} ${freshness}${detail}`;
  return [{ label: 'fresh', text, paint: freshPaint(freshness, theme), short: true }];
}

const STANDING: Readonly<Record<RecallHit['standing'], string>> = {
  committed: '',
  uncommitted: 'not committed yet',
  waiting: 'waits for the next commit',
  pack: 'comes with Nexus',
  source: 'of another repository',
};

function whoText({ author, created, commit, standing, pack, source }: RecallHit, now: number): string {
  if (pack !== undefined) return `the pack ${pack}, ${STANDING.pack}`;
  if (source !== undefined)
    return `the source ${source.name} at ${source.commit.slice(0, 10)}, ${STANDING.source}`;
  const when = ago(Date.parse(created), now);
  return [author, when, standing === 'committed' ? commit?.slice(0, 10) : STANDING[standing]]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
}

/** By record: a text is rendered once, not at every key. */
const rendered = new WeakMap<
  Glance['record'],
  { readonly columns: number; readonly theme: Theme; readonly lines: readonly string[] }
>();

function bodyLines(
  hit: RecallHit,
  glance: Glance | undefined,
  theme: Theme,
  columns: number,
): readonly string[] {
  const paint = { ...theme, code: theme.kind };
  if (glance === undefined) return hit.snippet === '' ? [] : markdownLines(hit.snippet, columns, paint);
  const known = rendered.get(glance.record);
  if (known?.columns === columns && known.theme === theme) return known.lines;
  const lines = markdownLines(glance.record.body, columns, paint);
  rendered.set(glance.record, { columns, theme, lines });
  return lines;
}

function citationLines(
  hit: RecallHit,
  glance: Glance | undefined,
  theme: Theme,
  columns: number,
): readonly string[] {
  const cited = glance?.citations ?? hit.files.slice(0, MAX_FILES).map((citation) => ({ citation }));
  if (cited.length === 0) return [];
  const more = hit.files.length - cited.length;
  const rest = more > 0 ? [theme.aside(`  and ${plural(more, 'more file', 'more files')}`)] : [];
  const title = hit.kind === 'commit' ? 'Changed' : 'Cites';
  return ['', theme.strong(title), ...cited.flatMap((one) => citedLines(one, theme, columns)), ...rest];
}
