import type { LearnReport } from '../core/report.ts';
import { headline, partsOf } from './report-text.ts';
import { safeText } from './safe-text.ts';

/** A report as GitHub Flavored Markdown, for a job's summary or a wiki. */
export function reportMarkdown(report: LearnReport): string {
  const parts = partsOf(report, { ascii: false, weekly: true }).map(
    ({ title, head = [], rows = [], lines = [] }) => {
      const tableLines =
        rows.length === 0
          ? []
          : [row(head), row(head.map(() => '---')), ...rows.map((cells) => row(cells.map(plain)))];
      const items = lines.map(
        (line) => `${/^ */.exec(line)?.[0] ?? ''}- ${plain(line.trim().replace(/^- /, ''))}`,
      );
      const between = tableLines.length > 0 && items.length > 0 ? [''] : [];
      return [`## ${title}`, '', ...tableLines, ...between, ...items].join('\n');
    },
  );
  return `${[`# ${plain(headline(report))}`, ...parts].join('\n\n')}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Text that no reader takes for markup. */
function plain(text: string): string {
  return safeText(text).replace(/[\\`*_[\]<>|#~@&]/g, (char) =>
    char === '@' ? '&#64;' : char === '&' ? '&amp;' : `\\${char}`,
  );
}
