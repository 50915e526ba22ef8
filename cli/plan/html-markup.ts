import { oneLine } from '../../shared/core/notices/letter.ts';

/** Text that is already HTML. */
class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type { Markup };

type Part = string | number | Markup | readonly Markup[] | undefined;

/** HTML in which every value is escaped for content and quoted attributes, unless it was written with `html` itself. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  const parts = strings.map((string, index) => string + textOf(values[index]));
  return new Markup(parts.join(''));
}

/** Trusted text of the project's own, such as a style sheet, which is not escaped. */
export function raw(text: string): Markup {
  return new Markup(text);
}

function textOf(value: Part): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return escaped(String(value));
}

/** One line without control characters and direction marks, which could make one part look like another. */
function escaped(text: string): string {
  return text
    .replace(/\S(?:.*\S)?/s, oneLine)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
