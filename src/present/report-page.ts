/** The frame of a report's page: head, looks, and the one script, which sorts tables where scripts run. */
import { type HtmlValue, html, render } from './html.ts';

/** Contrasts are WCAG AA: 4.5:1 for text, 3:1 for what charts draw, in both schemes. */
const STYLE = html`
:root { color-scheme: light dark; --page: #f6f7f8; --card: #fff; --ink: #1c2128; --soft: #57606a; --rule: #dfe3e8;
  --good: #2563a6; --fill: #dbe8f6; --rest: #b4460f; --rest-fill: #fbe6da; --code: #eef1f4; }
@media (prefers-color-scheme: dark) { :root { --page: #12161b; --card: #1a2027; --ink: #e4e8ec; --soft: #9ba6b2;
  --rule: #303841; --good: #6cabf0; --fill: #22374f; --rest: #f2935c; --rest-fill: #48291a; --code: #262e37; } }
@media print { :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #1c2128; --soft: #57606a; --rule: #cfd5db;
  --good: #2563a6; --fill: #dbe8f6; --rest: #b4460f; --rest-fill: #fbe6da; --code: #eef1f4; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; }
main, header, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 40px; }
.eyebrow { margin: 0; color: var(--soft); font-size: 13px; letter-spacing: .06em; text-transform: uppercase; }
h1 { margin: 2px 0 6px; font-size: 32px; line-height: 1.2; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { margin: 0 0 12px; font-size: 20px; line-height: 1.3; }
h3 { margin: 0 0 8px; font-size: 15px; }
.lead { margin: 0; max-width: 70ch; font-size: 17px; overflow-wrap: anywhere; }
.when, .note, caption, figcaption, footer { color: var(--soft); font-size: 14px; }
.when { margin: 4px 0 0; }
nav { margin: 16px 0 0; padding: 10px 0; border-top: 1px solid var(--rule); border-bottom: 1px solid var(--rule); }
nav ul { display: flex; flex-wrap: wrap; gap: 2px 20px; margin: 0; padding: 0; list-style: none; font-size: 14px; }
a { color: var(--good); text-underline-offset: 3px; }
section { margin: 32px 0 0; scroll-margin-top: 12px; }
.card { padding: 20px; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; }
.card > :last-child, .card li:last-child { margin-bottom: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 12px; margin: 24px 0 0; }
.tiles > div { display: flex; flex-direction: column; }
.tiles dt { color: var(--soft); font-size: 14px; }
.tiles dd { margin: 0; font-size: 30px; font-weight: 600; line-height: 1.25; letter-spacing: -.01em; white-space: nowrap; }
.tiles dd.note { font-size: 14px; font-weight: 400; letter-spacing: 0; white-space: normal; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 16px; }
.pair.tables { align-items: start; }
.pair > *, .small > * { min-width: 0; }
.small { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 16px 24px; margin: 0 0 8px; }
figure { margin: 0; }
figure p { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; margin: 0 0 4px; }
figure b { font-size: 20px; font-weight: 600; }
.card ul { margin: 0; padding-left: 20px; }
.card li { margin-bottom: 6px; overflow-wrap: anywhere; }
.card li ul { margin-top: 4px; }
ol.steps { margin: 0; padding-left: 24px; }
ol.steps li { margin-bottom: 14px; }
pre { margin: 6px 0 0; padding: 10px 12px; background: var(--code); border-radius: 6px; overflow-x: auto; }
code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; border-radius: 10px; }
.scroll:focus-visible, button:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid var(--good); outline-offset: 2px; }
.card.scroll { padding: 4px 20px 8px; }
table { width: 100%; border-collapse: collapse; font-size: 15px; }
caption { padding: 10px 0 6px; text-align: left; }
caption span { display: inline-block; position: sticky; left: 0; max-width: min(80ch, calc(100vw - 90px)); }
.wide { display: inline-block; min-width: 15em; }
th, td { padding: 9px 16px 9px 0; border-top: 1px solid var(--rule); text-align: left; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-top: 0; color: var(--soft); font-size: 13px; font-weight: 500; vertical-align: bottom; white-space: nowrap; }
.id { display: block; white-space: nowrap; color: var(--soft); }
.below { margin-top: 16px; }
tbody th { font-weight: 500; min-width: 10em; overflow-wrap: anywhere; }
.n { text-align: right; white-space: nowrap; }
.nowrap { white-space: nowrap; }
thead button { padding: 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
thead button:hover { color: var(--ink); text-decoration: underline; text-underline-offset: 3px; }
thead button::after { content: "\u2195"; display: inline-block; width: 1.1em; text-align: right; opacity: .55; }
[aria-sort="ascending"] button::after { content: "\u2191"; opacity: 1; }
[aria-sort="descending"] button::after { content: "\u2193"; opacity: 1; }
details { margin-top: 12px; }
summary { width: fit-content; color: var(--good); font-size: 14px; cursor: pointer; }
svg { display: block; overflow: visible; }
svg.spark { width: 120px; height: 28px; }
svg.share { width: 96px; height: 8px; margin-top: 4px; border-radius: 4px; overflow: hidden; }
.n svg.share { margin-left: auto; }
svg.area { width: 100%; height: 56px; }
svg.columns { width: 100%; height: auto; }
.base, .grid, .line { fill: none; vector-effect: non-scaling-stroke; }
.base { stroke: var(--soft); stroke-opacity: .6; }
.grid { stroke: var(--rule); }
.line { stroke: var(--good); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.end, rect.good { fill: var(--good); }
.fill { fill: var(--fill); }
.track { fill: var(--rule); }
rect.rest { fill: var(--rest-fill); stroke: var(--rest); stroke-width: 1.5; }
.tick { fill: var(--soft); font-size: 12px; }
.key { display: flex; flex-wrap: wrap; gap: 2px 16px; }
.key span::before { content: ""; display: inline-block; width: 10px; height: 10px; margin-right: 6px; border: 1.5px solid var(--good); background: var(--good); }
.key span + span::before { border-color: var(--rest); background: var(--rest-fill); }
footer { padding-top: 32px; padding-bottom: 40px; }
@media (max-width: 560px) { main, header, footer { padding-left: 16px; padding-right: 16px; } header { padding-top: 24px; }
  h1 { font-size: 26px; } .card { padding: 16px; } .card.scroll { padding: 2px 16px 6px; } .tiles { grid-template-columns: 1fr 1fr; } .tiles dd { font-size: 24px; }
  .tick { font-size: 15px; } caption span { max-width: calc(100vw - 66px); } }
@page { margin: 14mm; }
@media print { body { font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; } header { padding-top: 0; }
  main, header, footer { max-width: none; padding-left: 0; padding-right: 0; } nav, details { display: none; } section { margin-top: 14px; } footer { padding: 12px 0 0; }
  .card { padding: 12px; } .scroll { overflow: visible; } h2, h3, caption { break-after: avoid; } caption span { max-width: none; } tr, figure, li, .card, .tiles > div { break-inside: avoid; }
  thead button::after { content: none; } table { font-size: 9.5pt; } th, td { padding: 5px 10px 5px 0; } .card li { margin-bottom: 2px; } tbody th { min-width: 7em; } .wide { min-width: 0; }
  svg.spark { width: 84px; } svg.share { width: 64px; } .pair { grid-template-columns: 1fr 1fr; } .pair.tables { grid-template-columns: 1fr; }
  .small { grid-template-columns: repeat(4, 1fr); }  .tiles { grid-template-columns: repeat(auto-fit, minmax(96px, 1fr)); } .tiles dd { font-size: 22px; } .tiles dt, .tiles dd.note { font-size: 12px; } }
`;

/** Without it a table stays in the order in which it was written. No `<` and no `&`: the page is XML, too. */
const SCRIPT = html`for (const table of document.querySelectorAll('table')) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  heads.forEach((head, at) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const numeric = 'v' in body.rows[0].cells[at].dataset;
      const was = head.getAttribute('aria-sort');
      const down = was === null ? numeric : was === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const compare = (a, b) => numeric ? a.dataset.v - b.dataset.v : a.textContent.localeCompare(b.textContent);
      const rows = [...body.rows].sort((a, b) => (down ? -1 : 1) * compare(a.cells[at], b.cells[at]));
      body.append(...rows);
    });
  });
}`;

/** SHA-256 of the script, which the page allows by it and no other; a test says if it is not. */
const SCRIPT_HASH = '+MVnG00/7pgMWFUq/TyZbPF0jM/BPLAsXd+l3BGV/OA=';

/** One self-contained page: it loads nothing, and may load nothing. */
export function page(title: string, body: HtmlValue): string {
  return render(html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="referrer" content="no-referrer"/>
<meta name="robots" content="noindex"/>
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
<script>${SCRIPT}</script>
</body>
</html>
`);
}
