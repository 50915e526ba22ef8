import {
  type Document,
  isMap,
  isScalar,
  LineCounter,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Path } from './schema-faults.ts';

/** A place in a file. Both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface YamlFault extends Place {
  readonly message: string;
}

/** The content of a YAML text, and the places of its fields. JSON is YAML. */
export interface YamlText {
  readonly content: unknown;
  /**
   * The place of the value at the end of a path, or of the key `field` in it; if it is absent, of the nearest parent.
   */
  placeOf(path: Path, field?: string): Place;
}

interface Options {
  /** Keeps the text of a number if it is written in another form than its own: an invoice 00123, a version 5.10. */
  readonly numbersAsWritten?: boolean;
}

/** Reads one YAML document, or says in plain words why it cannot be read. */
export function readYaml(
  text: string,
  { numbersAsWritten = false }: Options = {},
): YamlText | { readonly faults: readonly YamlFault[] } {
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  const broken = [...syntaxFaults(document, text), ...lostAliases(document)];
  if (broken.length > 0) return { faults: broken.map(({ offset, message }) => ({ ...place(offset), message })) };
  if (numbersAsWritten) keepNumbersAsWritten(document);
  try {
    return { content: document.toJS(), placeOf: (path, field) => placeIn(document, place, path, field) };
  } catch (error) {
    const message = error instanceof Error ? firstLine(error.message) : String(error);
    return { faults: [{ line: 1, column: 1, message }] };
  }
}

interface Broken {
  readonly offset: number;
  readonly message: string;
}

/**
 * The first syntax error only, because the later ones follow from it. Duplicate keys are all reported if there is no
 * other error.
 */
function syntaxFaults({ errors, warnings }: Document.Parsed, text: string): Broken[] {
  const found = [...errors, ...warnings].toSorted((a, b) => a.pos[0] - b.pos[0]);
  const twice = found.filter(({ code }) => code === 'DUPLICATE_KEY');
  const first = found.find(({ code }) => code !== 'DUPLICATE_KEY');
  return (first === undefined ? twice : [first]).map((error) => {
    const rest = text.slice(error.pos[0]);
    const blank = /^\s*/.exec(rest)?.[0] ?? '';
    const cut = /'$/.test(text.slice(0, error.pos[0])) && /^\p{L}/u.test(rest);
    const message = cut && error.code === 'UNEXPECTED_TOKEN' ? APOSTROPHE : plainly(error, rest.slice(blank.length));
    return { offset: error.pos[0] + blank.length, message };
  });
}

const INDENT = 'this line is not indented like those it belongs with; align it with them';

const APOSTROPHE =
  'the apostrophe before this ends the text, which began with one; write it twice, or put the text in double quotes';

/** `rest` is the text from the error on. */
function plainly({ code, message }: YAMLError, rest: string): string {
  if (code === 'DUPLICATE_KEY') return `${/^[^\s:]+/.exec(rest)?.[0] ?? 'a field'} is given twice; keep one of them`;
  if (message.startsWith('Nested mappings'))
    return 'there is a second colon in this value; put the value in quotes, or align the next line if it is a field of its own';
  if (
    code === 'BLOCK_AS_IMPLICIT_KEY' ||
    message.startsWith('All mapping items') ||
    message.startsWith('Sequence item')
  )
    return INDENT;
  if (message.startsWith('Flow ')) return 'a bracket that was opened before is not closed; close it';
  if (message.startsWith('Missing closing')) return 'a quotation mark that was opened before is not closed; close it';
  if (code === 'TAB_AS_INDENT') return 'indent with spaces, not with tabs';
  if (code === 'MULTIPLE_DOCS') return 'the file holds more than one document; take out what follows ---';
  if (['BAD_SCALAR_START', 'BAD_ALIAS', 'TAG_RESOLVE_FAILED'].includes(code))
    return `a value that begins with ${rest[0]} has to stand in quotes; put it in quotes`;
  if (code === 'UNEXPECTED_TOKEN')
    return 'something here is no part of the value; put the whole value in quotes, or begin a list on a line of its own';
  return firstLine(message).replace(/ at line \d+, column \d+:?$/, '');
}

/** Aliases without an anchor. YAML resolves aliases only when the content is read, so they are checked here. */
function lostAliases(document: Document.Parsed): Broken[] {
  const found: Broken[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      const message = `*${alias.source} stands for nothing: no &${alias.source} comes before it; write the value itself`;
      found.push({ offset: alias.range?.[0] ?? 0, message });
    },
  });
  return found;
}

function keepNumbersAsWritten(document: Document.Parsed): void {
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'number' && node.source !== String(node.value)) node.value = node.source;
    },
  });
}

/** The place of a value; a missing one is placed at its nearest parent. */
function placeIn(
  document: Document.Parsed,
  place: (offset: number) => Place,
  path: Path,
  field: string | undefined,
): Place {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true) as ParsedNode | undefined;
    const start = (depth === path.length && field !== undefined ? keyNodeOf(node, field) : node)?.range?.[0];
    if (start !== undefined) return place(start);
  }
  return { line: 1, column: 1 };
}

function keyNodeOf(node: ParsedNode | undefined, field: string): ParsedNode | undefined {
  if (!isMap(node)) return node;
  const pair = node.items.find(({ key }) => isScalar(key) && key.value === field);
  return (pair?.key as ParsedNode | undefined) ?? node;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
