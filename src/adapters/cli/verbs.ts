import type { Command } from './command.ts';

interface VerbEntry {
  readonly group: string;
  readonly summary: string;
  /** Loaded only when called: a verb never pays for another's code. */
  load(): Promise<Command>;
}

/** Every verb, in the order of help. */
export const VERBS: Readonly<Record<string, VerbEntry>> = {
  init: {
    group: 'Set up',
    summary: 'Give this repository a memory, and add the hooks',
    load: async () => (await import('./commands/init.ts')).init,
  },
  status: {
    group: 'Set up',
    summary: 'What waits for the next commit, what is not committed, what is wrong',
    load: async () => (await import('./commands/status.ts')).status,
  },
  doctor: {
    group: 'Set up',
    summary: 'Check that everything works, the hooks above all',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  hooks: {
    group: 'Set up',
    summary: 'Install, show or uninstall the git hooks',
    load: async () => (await import('./commands/hooks.ts')).hooks,
  },
  hook: {
    group: 'Set up',
    summary: 'Take what a coding agent tells; for its settings, not for people',
    load: async () => (await import('./commands/hook.ts')).hook,
  },
  agents: {
    group: 'Set up',
    summary: 'Tell coding agents of this memory: MCP server, hooks, facts',
    load: async () => (await import('./commands/agents.ts')).agents,
  },
  mcp: {
    group: 'Set up',
    summary: 'Serve this memory to coding agents by the Model Context Protocol',
    load: async () => (await import('./commands/mcp.ts')).mcp,
  },
  run: {
    group: 'While working',
    summary: 'Run a command; remember how it failed and what fixed it',
    load: async () => (await import('./commands/run.ts')).run,
  },
  note: {
    group: 'While working',
    summary: 'Keep a line for the next commit',
    load: async () => (await import('./commands/note.ts')).note,
  },
  session: {
    group: 'While working',
    summary: 'Start where the last session ended; tell while working; end it',
    load: async () => (await import('./commands/session.ts')).session,
  },
  episode: {
    group: 'While working',
    summary: 'Keep what happens step by step; replay it; learn from what was like it, and from what failed',
    load: async () => (await import('./commands/episode.ts')).episode,
  },
  remember: {
    group: 'While working',
    summary: 'Write a record: a pattern, solution, error, decision, episode or note',
    load: async () => (await import('./commands/remember.ts')).remember,
  },
  learn: {
    group: 'While working',
    summary: 'Find patterns in source code, and propose them',
    load: async () => (await import('./commands/learn.ts')).learn,
  },
  inbox: {
    group: 'While working',
    summary: 'Decide on proposed patterns: accept, edit, merge, reject',
    load: async () => (await import('./commands/inbox.ts')).inbox,
  },
  dedupe: {
    group: 'While working',
    summary: 'Find records that say the same, and make one of them',
    load: async () => (await import('./commands/dedupe.ts')).dedupe,
  },
  outcome: {
    group: 'While working',
    summary: 'Say whether a record helped',
    load: async () => (await import('./commands/outcome.ts')).outcome,
  },
  bank: {
    group: 'While working',
    summary: 'What the project knows, by section: read, write, review',
    load: async () => (await import('./commands/bank.ts')).bank,
  },
  recall: {
    group: 'Ask',
    summary: 'Find records and commits by words, path or filters',
    load: async () => (await import('./commands/recall.ts')).recall,
  },
  ui: {
    group: 'Ask',
    summary: 'Recall as you type, and walk through history, in a full-screen terminal',
    load: async () => (await import('./commands/ui.ts')).ui,
  },
  shell: {
    group: 'Ask',
    summary: 'Print a key for your shell that puts the id of a record you pick into the line',
    load: async () => (await import('./commands/shell.ts')).shell,
  },
  embed: {
    group: 'Ask',
    summary: 'Make the vectors that recall compares a question with, by a model of yours',
    load: async () => (await import('./commands/embed.ts')).embed,
  },
  fix: {
    group: 'Ask',
    summary: 'Find what resolved an error',
    load: async () => (await import('./commands/fix.ts')).fix,
  },
  context: {
    group: 'Ask',
    summary: 'Say what one should know now; read, write and review what the project says of itself',
    load: async () => (await import('./commands/context.ts')).context,
  },
  list: {
    group: 'Ask',
    summary: 'List records, newest first',
    load: async () => (await import('./commands/list.ts')).list,
  },
  show: {
    group: 'Ask',
    summary: 'Show one record in full',
    load: async () => (await import('./commands/show.ts')).show,
  },
  stats: {
    group: 'Ask',
    summary: 'Count records, errors and recurrences',
    load: async () => (await import('./commands/stats.ts')).stats,
  },
  advise: {
    group: 'Ask',
    summary: 'Bring what is known for a request: patterns, what to avoid, decisions, facts',
    load: async () => (await import('./commands/advise.ts')).advise,
  },
  recommend: {
    group: 'Ask',
    summary: 'Say how a task is best done, by how similar ones succeeded',
    load: async () => (await import('./commands/recommend.ts')).recommend,
  },
  report: {
    group: 'Ask',
    summary: 'Say what was learned: success by category, trends, errors and what they cost, memory',
    load: async () => (await import('./commands/report.ts')).report,
  },
  log: {
    group: 'History',
    summary: 'Show the commits that changed memory',
    load: async () => (await import('./commands/log.ts')).log,
  },
  diff: {
    group: 'History',
    summary: 'Show what changed in memory: not committed yet, or between revisions',
    load: async () => (await import('./commands/diff.ts')).diff,
  },
  review: {
    group: 'History',
    summary: 'Look through a change of memory as its reviewer: what changed, and what to look at',
    load: async () => (await import('./commands/review.ts')).review,
  },
  blame: {
    group: 'History',
    summary: 'Show who last changed each part of a record',
    load: async () => (await import('./commands/blame.ts')).blame,
  },
  edit: {
    group: 'Change',
    summary: 'Change a record, here or in your editor',
    load: async () => (await import('./commands/edit.ts')).edit,
  },
  retire: {
    group: 'Change',
    summary: 'Stop serving a record; it stays in the tree',
    load: async () => (await import('./commands/retire.ts')).retire,
  },
  supersede: {
    group: 'Change',
    summary: 'Put a new record in the place of an old one',
    load: async () => (await import('./commands/supersede.ts')).supersede,
  },
  forget: {
    group: 'Change',
    summary: 'Take a record out of the tree and keep it from coming back',
    load: async () => (await import('./commands/forget.ts')).forget,
  },
  prune: {
    group: 'Change',
    summary: 'Take out of the tree what counts no more; git keeps it',
    load: async () => (await import('./commands/prune.ts')).prune,
  },
  resolve: {
    group: 'Change',
    summary: 'Decide what merges left undecided in memory',
    load: async () => (await import('./commands/resolve.ts')).resolve,
  },
  merge: {
    group: 'Change',
    summary: 'Merge three versions of one file of memory; what git calls for records',
    load: async () => (await import('./commands/merge.ts')).merge,
  },
  seed: {
    group: 'Exchange',
    summary: 'Copy knowledge into this memory, from a pack or a folder; turn packs on and off',
    load: async () => (await import('./commands/seed.ts')).seed,
  },
  share: {
    group: 'Exchange',
    summary: 'Say what of this memory is committed, pushed and merged, and what came in last',
    load: async () => (await import('./commands/share.ts')).share,
  },
  source: {
    group: 'Exchange',
    summary: 'Recall the memory of other repositories beside your own, pinned by commit',
    load: async () => (await import('./commands/source.ts')).source,
  },
  import: {
    group: 'Exchange',
    summary: 'Take over what other tools, or another memory, know',
    load: async () => (await import('./commands/import.ts')).importVerb,
  },
  export: {
    group: 'Exchange',
    summary: 'Write the whole memory as one text that import takes apart again',
    load: async () => (await import('./commands/export.ts')).exportVerb,
  },
};
