import { dataIn } from '../core/episode.ts';
import type { EpisodeFacts, NexusRecord, ToldNames } from '../core/record.ts';

/** What of an episode is counted, so that no count has to read its file; undefined where there is nothing. */
export function episodeFacts(record: NexusRecord): EpisodeFacts | undefined {
  const { errors, recalled, executions, episode } = record;
  const failed = episode?.success === false;
  const partly = (errors ?? []).length > 0 || (executions ?? []).some(({ success }) => !success);
  const told = failed || partly ? toldNames(record) : undefined;
  if ((errors ?? recalled ?? executions ?? told) === undefined && !failed) return undefined;
  return {
    ...(errors === undefined ? {} : { errors }),
    ...(recalled === undefined ? {} : { recalled }),
    ...(executions === undefined ? {} : { executions }),
    ...(failed ? { failed } : {}),
    ...(told === undefined ? {} : { told }),
  };
}

function toldNames(record: NexusRecord): ToldNames | undefined {
  const category = namesIn(record, 'category');
  const approach = namesIn(record, 'approach');
  if (category.length + approach.length === 0) return undefined;
  return {
    ...(category.length === 0 ? {} : { category }),
    ...(approach.length === 0 ? {} : { approach }),
  };
}

/** What its context and its events say under that name, each once. */
function namesIn({ episode, events = [] }: NexusRecord, name: keyof ToldNames): readonly string[] {
  const lead = `${name}=`;
  const values = [
    ...(episode?.context ?? [])
      .filter((line) => line.startsWith(lead))
      .map((line) => line.slice(lead.length)),
    ...events.map(({ data }) => {
      const fields = data === undefined ? undefined : dataIn(data);
      return typeof fields === 'object' && fields !== null
        ? (fields as Readonly<Record<string, unknown>>)[name]
        : undefined;
    }),
  ];
  return [...new Set(values.filter((value) => typeof value === 'string' && value.trim() !== ''))] as string[];
}
