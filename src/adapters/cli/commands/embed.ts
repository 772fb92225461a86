import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { patiently, printJson } from '../shared.ts';

export const embed: Command = {
  name: 'embed',
  summary: 'Make the vectors that recall compares a question with, by a model of yours',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: { clear: { type: 'boolean', summary: 'Remove all vectors instead' } },
  examples: [
    { line: 'nexus embed', tells: 'asks for those that are missing; a commit makes its own from then on' },
    { line: 'nexus embed --clear', tells: 'no vector is left' },
  ],
  notes: [
    'Off until .git/nexus/config.yaml, which no pull can touch, names who makes them:',
    '  recall: {embeddings: {provider: ollama, model: nomic-embed-text}}',
    '  recall: {embeddings: {provider: openai, url: "http://127.0.0.1:8080/v1", model: bge-small}}',
    '  recall: {embeddings: {provider: onnx, model: ~/models/all-MiniLM-L6-v2}}',
    'Titles and texts go there, redacted, and each question. The address is on this machine, unless `remote: allow`',
    'stands beside it; then questions are redacted, too. key_env names the variable that holds a key, timeout the',
    'milliseconds that a question waits (300); then words alone answer, and the answer says so. onnx runs the model of a',
    'folder by @huggingface/transformers, where that is installed beside nexus-memory; nothing is fetched.',
  ],
  async run({ io, args, json, nexus }) {
    const opened = await nexus();
    if (args.flag('clear')) {
      const removed = await opened.forgetVectors();
      if (json) printJson(io, { removed });
      else io.out(removed === 0 ? 'There were no vectors.\n' : 'No vector is left.\n');
      return removed === 0 ? EXIT.nothing : EXIT.ok;
    }
    const made = await patiently(io, 'Making vectors …', opened.embed());
    if (json) printJson(io, { ...made });
    else
      io.out(
        `${made.embedded} of ${made.documents} records and commits have a vector, ${made.made} of them new: ` +
          `${made.dimension} numbers each, by ${made.provider} (${safeText(made.model)})\n`,
      );
    return EXIT.ok;
  },
};
