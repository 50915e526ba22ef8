import { oneLine } from '../shared/core/notices/letter.ts';

/** Lines of a report are at most this wide, unless a single word is wider. */
const WIDTH = 100;

/**
 * Text broken between words into lines; the first begins with `first`, the others with `rest`. Control characters are
 * removed.
 */
export function wrap(text: string, first: string, rest = first): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of wordsOf(text)) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n');
}

/** Text without control characters of terminals and reading direction. Line breaks and runs of spaces stay. */
export function printable(text: string): string {
  return text
    .split('\n')
    .map((line) => wordsOf(line).join(' '))
    .join('\n');
}

function wordsOf(text: string): string[] {
  return text.split(' ').map(oneLine);
}

/** Text in lines of at most `width` columns, broken between words, and within a word that is longer than a line. */
export function linesWithin(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const piece of text.split(' ').flatMap((word) => chopped(word, width))) {
    const last = lines.at(-1);
    if (last !== undefined && columnsOf(last) + 1 + columnsOf(piece) <= width)
      lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(piece);
  }
  return lines;
}

/** A long word in pieces, broken after a full stop or a hyphen if there is one. */
function chopped(word: string, width: number): string[] {
  if (columnsOf(word) <= width) return [word];
  const characters = [...word];
  let fits = 1;
  while (columnsOf(characters.slice(0, fits + 1).join('')) <= width) fits += 1;
  const mark = characters.slice(0, fits).findLastIndex((character) => character === '.' || character === '-');
  const end = mark > 0 ? mark + 1 : fits;
  return [characters.slice(0, end).join(''), ...chopped(characters.slice(end).join(''), width)];
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\u200b-\u200d]/u;

/** The number of columns that a text takes in a terminal. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += WIDE.test(character) ? 2 : Number(!NO_WIDTH.test(character));
  return columns;
}

/** A message as a full sentence. */
export function sentence(message: string): string {
  return /[.?]$/.test(message) ? message : `${message}.`;
}
