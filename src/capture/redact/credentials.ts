import { type AssignedValue, assignedValue, MAX_VALUE } from './assigned-value.ts';
import { CREDENTIAL_WORD, type Strength, strengthOf } from './credential-names.ts';
import type { Finding } from './finding.ts';
import { isExpression, isNameLike, isPlaceholder, isPublicId } from './harmless.ts';
import { looksRandom, mixOf, wordiness } from './randomness.ts';

const MAX_NAME = 64;

function isNameChar(text: string, at: number): boolean {
  return /[\w-]/.test(text[at] ?? '');
}

/** Values named as credentials: `password=`, `"api_key": "`, `--token`, `Authorization: Bearer`, `<secret>`. */
export function findCredentials(text: string): Finding[] {
  const findings: Finding[] = [];
  const words = new RegExp(CREDENTIAL_WORD);
  for (let match = words.exec(text); match !== null; match = words.exec(text)) {
    let start = match.index;
    let end = start + match[0].length;
    const left = Math.max(0, start - MAX_NAME, findings.at(-1)?.end ?? 0);
    while (start > left && isNameChar(text, start - 1)) start--;
    const right = Math.min(text.length, end + MAX_NAME);
    while (end < right && isNameChar(text, end)) end++;
    words.lastIndex = end;
    const strength = strengthOf(text.slice(start, end));
    if (strength === undefined) continue;
    const value = assignedValue(text, start, end);
    if (value === undefined) continue;
    const name = { text: text.slice(start, end), start, strength };
    if (isSecretValue(text, name, value)) {
      findings.push({
        rule: strength === 'password' ? 'password' : 'credential',
        start: value.start,
        end: value.end,
      });
      words.lastIndex = Math.max(end, value.end);
    }
  }
  return findings;
}

interface Name {
  readonly text: string;
  readonly start: number;
  readonly strength: Strength;
}

function isSecretValue(text: string, name: Name, found: AssignedValue): boolean {
  const value = text.slice(found.start, found.end);
  if (value.length > MAX_VALUE || isPlaceholder(value) || /^(?:https?|file):/.test(value)) return false;
  if (/\s/.test(value) && (wordiness(value) >= 0.6 || name.strength !== 'password')) return false;
  if (!found.quoted && (isExpression(value) || isCall(text, found.end))) return false;
  if (/^(?:\.{0,2}|~)\/[\w.-]/.test(value) && !looksRandom(value.replaceAll('/', ''))) return false;
  if (name.text.replace(/^-+/, '').toLowerCase() === value.toLowerCase()) return false;
  if (found.tie === 'beside') {
    return (
      value.length >= 12 &&
      name.strength !== 'weak' &&
      looksRandom(value) &&
      mixOf(value).digits >= 2 &&
      !isNameLike(value) &&
      !isPublicId(value, '')
    );
  }
  if (name.strength === 'password') return isPasswordValue(text, name, found, value);
  if (name.strength === 'secret') return isTokenValue(text, name, found, value);
  // `Cookie: session=…`: the inner name is nearer to the value.
  if (/=[^=]/.test(value)) return false;
  const { digits, lower, upper } = mixOf(value);
  return (
    value.length >= 16 &&
    digits >= 2 &&
    lower + upper >= 6 &&
    looksRandom(value) &&
    !isPublicId(value, '') &&
    !isNameLike(value)
  );
}

function isCall(text: string, end: number): boolean {
  return text[end] === '(' || text.startsWith('->', end) || text.startsWith('::', end);
}

/** `export NAME=`, `NAME: x` at the start of a line: settings rather than prose. */
function opensLine(text: string, start: number): boolean {
  let at = start;
  while (at > 0 && start - at < 24 && text[at - 1] !== '\n') at--;
  return (
    /^(?:[\s>+$#-]*(?:export|set|setx|env|ENV|ARG|const|let|var|final)?\s*["'{]*|[\s{]*)$/.test(
      text.slice(at, start),
    ) &&
    (at === 0 || text[at - 1] === '\n')
  );
}

function endsLine(text: string, end: number): boolean {
  return /^["'`]?[,;}]?\s*(?:#.*|$)/.test(text.slice(end, end + 40).split('\n', 1)[0] ?? '');
}

function isPasswordValue(text: string, name: Name, found: AssignedValue, value: string): boolean {
  const { lower, upper, digits, others } = mixOf(value);
  const plain = digits === 0 && others === 0;
  const shouted = name.text === name.text.toUpperCase();
  // `pass: 'passed'` speaks of tests.
  if (plain && !shouted && /(?:^|[^a-z])pass$/i.test(name.text)) return false;
  if (found.quoted)
    return (
      value.length >= 4 &&
      !(plain && found.tie === 'colon' && !shouted && wordiness(value) >= 0.8 && upper === 1)
    );
  if (value.length < 4) return false;
  if (lower + upper === 0 && others > digits) return false;
  const snake = /^[a-z]+(?:_[a-z]+)+$/i.test(value) && !shouted;
  if (found.tie === 'assign' && !found.spaced) {
    if ((plain || snake) && /^[,)]/.test(text.slice(found.end, found.end + 1))) return false;
    return !snake || opensLine(text, name.start);
  }
  if (found.tie === 'flag') return !plain || (lower > 0 && upper > 0 && wordiness(value) < 0.7);
  if (shouted && opensLine(text, name.start) && endsLine(text, found.end)) return true;
  if (plain || snake || isNameLike(value)) return false;
  return (
    (opensLine(text, name.start) && endsLine(text, found.end)) ||
    (digits > 0 && lower + upper > 1 && value.length >= 6)
  );
}

function isTokenValue(text: string, name: Name, found: AssignedValue, value: string): boolean {
  const { lower, upper, digits, others } = mixOf(value);
  const letters = lower + upper;
  if (/^(?:sha(?:1|256|384|512)|md5)[:-]/i.test(value)) return false;
  if (digits > 0 && letters === 0) return value.length >= 16 && others === 0 && found.tie !== 'colon';
  const shouted = name.text === name.text.toUpperCase() && name.text.includes('_');
  if (shouted && found.tie === 'assign' && !found.spaced && opensLine(text, name.start)) {
    return (
      value.length >= 6 && (digits > 0 || others > 0 || value.length >= 8) && !/^[A-Z]+_[A-Z_]+$/.test(value)
    );
  }
  if (value.length < 8 || isNameLike(value)) return false;
  if (/^v?\d+(?:[.-]\d+)+/.test(value) || /^\d{4}-\d\d-\d\d/.test(value)) return false;
  if (looksRandom(value)) return value.length >= 12 || found.quoted || found.tie !== 'colon';
  return found.quoted && digits >= 2 && letters >= 2;
}
