import { isNexusError } from '../core/error.ts';
import { describeProblem } from '../core/problem.ts';
import type { Context } from './context.ts';
import type { Check } from './doctor.ts';
import { countVectors } from './embed.ts';
import { embeddingsOf, vectorsFor } from './embeddings.ts';

/** A model that sleeps is loaded first. */
const PATIENCE_MS = 10_000;

/** Does who makes vectors answer, in time for a question, and what has one? */
export async function vectorsHealth(context: Context): Promise<Check[]> {
  const { settings, problems } = embeddingsOf(context);
  if (settings === undefined)
    return problems.map(
      ({ hint, ...bare }): Check => ({
        state: 'bad',
        text: describeProblem(bare),
        hint: hint ?? 'open .git/nexus/config.yaml: it is plain text',
      }),
    );
  const { provider, model, timeout } = settings;
  const where =
    settings.provider === 'onnx'
      ? ''
      : ` at ${settings.url}${settings.remote ? ', which is another machine' : ''}`;
  const who = `${provider} (${model})${where}`;
  const { documents, embedded, dimension } = await countVectors(context, settings);
  const have: Check = {
    state: embedded < documents ? 'note' : 'ok',
    text: `${embedded} of ${documents} records and commits have a vector`,
    ...(embedded < documents ? { hint: 'run: nexus embed' } : {}),
  };
  const start = context.clock();
  try {
    const [vector] = await vectorsFor(context, settings, { question: 'Does it answer?' }, PATIENCE_MS);
    const took = context.clock() - start;
    const length = vector?.length ?? 0;
    const answers: Check = { state: 'ok', text: `${who} answers with ${length} numbers` };
    if (embedded > 0 && length !== dimension)
      return [
        {
          ...answers,
          state: 'bad',
          text: `${answers.text}, the vectors have ${dimension}`,
          hint: 'run: nexus embed',
        },
      ];
    if (took <= timeout) return [answers, have];
    const late = `${answers.text} in ${took} ms; a question waits ${timeout} ms, and then words alone answer`;
    return [{ state: 'note', text: late, hint: 'if it is always so: recall.embeddings.timeout' }, have];
  } catch (cause) {
    if (!isNexusError(cause)) throw cause;
    const hint = [cause.hint, 'until then words alone answer']
      .filter((part) => part !== undefined)
      .join('; ');
    return [{ state: 'bad', text: `${who}: ${cause.message}`, hint }, have];
  }
}
