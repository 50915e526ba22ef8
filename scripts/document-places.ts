/**
 * Finds the places that packs cite in the text of a document. Paragraphs are counted one way for all documents:
 *
 * - Paragraphs are parted by empty lines. One that breaks off in the middle of a sentence goes on in the next.
 * - A heading is no paragraph, nor is an item of a list: `•`, `o`, `a)`, `(i)`, `1.`. Items are counted by themselves.
 * - Counting begins with the first paragraph after the heading of a section. A numbered subsection, `8.1`, is a section whose
 *   first paragraph stands on the line of its number.
 */

interface Block {
  readonly text: string;
  readonly kind: 'heading' | 'item' | 'paragraph';
}

/** A document as headings, paragraphs and items, in order. */
export type Document = readonly Block[];

/** A place in a document: the blocks that it holds, by number, and what stands there. */
export interface Place {
  readonly blocks: readonly number[];
  readonly text: string;
}

const ITEM = /^(?:•\s|o\s|-\s|\(?[a-z]+\)|\d\.\d\.\s)/;
const NUMBERED = /^(\d+(?:\.\d+)*)\.?\s/;
const SUBSECTION = /^\d+\.\d+\s/;
const FINISHED = /[.!?:;]["”’)]?$/;
const LONGEST_HEADING = 80;
const BETWEEN_SENTENCES = /(?<=[.!?]["”’)]?)\s+(?=["“‘(]?[A-Z])/;

/** Reads the text of a document. */
export function readDocument(text: string): Document {
  const blocks: Block[] = [];
  for (const lines of text.split(/\n\s*\n/)) {
    for (const part of lines.split(/\n(?=\s*•\s)|(?<=^\s*•.*)\n(?!\s)/))
      addBlock(blocks, part.replaceAll(/\s+/g, ' ').trim());
  }
  return blocks;
}

function addBlock(blocks: Block[], text: string): void {
  if (text === '') return;
  const kind = kindOf(text);
  const last = blocks.at(-1);
  if (kind === 'paragraph' && last && last.kind !== 'heading' && !FINISHED.test(last.text) && !SUBSECTION.test(text)) {
    blocks[blocks.length - 1] = { ...last, text: `${last.text} ${text}` };
  } else {
    blocks.push({ text, kind });
  }
}

function kindOf(text: string): Block['kind'] {
  const bare = text.replace(/^•\s*/, '');
  const short = bare.length < LONGEST_HEADING && !/[.!?:;,]["”’)]?$/.test(bare) && /^[\dA-Z]/.test(bare);
  if (short && !SUBSECTION.test(bare)) return 'heading';
  return ITEM.test(text) ? 'item' : 'paragraph';
}

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');

/**
 * What stands at a place that a pack cites; undefined if the document has no such place.
 *
 * @example
 * placeIn(document, '8.1')                                          // subsection 8.1
 * placeIn(document, '5, paragraph 4')                               // the fourth paragraph of section 5
 * placeIn(document, '5, paragraph 4, second sentence')              // the second sentence of that
 * placeIn(document, 'Costs, fourth paragraph')
 * placeIn(document, 'Termination, second bullet')
 * placeIn(document, 'Rights and obligations of the processor, i)')  // the item with that letter
 */
export function placeIn(document: Document, ref: string): Place | undefined {
  const [, whole, ordinal] = /^(.+), (\w+) sentence$/.exec(ref) ?? [];
  if (whole !== undefined) return sentenceOf(placeIn(document, whole), ORDINALS.indexOf(ordinal ?? ''));
  const parts = ref.split(', ');
  for (let length = parts.length; length > 0; length -= 1) {
    const at = sectionAt(document, parts.slice(0, length));
    if (at === undefined) continue;
    return length === parts.length ? wholeSection(document, at) : partOf(document, at, parts.slice(length).join(', '));
  }
  return undefined;
}

function sentenceOf(place: Place | undefined, index: number): Place | undefined {
  const text = place?.text.split(BETWEEN_SENTENCES)[index];
  return place && text !== undefined ? { ...place, text } : undefined;
}

/** The block of a heading, or of a subsection that begins with its number. Names lead from the larger to the smaller one. */
function sectionAt(document: Document, names: readonly string[]): number | undefined {
  let at = -1;
  for (const name of names) {
    const next = document.findIndex((block, index) => index > at && isCalled(block, name));
    if (next < 0) return undefined;
    at = next;
  }
  return at;
}

function isCalled({ text, kind }: Block, name: string): boolean {
  const number = NUMBERED.exec(text)?.[1];
  if (/^\d/.test(name)) return number === name;
  return kind === 'heading' && text.replace(/^•\s*/, '').toLowerCase() === name.toLowerCase();
}

/** A section without a part: its only paragraph, or all that stands under its heading. */
function wholeSection(document: Document, at: number): Place {
  return placeOf(document, numbersOf(document, at));
}

function placeOf(document: Document, blocks: readonly number[]): Place {
  return { blocks, text: blocks.map((at) => document[at]?.text).join(' ') };
}

function partOf(document: Document, section: number, part: string): Place | undefined {
  const letter = /^([a-z]+)\)$/.exec(part)?.[1];
  if (letter !== undefined) {
    // Lists have lead-ins of one word that look like headings, so the letter is looked for beyond them.
    const at = document.findIndex(({ text }, index) => index > section && text.startsWith(`${letter})`));
    return at < 0 ? undefined : placeOf(document, [at]);
  }
  const [, number, ordinal, kind, butOne] =
    /^(?:paragraph (\d+)|(\w+) (paragraph|bullet)( but one)?)$/.exec(part) ?? [];
  const wanted = kind === 'bullet' ? 'item' : 'paragraph';
  const found = numbersOf(document, section).filter((at) => document[at]?.kind === wanted);
  const nth = number ? Number(number) - 1 : ORDINALS.indexOf(ordinal ?? '');
  const at = ordinal === 'last' ? found.at(butOne ? -2 : -1) : found[nth];
  return at === undefined ? undefined : placeOf(document, [at]);
}

/** The blocks of a section: those after its heading, or from its number on, up to the next section. */
function numbersOf(document: Document, at: number): number[] {
  const first = document[at]?.kind === 'heading' ? at + 1 : at;
  const next = document.findIndex(
    ({ text, kind }, index) => index > first && (kind === 'heading' || SUBSECTION.test(text)),
  );
  return Array.from({ length: (next < 0 ? document.length : next) - first }, (_, index) => first + index);
}

const OF_TIME =
  /\b(days?|weeks?|months?|years?|hours?|immediate(?:ly)?|delays?|prior|notice|at any time|as soon as|without notice|until|upon|once|recurring|renew\w*|expir\w*|in advance|late|due(?! to))\b/i;

/** The paragraphs and items that speak of time, by their place in the document. */
export function blocksOfTime(document: Document): number[] {
  return document.flatMap(({ text, kind }, at) => (kind !== 'heading' && OF_TIME.test(text) ? [at] : []));
}
