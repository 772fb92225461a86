import type { Hit } from './hit.ts';
import { hostsIn } from './hosts.ts';
import { codeSpans, frontMatterEnd, hitsOf, inside } from './regions.ts';

/** What Nexus itself writes into living documents, and an empty hint in a template. */
const OURS = /^<!--\s*(?:reviewed \d{4}-\d{2}-\d{2}|What is worth keeping\? Markdown\.)\s*-->$/;

/** Text that a page does not show and an agent reads all the same. Code is shown as it is, so nothing hides in it. */
export function hiddenText(text: string): readonly Hit[] {
  const code = codeSpans(text);
  const body = frontMatterEnd(text);
  const found: readonly Hit[] = [
    ...hitsOf(text, /<!--(?:[\s\S]{0,4000}?-->|[\s\S]*$)/g, 'hidden-text', ([comment]) =>
      OURS.test(comment) || /^<!--\s*-->$/.test(comment)
        ? undefined
        : comment.endsWith('-->')
          ? 'a comment, which no page shows'
          : 'a comment that nothing ends: no page shows anything below it',
    ),
    ...hitsOf(
      text,
      /<\?(?!xml)[\s\S]{0,400}?\?>|<!\[CDATA\[[\s\S]{0,400}?\]\]>|<!(?!--|DOCTYPE)[A-Za-z][^>]{0,400}>/g,
      'hidden-text',
      'markup that no page shows',
    ),
    ...hitsOf(text, /<details\b(?![^>]{0,100}\bopen\b)/gi, 'hidden-text', 'a part that is folded away'),
    ...hitsOf(
      text,
      /<[a-z][\w-]{0,40}\b[^>]{0,400}(?:\bstyle\s*=\s*["'][^"'>]{0,300}(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*(?:0|1px|1pt|0?\.\d)|opacity\s*:\s*0(?!\.[1-9])|color\s*:\s*(?:white|#f{3}\b|#f{6}\b|transparent|rgba?\([^)]{0,40},\s*0\))|(?:max-)?(?:height|width)\s*:\s*0|(?:left|top|text-indent)\s*:\s*-\d{3,}|clip(?:-path)?\s*:)|\shidden(?=[\s>=/])|\baria-hidden\s*=\s*["']?true|\bcolor\s*=\s*["']?(?:white|#f{3}\b|#f{6}\b))[^>]{0,200}>/gi,
      'hidden-text',
      'text in a style that nobody sees',
    ),
    ...hitsOf(
      text,
      /<(?:script|style|iframe|object|embed|template|noscript|form|meta|link|base|svg|math|audio|video)\b[^>]{0,300}>?|\son(?:error|load|click|mouseover|focus|toggle)\s*=\s*["']?[^\s"'>]{1,80}/gi,
      'hidden-text',
      'markup that does something, or that no page shows',
    ),
    ...hitsOf(
      text,
      /\bdata:(?:[a-z]+\/[\w.+-]{1,60})?(?:;[\w=-]{1,40}){0,3},[^\s)"'>]{8,}/gi,
      'hidden-text',
      'data in place of an address',
    ),
    ...hitsOf(
      text,
      /\]\(\s{0,4}<?(?:javascript|vbscript|file|data|about|blob):[^\s)]{0,300}/gi,
      'hidden-text',
      'a link that is no address',
    ),
    // A definition that leads nowhere is how markdown is commented out.
    ...hitsOf(
      text,
      /^ {0,3}\[[^\]\n]{1,200}\]:[ \t]{0,8}(?:#|<>|<#>|about:blank|javascript:\S{0,80})[ \t]*(?:["'(][^\n]{0,2000})?$/gim,
      'hidden-text',
      'a definition that no page shows',
    ),
    ...hitsOf(
      text,
      /^ {0,3}\[[^\]\n]{1,200}\]:[ \t]{0,8}\S{1,300}[ \t]{1,8}["'(][^\n]{40,2000}$/gim,
      'hidden-text',
      'a definition with a long title, which no page shows',
    ),
    ...hitsOf(
      text,
      /!?\[[^[\]\n]{0,200}\]\(\s{0,4}[^\s)]{1,300}\s{1,8}["'(][^\n"')]{60,}/g,
      'hidden-text',
      'a link with a long title, which no page shows',
    ),
    ...hitsOf(
      text,
      /!\[[^[\]\n]{120,2000}\]/g,
      'hidden-text',
      'an image with a long description, which no page shows',
    ),
    ...linkMismatches(text),
  ].filter(({ start }) => !inside(code, start));
  return [
    ...found,
    ...hitsOf(text.slice(0, body), /(?<=\n|\s)#[ \t]?[^\n]{3,}/g, 'hidden-text', (match) =>
      isYamlComment(text, match.index)
        ? 'a comment in the fields, which no answer and no diff of records shows'
        : undefined,
    ),
    ...hitsOf(
      text,
      /\S[ \t\u00a0\u2000-\u200a\u3000]{80,}\S[^\n]{0,200}/g,
      'hidden-text',
      'text that is pushed out of sight to the right',
    ),
    ...farBelow(text),
  ];
}

/** So many empty lines, and something below them. */
const FAR = 30;

function farBelow(text: string): readonly Hit[] {
  const out: Hit[] = [];
  let empty = 0;
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    if (line.trim() === '') empty++;
    else {
      if (empty >= FAR) out.push({ rule: 'hidden-text', start, end, message: 'text far below empty lines' });
      empty = 0;
    }
    start = end + 1;
  }
  return out;
}

function isYamlComment(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  // In quotes, or inside of a citation, it is no comment.
  const quotes = (line.match(/(?<!\\)"/g) ?? []).length + (line.match(/'/g) ?? []).length;
  return /^\s*$/.test(line) || (/\s$/.test(line) && quotes % 2 === 0 && !/[|>][+-]?\s*$/.test(line));
}

/** Links that name one address and lead to another. */
function linkMismatches(text: string): readonly Hit[] {
  const markdown = hitsOf(
    text,
    /(?<!!)\[([^[\]\n]{1,300})\]\(\s{0,4}<?([^\s)>]{1,500})/g,
    'link-mismatch',
    ([, shown = '', target = '']) => mismatch(shown, target),
  );
  const html = hitsOf(
    text,
    /<a\b[^>]{0,200}\bhref\s*=\s*["']?([^\s"'>]{1,500})[^>]{0,200}>([^<\n]{1,300})<\/a/gi,
    'link-mismatch',
    ([, target = '', shown = '']) => mismatch(shown, target),
  );
  return [...markdown, ...html];
}

function mismatch(shown: string, target: string): string | undefined {
  const leads = hostsIn(target.startsWith('//') ? `https:${target}` : target)[0];
  const text = shown.replace(/[*_`]/g, '').trim();
  const says = hostsIn(text)[0] ?? hostLike(text);
  if (says === undefined) return undefined;
  if (leads === undefined)
    return /^[a-z][\w+.-]*:/i.test(target) && !/^mailto:/i.test(target)
      ? `the link says ${says} and is no address`
      : undefined;
  const [a, b] = [says.replace(/^www\./, ''), leads.replace(/^www\./, '')];
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`)
    ? undefined
    : `the link says ${says} and leads to ${leads}`;
}

/** A bare `github.com/ann/tool`: one that could be a file's name is none. */
function hostLike(text: string): string | undefined {
  const host =
    /^((?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|io|dev|app|co|ai|gov|edu|info|xyz|cloud|sh|uk|de|fr|ru|cn|jp|us))(?:[/:?#]\S*)?$/i.exec(
      text,
    )?.[1];
  return host?.toLowerCase();
}
