import { expect, test } from 'vitest';
import { addressesOf, matching } from '../../src/format/address.ts';
import { newDocumentText } from '../../src/format/document.ts';

const BANK = addressesOf(`${newDocumentText('bank', new Map())}
## House Rules

### \`ci\` only

- **Owner**: Ann
`);
const PROJECT = addressesOf('# P\n\n## Active Project: Harbour\n\n- **Tech Stack**: Go\n');

const found = (typed: string, from = BANK): string[] =>
  matching(typed, from).map(({ address }) => address.join('/'));

test.each([
  ['Known Issues', 'Known Issues'],
  ['known issues/current issues', 'Known Issues/Current Issues'],
  ['CURRENT ISSUES', 'Known Issues/Current Issues'],
  ['project information/tech stack', 'Project Context/Project Information/Tech Stack'],
  ['tech stack', 'Project Context/Project Information/Tech Stack'],
  ['java', 'Cross-Language Mappings/Java → Python Equivalents'],
  ['c++', 'Cross-Language Mappings/C++ → Python Equivalents'],
  ['deploy/monitor', 'Deployment Notes/Monitoring'],
  ['debt', 'Known Issues/Technical Debt'],
  ['ci only', 'House Rules/`ci` only'],
  ['owner', 'House Rules/`ci` only/Owner'],
])('"%s" means %s', (typed, address) => {
  expect(found(typed)).toEqual([address]);
});

test('a heading with a name in it is found by what the table calls it, and by what it says', () => {
  for (const typed of ['active project', 'Active Project: Harbour', 'harbour'])
    expect(found(typed, PROJECT)).toEqual(['Active Project: Harbour']);
  expect(found('active project/tech stack', PROJECT)).toEqual(['Active Project: Harbour/Tech Stack']);
});

test('what fits several is told as several, and what fits none as none', () => {
  expect(found('security')).toEqual([
    'Security Notes',
    'Security Notes/Security Considerations',
    'Security Notes/Security Incidents',
  ]);
  expect(found('')).toEqual([]);
  expect(found('nothing like it')).toEqual([]);
});
