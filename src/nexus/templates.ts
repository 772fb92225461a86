/** What `nexus remember` opens in an editor, and what comes back. */
export { draftFromTemplate, templateFor } from '../format/template.ts';
