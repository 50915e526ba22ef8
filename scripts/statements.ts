/** A statement of a document that has a time and is no clause of its pack. */
export interface Statement {
  readonly place: string;
  readonly what: string;
  readonly why: string;
}

const HEADING = '## Statements with a time that are no clause';

/** Reads the table under the heading of that name in a pack's SOURCES.md; empty if there is none. */
export function statementsIn(sources: string): Statement[] {
  const start = sources.indexOf(HEADING);
  if (start < 0) return [];
  const [section = ''] = sources.slice(start + HEADING.length).split('\n## ');
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  // The first row is the head of the table; the line of dashes below it begins otherwise.
  return rows.slice(1).map((row) => {
    const [place = '', what = '', why = ''] = row
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    return { place, what, why };
  });
}
