import { REVIEW_DAYS } from '../../../core/documents.ts';
import type { Command } from '../command.ts';
import { DOCUMENT_OPTIONS, runDocumentVerb } from '../document-verbs.ts';

export const bank: Command = {
  name: 'bank',
  summary: 'What the project knows, by section: read, write, review',
  usage: '[<section> | set | add | move | archive | review | log]',
  positionals: { min: 0, max: Number.POSITIVE_INFINITY },
  options: DOCUMENT_OPTIONS,
  examples: [
    { line: 'nexus bank', tells: 'all sections: what is filled, empty or due' },
    { line: 'nexus bank known issues', tells: 'reads one; a part of the name will do' },
    { line: 'nexus bank add "current issues" "Staging is read-only"', tells: 'a line more' },
    { line: 'nexus bank set "setup" - < setup.md', tells: 'a new text for the section' },
    { line: 'nexus bank set "tech stack" "Python 3.12"', tells: 'one field' },
    { line: 'nexus bank add --new "testing notes/Load tests" "k6"', tells: 'a section of your own' },
    { line: 'nexus bank move "load tests" --under performance', tells: 'with all below it' },
    { line: 'nexus bank archive incidents', tells: 'the text goes to .nexus/context/archive.md' },
    { line: 'nexus bank review', tells: 'what is overdue or empty, or cites files that changed' },
    { line: 'nexus bank review --confirm setup', tells: 'it is still right' },
    { line: 'nexus bank log "data flow"', tells: 'who changed it, when and why' },
  ],
  notes: [
    `A section is due ${REVIEW_DAYS} days after its lines were last committed. --confirm puts a line <!-- reviewed … --> at its end, which git dates like any other.`,
  ],
  run: (call) => runDocumentVerb(call, { verb: 'bank', documents: ['bank'] }),
};
