/**
 * HTML whose every foreign text is escaped: strings become text, and only what `html` made is markup. Pages are
 * well-formed XML, too (all attributes quoted, all elements closed), so that a test can take them apart.
 */
import { safeText } from './safe-text.ts';

const MARKUP = Symbol('markup');

/** Markup. Nothing but `html` makes it, so no data can pass for it. */
export interface Html {
  readonly [MARKUP]: string;
}

export type HtmlValue = string | number | Html | readonly HtmlValue[];

/** What is written in the template is markup; what is put into it is text, also inside a quoted attribute. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return {
    [MARKUP]: strings
      .map((text, at) => text + (at < values.length ? markupOf(values[at] ?? '') : ''))
      .join(''),
  };
}

/** The finished text. */
export function render(markup: Html): string {
  return markup[MARKUP];
}

function markupOf(value: HtmlValue): string {
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return MARKUP in value ? value[MARKUP] : value.map(markupOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text that no reader takes for markup, in which nothing is hidden (`safeText`): the one way of foreign text into a page. */
function escapeHtml(text: string): string {
  return safeText(text).replace(/[&<>"'`]/g, (char) => ENTITIES[char] ?? '');
}
