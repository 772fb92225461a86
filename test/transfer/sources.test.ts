import { expect, test } from 'vitest';
import { detectFormat, readSources } from '../../src/transfer/sources.ts';
import { told } from './told.ts';

test('instructions for agents, by their headings, without what other tools keep there', () => {
  const text = `# CLAUDE.md

This file provides guidance to Claude Code (claude.ai/code) when working with code in this repository.

@AGENTS.md

## Commands

- \`npm test\` runs the tests

<!-- BEGIN BEADS INTEGRATION -->
## Issue tracking
Use bd for everything.
<!-- END BEADS INTEGRATION -->

<!-- tool:start -->
- managed
<!-- tool:end -->

## Code style
- Two spaces
- Never use default exports

## Design decisions
- Files, not a database. They can be read without us.

## Deploying
Push to main.

## Architecture
The core imports nothing.

\`\`\`
<!-- BEGIN in code -->
\`\`\`

<!-- BEGIN orphan -->
## Ports
Begin at 4000.
`;
  expect(told('instructions', { 'CLAUDE.md': text })).toEqual([
    ['bank/Development Notes/Common Tasks', '- `npm test` runs the tests'],
    ['pattern', 'Two spaces'],
    ['anti', 'Never use default exports'],
    ['decision', 'Files, not a database'],
    ['bank/Deployment Notes/Deployment Process', '- Push to main.'],
    ['note', 'Architecture'],
    ['note', 'Ports'],
  ]);
});

test('a memory bank, its file names numbered or not', () => {
  expect(
    told('memory-bank', {
      'memory-bank/01-projectbrief.md':
        '# Project Brief: Harvest\n\n## Overview\nPulls data in every night.\n\n## Core Requirements\n- No data is lost\n',
      'memory-bank/productContext.md': '# Product Context\n\n## User Experience Goals\nNobody notices it.\n',
      'memory-bank/activeContext.md':
        '# Active Context\n\n## Current Work Focus\nSpeed\n\n## Recent Changes\n- Chunked reading\n\n## Next Steps\n- Validate\n\n## Active Decisions and Considerations\n- Keep pandas\n',
      'memory-bank/systemPatterns.md':
        '# System Patterns\n\n## Design Patterns in Use\n- Repository pattern\n\n## Component Relationships\nReader → writer.\n',
      'memory-bank/techContext.md':
        '# Technical Context\n\n## Technologies Used\n- Python 3.12\n- pandas\n\n## Development Setup\n1. uv sync\n',
      'memory-bank/progress.md':
        "# Progress\n\n## What Works\n- Reading\n\n## What's Left to Build\n- Reports\n\n## Known Issues\n- Slow on Windows\n",
    }),
  ).toEqual([
    ['project/Active Project/Name', 'Harvest'],
    ['project/Active Project/Purpose', 'Pulls data in every night.'],
    ['note', 'Project brief: Core Requirements'],
    ['note', 'Product context: User Experience Goals'],
    ['pattern', 'Repository pattern'],
    ['note', 'System patterns: Component Relationships'],
    ['project/Active Project/Tech Stack', 'Python 3.12; pandas'],
    ['bank/Development Notes/Setup Instructions', '1. uv sync'],
    ['project/Recent Work/Current focus', 'Speed'],
    ['project/Recent Work/Last session', 'Chunked reading'],
    ['project/Recent Work/Next planned', 'Validate'],
    ['decision', 'Keep pandas'],
    ['bank/Known Issues/Current Issues', '- Slow on Windows'],
    ['episode', 'Progress so far'],
  ]);
});

test("an agent's own memory: topics by their type, index lines left out", () => {
  const topic = (type: string, description: string, body: string): string =>
    `---\nname: ${type}_x\ndescription: ${description}\ntype: ${type}\n---\n\n${body}\n`;
  expect(
    told('auto-memory', {
      'memory/MEMORY.md':
        '# Memory\n\n- [Terse](user_x.md) — how to answer\n\n## Debugging\n- Run with --trace first\n',
      'memory/user_x.md': topic('user', 'wants short answers', 'Wants **short** answers.'),
      'memory/feedback_x.md': topic(
        'feedback',
        'no mocks in tests',
        'Do not mock the database.\n\n**Why:** it lied once.',
      ),
      'memory/project_x.md': topic('project', 'freeze until March', 'Merge freeze until March.'),
      'memory/reference_x.md':
        '---\nname: board\nmetadata:\n  type: reference\n---\nBugs are in the board "Harvest".\n',
    }),
  ).toEqual([
    ['bank/Development Notes/Debugging Tips', '- Run with --trace first'],
    ['preferences/Preferences Observed', 'Wants short answers.'],
    ['anti', 'no mocks in tests'],
    ['note', 'freeze until March'],
    ['note', 'board', 'reference'],
  ]);
});

test("the MCP memory server's lines, and its graph as one document", () => {
  const lines = [
    '{"type":"entity","name":"Harvest_API","entityType":"service","observations":["Runs on port 4000","Needs a token"]}',
    '{"type":"entity","name":"Use queues","entityType":"decision","observations":["They survive a restart"]}',
    '{"type":"relation","from":"Harvest_API","to":"Use queues","relationType":"follows"}',
    '{"type":"relation","from":"Ghost","to":"Use queues","relationType":"haunts"}',
    '{"type":"other"}',
    'not json',
  ];
  const all = [
    ['note', 'Harvest API', 'service'],
    ['decision', 'Use queues'],
    ['bad', 'line 5', 'neither an entity nor a relation'],
    ['bad', 'line 6', 'not JSON'],
    ['bad', 'Ghost haunts Use queues', 'a relation of an entity that is not there: Ghost'],
  ];
  expect(told('memory-server', { 'memory.jsonl': `${lines.join('\n')}\n` })).toEqual(all);
  const [item] = readSources('memory-server', [{ path: 'm.jsonl', text: lines.join('\n') }]);
  expect(item?.type === 'record' ? item.draft.body : '').toBe(
    '- Runs on port 4000\n- Needs a token\n\nImported from `m.jsonl`.\n\n## Relations\n\n- follows Use queues',
  );
  const graph = '{ "entities": [{"name":"Ann","entityType":"person","observations":[]}], "relations": [] }';
  expect(told('memory-server', { 'graph.json': graph })).toEqual([['note', 'Ann', 'person']]);
});

test('each is told from what is in it', () => {
  const format = (path: string, text: string) => detectFormat([{ path, text }]);
  expect(format('docs/adr/0001-x.md', '# X\n\n## Status\n\nAccepted\n\n## Decision\n\nX.\n')).toBe('adr');
  expect(format('standard input', '{"nexus":"export","schema":1}\n')).toBe('export');
  expect(format('answer.md', '## Project Progress\n- **Next**: x\n')).toBe('updates');
  expect(format('AGENTS.md', '')).toBe('instructions');
  expect(format('notes.md', '# Notes\n\nAnything.\n')).toBeUndefined();
});
