import { expect, test } from 'vitest';
import { DOCUMENT_NAMES, DOCUMENTS, type DocumentPart } from '../../src/core/documents.ts';
import { newDocumentText, readDocument } from '../../src/format/document.ts';

const NONE: ReadonlyMap<string, string> = new Map();

function addresses(parts: readonly DocumentPart[], above: readonly string[] = []): string[] {
  return parts.flatMap((part) => {
    const address = [...above, part.name];
    return [address.join('/'), ...addresses(part.parts ?? [], address)];
  });
}

test.each(DOCUMENT_NAMES)('a new %s has every section of the table, and nothing is known yet', (name) => {
  const text = newDocumentText(name, NONE);
  const entries = readDocument(text);
  expect(entries.map(({ address }) => address.join('/'))).toEqual(addresses(DOCUMENTS[name].parts));
  expect(entries.filter((entry) => entry.text !== '' || entry.fields.size > 0)).toEqual([]);
  expect(text.startsWith(`# ${DOCUMENTS[name].title}\n\n## `)).toBe(true);
  expect(text).not.toMatch(/\n\n\n|[ \t]\n|\n\n$/);
});

test('what is known stands in its place; the rest says what belongs there', () => {
  const text = newDocumentText(
    'bank',
    new Map([
      ['Project Context/Project Information/Tech Stack', 'Python 3.12,\nFastAPI'],
      ['Development Notes/Setup Instructions', '# Set up\n\n```sh\nuv sync'],
    ]),
  );
  expect(text).toContain(
    '- **Tech Stack**: Python 3.12, FastAPI\n- **Key Dependencies**: [To be filled: what it could not do without]\n',
  );
  const known = readDocument(text).filter((entry) => entry.text !== '');
  expect(known.map(({ address }) => address.join('/'))).toEqual([
    'Project Context/Project Information',
    'Development Notes/Setup Instructions/Set up',
  ]);
  expect(known[0]?.fields).toEqual(new Map([['Tech Stack', 'Python 3.12, FastAPI']]));
  expect(known[1]?.text).toBe('```sh\nuv sync\n```');
  expect(readDocument(text)).toHaveLength(addresses(DOCUMENTS.bank.parts).length + 1);
});

test('documents that people wrote by hand are read, with their own sections and the empty form of others', () => {
  const entries = readDocument(`\ufeff# Current Project Context

## Active Project: Harbour
- **Type**: API
- **Stage:** Testing
- **Timeline**:
<!-- - **Team Size**: nobody -->

## Recent Work
- **Last session**: (What was accomplished in the previous session)
* **Current focus**: retries

  with a second paragraph

## Code Patterns
- [Document patterns used in this project]
- [a link](README.md)

\`\`\`md
## Not a section
- **Not**: a field
\`\`\`
`);
  expect(entries.map(({ address, fields }) => [address.join('/'), Object.fromEntries(fields)])).toEqual([
    ['Active Project', { Name: 'Harbour', Type: 'API', Stage: 'Testing' }],
    ['Recent Work', { 'Current focus': 'retries\n\nwith a second paragraph' }],
    ['Code Patterns', {}],
  ]);
  expect(entries[0]?.text).toBe('- **Type**: API\n- **Stage:** Testing');
  expect(entries[2]?.text.startsWith('- [a link](README.md)\n')).toBe(true);
});
