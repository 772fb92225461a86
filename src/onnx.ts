import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Runs a model that makes vectors of texts, for the process that started it: `node onnx.js <folder> <pooling>`. It is asked by
 * messages `{id, texts}` and answers `{id, vectors}` or `{id, failed}`, and ends with who asks. The folder is as exporters for
 * transformers.js write it (https://huggingface.co/docs/transformers.js/custom_usage); nothing is ever fetched.
 */
interface Library {
  readonly env: { allowRemoteModels: boolean };
  pipeline(task: string, model: string, options: object): Promise<Model>;
}

type Model = (texts: readonly string[], options: object) => Promise<{ tolist(): unknown }>;

/** What a folder may hold, by how exact it is, the most exact first, as the library names both. */
const FILES: readonly (readonly [file: string, dtype: string])[] = [
  ['model.onnx', 'fp32'],
  ['model_fp16.onnx', 'fp16'],
  ['model_quantized.onnx', 'q8'],
  ['model_int8.onnx', 'int8'],
  ['model_uint8.onnx', 'uint8'],
  ['model_q4.onnx', 'q4'],
  ['model_q4f16.onnx', 'q4f16'],
  ['model_bnb4.onnx', 'bnb4'],
];

const [folder = '', pooling = ''] = process.argv.slice(2);

async function load(): Promise<Model> {
  const found = ['onnx', ''].flatMap((subfolder) =>
    FILES.filter(([file]) => existsSync(join(folder, subfolder, file))).map(([, dtype]) => ({
      subfolder,
      dtype,
    })),
  )[0];
  if (found === undefined) throw new Error('its folder holds no model.onnx, and none in onnx/');
  const library: Library = libraryBeside();
  library.env.allowRemoteModels = false;
  return library.pipeline('feature-extraction', folder, { local_files_only: true, ...found });
}

const LIBRARY = '@huggingface/transformers';

/** From where this program is installed, and never from the repository that is asked about. */
function libraryBeside(): Library {
  const beside = createRequire(import.meta.url);
  try {
    beside.resolve(LIBRARY);
  } catch (cause) {
    throw new Error(`install ${LIBRARY} where nexus-memory is installed`, { cause });
  }
  return beside(LIBRARY);
}

let model: Promise<Model> | undefined;

async function answer({ id, texts }: { id: number; texts: readonly string[] }): Promise<object> {
  try {
    model ??= load().catch((cause: unknown) => {
      // What was missing may be there for the next question.
      model = undefined;
      throw cause;
    });
    const vectors = await (await model)(texts, { pooling, normalize: true });
    return { id, vectors: vectors.tolist() };
  } catch (cause) {
    return { id, failed: (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ') };
  }
}

process.on('message', (asked: { id: number; texts: readonly string[] }) => {
  void answer(asked).then((answered) => process.send?.(answered));
});
process.on('disconnect', () => process.exit());
