/**
 * The tags of an HTML document as a browser's tokenizer finds them, attributes in order: enough of the HTML standard's
 * tokenizer to notice any element, attribute or comment that was not meant to be there.
 */
export function structureOf(html: string): string[] {
  const found: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) break;
    const next = html[open + 1] ?? '';
    if (/[a-z/]/i.test(next)) {
      const tag = readTag(html, open);
      found.push(tag.text);
      at = tag.end;
      const raw = /^<(style|script|title|textarea)\b/i.exec(tag.text)?.[1];
      if (raw !== undefined) at = html.toLowerCase().indexOf(`</${raw.toLowerCase()}`, at);
      if (at === -1) throw new Error(`unclosed ${raw}`);
    } else if (/[!?]/.test(next)) {
      const end = html.indexOf('>', open);
      found.push(html.slice(open, end + 1));
      at = end + 1;
    } else {
      at = open + 1;
    }
  }
  return found;
}

function readTag(html: string, open: number): { text: string; end: number } {
  let quote = '';
  for (let at = open + 1; at < html.length; at += 1) {
    const char = html[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '>') {
      return { text: html.slice(open, at + 1), end: at + 1 };
    } else if ((char === '"' || char === "'") && html[at - 1] === '=') {
      quote = char;
    }
  }
  throw new Error('a tag does not end');
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** The words a reader sees, in order. */
export function visibleWords(html: string): string[] {
  const body = html.slice(html.indexOf('<body'));
  const text = body.replace(/<[^>]*>/g, ' ').replace(/&([a-z]+|#\d+);/g, (whole, name: string) => NAMED[name] ?? whole);
  return text.split(/\s+/).filter((word) => word !== '');
}
