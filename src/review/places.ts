import type { Finding } from '../core/review.ts';
import type { ReviewFile } from './check-file.ts';
import { finding } from './hit.ts';

const MODES: Readonly<Record<string, string>> = {
  '120000': 'a link, which may lead anywhere',
  '160000': 'another repository inside',
  '100755': 'a file that may be run as a program',
};

/** What only says how a text is stored and merged. */
const HARMLESS =
  /^(?:-?text|text=auto|eol=lf|merge=nexus|diff=nexus|-?whitespace|linguist-(?:language|detectable)\S*)$/;

/** What a file is, and where it lies. */
export function placeFindings(file: ReviewFile, at: Pick<Finding, 'path' | 'id'>): readonly Finding[] {
  const { role, before, after, badPath } = file;
  if (after === undefined) return [];
  const mode = before?.mode === after.mode ? undefined : MODES[after.mode];
  const isBinary = after.mode.startsWith('100') && after.text === undefined;
  return [
    ...(mode === undefined ? [] : [finding('file-type', { ...at, ...linkTarget(file) }, mode)]),
    ...(isBinary && role !== 'record'
      ? [finding('file-type', at, 'a file that is no text, or too long to be looked at')]
      : []),
    ...(badPath === undefined || before !== undefined
      ? []
      : [finding('bad-path', at, `the file ${badPath}`)]),
    ...(role === 'foreign' && before === undefined
      ? [finding('foreign-file', at, 'neither a record nor a living document nor settings')]
      : []),
    ...(role === 'attributes' ? attributeFindings(file, at) : []),
  ];
}

function linkTarget({ after }: ReviewFile): { readonly excerpt?: string } {
  return after?.mode === '120000' && after.text !== undefined
    ? { excerpt: `→ ${after.text.slice(0, 160)}` }
    : {};
}

function attributeFindings(
  { before, after }: ReviewFile,
  at: Pick<Finding, 'path' | 'id'>,
): readonly Finding[] {
  const old = new Set((before?.text ?? '').split('\n'));
  return (after?.text ?? '').split('\n').flatMap((line, index) => {
    if (old.has(line) || /^\s*(?:#|$)/.test(line)) return [];
    const odd = line
      .trim()
      .split(/\s+/)
      .slice(1)
      .filter((name) => !HARMLESS.test(name));
    return odd.length === 0 && !line.includes('"')
      ? []
      : [
          finding(
            'git-attributes',
            { ...at, line: index + 1, excerpt: line.slice(0, 160) },
            `sets ${odd.join(', ') || 'attributes of a quoted name'}`,
          ),
        ];
  });
}
