import type { GitRef } from '../../../../core/ports.ts';
import type { PopupSpec } from '../../popup.ts';
import type { ReviewRow } from './review-state.ts';

export const BASE = 'base';
export const COPY = 'copy';
export const RETIRE = 'retire';
/** In place of a revision: where HEAD left the main branch. */
export const DEFAULT_BASE = '';

export function basePopup(refs: readonly GitRef[]): PopupSpec {
  const twice = (name: string): boolean => refs.filter((ref) => ref.name === name).length > 1;
  return {
    kind: 'choice',
    id: BASE,
    title: 'Compare with (or type any revision)',
    free: true,
    choices: [
      { value: DEFAULT_BASE, label: 'where HEAD left the main branch' },
      { value: 'HEAD', label: 'HEAD: what is not committed yet' },
      ...refs.map(({ name, kind, ref }) => ({ value: twice(name) ? ref : name, label: `${name}  ${kind}` })),
    ],
  };
}

export function copyPopup(row: ReviewRow | undefined): PopupSpec {
  const own = [
    { value: 'change', key: 'c', label: 'this change and its findings, as markdown' },
    { value: 'path', key: 'p', label: 'the path of its file' },
    ...(row?.id === undefined ? [] : [{ value: 'id', key: 'i', label: "the record's id" }]),
  ];
  return {
    kind: 'choice',
    id: COPY,
    title: 'Copy',
    choices: [
      { value: 'review', key: 'y', label: 'the whole review, as markdown' },
      ...(row === undefined ? [] : own),
    ],
  };
}

export function retirePopup(title: string): PopupSpec {
  return { kind: 'line', id: RETIRE, title: `Why is it retired? ${title}` };
}
