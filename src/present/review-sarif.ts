import type { Finding, MemoryReview, Severity } from '../core/review.ts';
import { REVIEW_RULES, RULE_NAMES } from '../core/review-rules.ts';
import { VERSION } from '../core/version.ts';
import { safeText } from './safe-text.ts';

const LEVELS: Readonly<Record<Severity, string>> = { high: 'error', medium: 'warning', low: 'note' };

/** The findings in the Static Analysis Results Interchange Format (OASIS SARIF 2.1.0), as code scanning takes them. */
export function reviewSarif({ findings }: MemoryReview): Readonly<Record<string, unknown>> {
  const used = RULE_NAMES.filter((name) => findings.some(({ rule }) => rule === name));
  const seen = new Map<string, number>();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'nexus',
            semanticVersion: VERSION,
            rules: used.map((id) => {
              const { title, why, severity } = REVIEW_RULES[id];
              return {
                id,
                shortDescription: { text: title },
                fullDescription: { text: why },
                help: { text: why },
                defaultConfiguration: { level: LEVELS[severity] },
              };
            }),
          },
        },
        automationDetails: { id: 'nexus/' },
        results: findings.map((finding) => {
          const print = fingerprint(finding);
          const nth = (seen.get(print) ?? 0) + 1;
          seen.set(print, nth);
          return resultOf(finding, used.indexOf(finding.rule), `${print}:${nth}`);
        }),
      },
    ],
  };
}

function resultOf(finding: Finding, ruleIndex: number, primaryLocationLineHash: string): object {
  const { rule, severity, path, line, message, excerpt } = finding;
  const words = excerpt === undefined || excerpt === '' ? '' : `: ${excerpt}`;
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: plain(`${message}${words}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
          ...(line === undefined ? {} : { region: { startLine: line } }),
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash },
  };
}

/** In a message `[text](1)` is a link and `{0}` a place for an argument (3.11.3 and 3.11.5); foreign words are neither. */
function plain(text: string): string {
  return safeText(text)
    .replaceAll(/[\\[\]]/g, '\\$&')
    .replaceAll('{', '{{')
    .replaceAll('}', '}}');
}

/** The same finding after lines moved. FNV-1a, twice 32 bits: names it, protects nothing. */
function fingerprint({ rule, path, message, excerpt }: Finding): string {
  const text = [rule, path, message, excerpt ?? ''].join('\0');
  const half = (seed: number): string => {
    let hash = seed;
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  };
  return half(0x811c9dc5) + half(0x050c5d1f);
}
