import { describe, expect, test } from 'vitest';
import { decodeConfig } from '../../src/format/config.ts';
import { decodeLocalConfig } from '../../src/format/local-config.ts';

const local = (...lines: readonly string[]) =>
  decodeLocalConfig(
    `trust:\n  agents: any\nrecall:\n  embeddings:\n${lines.map((line) => `    ${line}\n`).join('')}`,
  );

describe('who makes vectors', () => {
  test('off where nobody is named', () => {
    expect(decodeLocalConfig('trust:\n  agents: any\n')).toEqual({
      config: { trust: { agents: 'any' } },
      problems: [],
    });
    expect(decodeLocalConfig('recall:\n').config).toEqual({ trust: {} });
  });

  test('Ollama listens where it always does; of others the address is said', () => {
    expect(local('provider: ollama', 'model: nomic-embed-text')).toEqual({
      config: {
        trust: { agents: 'any' },
        embeddings: {
          provider: 'ollama',
          model: 'nomic-embed-text',
          url: 'http://127.0.0.1:11434',
          remote: false,
          timeout: 300,
        },
      },
      problems: [],
    });
    const { embeddings } = local(
      'provider: openai',
      'model: bge',
      'url: https://models.example.org/v1/',
      'remote: allow',
      'key_env: MODEL_KEY',
      'timeout: 1000',
    ).config;
    expect(embeddings).toEqual({
      provider: 'openai',
      model: 'bge',
      url: 'https://models.example.org/v1',
      remote: true,
      keyEnv: 'MODEL_KEY',
      timeout: 1000,
    });
  });

  test.each([
    'http://localhost:8080/v1',
    'http://127.9.9.9',
    'http://[::1]:8080/v1',
    'http://0x7f.1/v1',
    'http://2130706433',
  ])('on this machine: %s', (url) => {
    const { config, problems } = local('provider: openai', 'model: m', `url: "${url}"`);
    expect(problems).toEqual([]);
    expect(config.embeddings).toMatchObject({ remote: false });
  });

  test.each([
    'http://192.168.0.2:11434',
    'http://0.0.0.0:11434',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'http://[::ffff:10.0.0.1]/',
    'https://models.example.org/v1',
  ])('on another one, and nobody said that it may be: %s', (url) => {
    const { config, problems } = local('provider: openai', 'model: m', `url: "${url}"`);
    expect(config.embeddings).toBeUndefined();
    expect(problems).toMatchObject([
      {
        code: 'bad-config',
        file: '.git/nexus/config.yaml',
        line: 4,
        message: expect.stringContaining('is another machine'),
        hint: expect.stringContaining('remote: allow'),
      },
    ]);
  });

  test('a model in a folder of this machine', () => {
    const { embeddings } = local('provider: onnx', 'model: ~/models/minilm', 'pooling: cls').config;
    expect(embeddings).toEqual({
      provider: 'onnx',
      model: '~/models/minilm',
      pooling: 'cls',
      timeout: 3000,
    });
  });

  test('what a model wants before questions and texts', () => {
    const { embeddings } = local(
      'provider: ollama',
      'model: nomic-embed-text',
      'query_prefix: "search_query:"',
      'text_prefix: "search_document:"',
    ).config;
    expect(embeddings).toMatchObject({ queryPrefix: 'search_query:', textPrefix: 'search_document:' });
  });

  test.each([
    [['model: m'], 'names no provider'],
    [['provider: onnx', 'model: minilm'], 'model is no folder of this machine'],
    [['provider: onnx', 'model: ./minilm'], 'model is no folder of this machine'],
    [['provider: onnx', 'model: /models/minilm', 'url: http://127.0.0.1'], 'url is for a server'],
    [['provider: ollama', 'model: m', 'pooling: cls'], 'pooling is for onnx'],
    [['provider: ollama'], 'names no model'],
    [['provider: openai', 'model: m'], 'names no url'],
    [['provider: openai', 'model: m', 'url: file:///home/ann/model'], 'url is no plain http address'],
    [['provider: openai', 'model: m', 'url: nowhere'], 'url is no plain http address'],
    [['provider: openai', 'model: m', 'url: "http://127.0.0.1/?key=1"'], 'url is no plain http address'],
    [['provider: openai', 'model: m', 'url: "http://ann:pw@127.0.0.1/"'], 'url holds a password'],
    [['provider: ollama', 'model: m', 'key_env: "sk-1 2"'], 'key_env is no name'],
    [
      ['provider: openai', 'model: m', 'url: http://models.example.org', 'remote: allow', 'key_env: KEY'],
      'in the clear',
    ],
  ])('half a word is none: %j', (lines, why) => {
    const { config, problems } = local(...lines);
    expect(config.embeddings).toBeUndefined();
    expect(problems.map(({ message }) => message).join()).toContain(why);
    expect(config.trust).toEqual({ agents: 'any' });
  });

  test('what is not known is told with its line, and never taken for a yes', () => {
    const { config, problems } = local(
      'provider: ollama',
      'model: m',
      'remote: maybe',
      'api_key: x',
      'timeout: 1',
    );
    expect(config.embeddings).toMatchObject({ remote: false, timeout: 300 });
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      expect.stringMatching(/^7: recall\.embeddings\.remote /),
      expect.stringMatching(/^9: recall\.embeddings\.timeout /),
      '8: unknown setting recall.embeddings.api_key',
    ]);
  });

  test('the tree has no say in it, and is told where to', () => {
    const text = 'schema: 1\n\nrecall:\n  limit: 5\n  embeddings:\n    provider: ollama\n    model: m\n';
    const { config, problems } = decodeConfig(text);
    expect(config.recall).toEqual({ limit: 5, commits: 5000 });
    expect(problems).toEqual([
      {
        code: 'bad-config',
        file: '.nexus/config.yaml',
        line: 5,
        message: 'recall.embeddings does not count here, where a pull could change it: nobody is asked',
        hint: "it is each clone's own to say: move it into .git/nexus/config.yaml",
      },
    ]);
  });
});
