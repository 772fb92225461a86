import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Words that mean the same have the same vector. */
const SAME: Readonly<Record<string, string>> = {
  persistence: 'database',
  sluggish: 'slow',
};

const SIZE = 64;
const FLOAT = 1;
const INT64 = 7;

/** Protocol buffers, as far as a model of ours goes (https://protobuf.dev/programming-guides/encoding). */
function number(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

const integer = (field: number, value: number): Buffer => Buffer.concat([number(field << 3), number(value)]);

function message(field: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return Buffer.concat([number((field << 3) | 2), number(bytes.length), bytes]);
}

/** A tensor of any batch and any length (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
function value(field: number, name: string, type: number, shape: readonly (string | number)[]): Buffer {
  const dimensions = shape.map((one) =>
    message(1, typeof one === 'string' ? message(2, one) : integer(1, one)),
  );
  return message(
    field,
    message(1, name),
    message(2, message(1, integer(1, type), message(2, ...dimensions))),
  );
}

/** Looks each word up in a table, and does nothing else. */
function lookup(table: Float32Array, words: number): Buffer {
  const tokens = ['batch', 'length'];
  const graph = message(
    7,
    message(
      1,
      message(1, 'table'),
      message(1, 'input_ids'),
      message(2, 'last_hidden_state'),
      message(4, 'Gather'),
    ),
    message(2, 'lookup'),
    message(
      5,
      integer(1, words),
      integer(1, SIZE),
      integer(2, FLOAT),
      message(8, 'table'),
      message(9, Buffer.from(table.buffer)),
    ),
    value(11, 'input_ids', INT64, tokens),
    value(11, 'attention_mask', INT64, tokens),
    value(12, 'last_hidden_state', FLOAT, [...tokens, SIZE]),
  );
  return Buffer.concat([integer(1, 8), graph, message(8, message(1, ''), integer(2, 13))]);
}

/** A folder as exporters of models write it, with a model that knows these words. */
export function onnxModel(folder: string, texts: readonly string[]): void {
  const words = new Set(texts.flatMap((text) => text.toLowerCase().match(/[a-z]+/g) ?? []));
  const known = ['[PAD]', '[UNK]', ...new Set([...words, ...Object.keys(SAME), ...Object.values(SAME)])];
  const table = new Float32Array(known.length * SIZE);
  for (const [row, word] of known.entries()) {
    let hash = 7;
    for (const char of SAME[word] ?? word) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
    table[row * SIZE + (row < 2 ? 0 : hash % SIZE)] = 1;
  }
  const special = known.slice(0, 2).map((content, id) => ({ id, content, special: true }));
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  const json: Readonly<Record<string, unknown>> = {
    'config.json': { model_type: 'bert', hidden_size: SIZE, vocab_size: known.length },
    'tokenizer_config.json': {
      tokenizer_class: 'BertTokenizer',
      model_max_length: 512,
      pad_token: '[PAD]',
      unk_token: '[UNK]',
    },
    'tokenizer.json': {
      version: '1.0',
      added_tokens: special.map((one) => ({ ...one, ...flags })),
      normalizer: { type: 'BertNormalizer', clean_text: true, lowercase: true },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: null,
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab: Object.fromEntries(known.map((word, id) => [word, id])),
      },
    },
  };
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  for (const [name, content] of Object.entries(json))
    writeFileSync(join(folder, name), JSON.stringify(content));
  writeFileSync(join(folder, 'onnx', 'model.onnx'), lookup(table, known.length));
}
