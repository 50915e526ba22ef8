/** Lines of a report are at most this wide, unless a single word is wider. */
const WIDTH = 100;

/** Text broken between words into lines; the first begins with `first`, the others with `rest`. */
export function wrap(text: string, first: string, rest = first): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(' ')) {
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
