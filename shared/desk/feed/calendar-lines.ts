import type { Day, InstantText } from '../../core/calendar/types.ts';

/** Name with parameters, and a value that is already in its form. */
export type Property = readonly [name: string, value: string];

/** Octets of one line of an iCalendar object, without its end. */
const LONGEST = 75;

/** The content lines of an iCalendar object (RFC 5545, section 3.1): folded, each ended by CRLF. */
export function folded(properties: readonly Property[]): string {
  return properties.map(([name, value]) => `${fold(`${name}:${value}`)}\r\n`).join('');
}

/** Folds a line between characters. A continuation line begins with a space that is not part of the value. */
function fold(line: string): string {
  let result = '';
  let length = 0;
  for (const character of line) {
    const octets = utf8Length(character);
    if (length + octets > LONGEST) {
      result += '\r\n ';
      length = 1;
    }
    result += character;
    length += octets;
  }
  return result;
}

function utf8Length(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x1_0000 ? 3 : 4;
}

/** A value of type TEXT: control characters become U+FFFD, a line break becomes `\n`. */
export function text(value: string): string {
  return value
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, '\ufffd')
    .replaceAll(/[\\;,]/g, (mark) => `\\${mark}`)
    .replaceAll('\n', '\\n');
}

export function categories(values: readonly string[]): string {
  return values.map(text).join(',');
}

/** `20261211` */
export function dateOf(day: Day): string {
  return day.replaceAll('-', '');
}

/** `20261211T220000Z`; parts of a second are cut off. */
export function dateTimeOf(instant: InstantText): string {
  return instant.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '');
}
