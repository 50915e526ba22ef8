/** The parts of a letter. Text and HTML are made from the same parts, so they say the same. */
export interface Letter {
  readonly subject: string;
  /** The small line above the heading: what kind of letter this is. */
  readonly kicker: string;
  readonly heading: string;
  readonly salutation: string;
  /** The first sentence, set apart from the rest. */
  readonly lead?: string;
  readonly paragraphs: readonly string[];
  /** Label and value. */
  readonly facts: readonly (readonly [string, string])[];
  /** The next steps for the reader, in order; shown before the facts. */
  readonly actions?: NumberedList;
  /** What the letter is about, where that is several things; shown before the facts. */
  readonly lists?: readonly NumberedList[];
  readonly explanation?: NumberedList;
  readonly signature: string;
  readonly footer: readonly string[];
  /** `warning` if the deadline has lapsed or a person is needed; only chooses a colour. */
  readonly tone: 'plain' | 'warning';
}

export interface NumberedList {
  readonly title: string;
  readonly items: readonly string[];
}

const WIDTH = 76;

// Line breaks, control characters and marks that reverse the reading direction could make one part look like another.
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** One well-formed line: no control characters or direction marks, single spaces. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(CONTROLS, ' ').replace(/ {2,}/g, ' ').trim();
}

/** The same letter with every part reduced to one well-formed line. */
export function cleaned(letter: Letter): Letter {
  const { lead, actions, lists, explanation, ...rest } = letter;
  return {
    ...rest,
    subject: oneLine(letter.subject),
    kicker: oneLine(letter.kicker),
    heading: oneLine(letter.heading),
    salutation: oneLine(letter.salutation),
    ...(lead === undefined ? {} : { lead: oneLine(lead) }),
    paragraphs: letter.paragraphs.map(oneLine),
    facts: letter.facts.map(([label, value]) => [oneLine(label), oneLine(value)] as const),
    ...(actions === undefined ? {} : { actions: cleanedList(actions) }),
    ...(lists === undefined ? {} : { lists: lists.map(cleanedList) }),
    ...(explanation === undefined ? {} : { explanation: cleanedList(explanation) }),
    signature: oneLine(letter.signature),
    footer: letter.footer.map(oneLine),
  };
}

function cleanedList({ title, items }: NumberedList): NumberedList {
  return { title: oneLine(title), items: items.map(oneLine) };
}

/** The letter as plain text: lines of at most 76 characters where words allow, ended by `\n`. */
export function letterText(letter: Letter): string {
  const { lead, facts, actions, lists = [], explanation } = letter;
  const labelWidth = Math.max(...facts.map(([label]) => label.length)) + 2;
  const blocks = [
    wrap(letter.kicker),
    wrap(letter.heading),
    wrap(letter.salutation),
    ...(lead === undefined ? [] : [wrap(lead)]),
    ...letter.paragraphs.map((paragraph) => wrap(paragraph)),
    ...(actions === undefined ? [] : numbered(actions)),
    ...lists.flatMap(numbered),
    facts.map(([label, value]) => wrap(value, `${label}:`.padEnd(labelWidth))).join('\n'),
    ...(explanation === undefined ? [] : numbered(explanation)),
    wrap(letter.signature),
    ['-- ', ...letter.footer.map((line) => wrap(line))].join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function numbered({ title, items }: NumberedList): readonly string[] {
  if (items.length === 0) return [];
  const width = String(items.length).length + 3;
  return [wrap(title), items.map((item, index) => wrap(item, `${index + 1}. `.padStart(width))).join('\n')];
}

/** Words in lines, the first after `first` and the others indented to match. */
function wrap(text: string, first = ''): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(' ')) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = ' '.repeat(first.length) + word;
    } else {
      line += empty ? word : ` ${word}`;
    }
    empty = false;
  }
  return [...lines, line].join('\n');
}
