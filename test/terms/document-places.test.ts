import { describe, expect, it } from 'vitest';
import { blocksOfTime, placeIn, readDocument } from '../../scripts/document-places.ts';
import { statementsIn } from '../../scripts/statements.ts';

const DOCUMENT = readDocument(`Terms of a service

1. Start

1.1 It begins when both have agreed.

1.2 A sentence that the page breaks in

its middle goes on.

A second paragraph of the same subsection.

2. Money

Bills come each month.

  • Late ones cost more.
  • Very late ones end it.

They are paid within ten days.

Costs

A first paragraph.

Agreement on data

Costs

None are charged.

Duties of one party

Party

a) keeps the data;

b) deletes it within a year.

Talk

Somebody talks. It says: “no.” to all of it. “Yes” is not said.`);

const at = (ref: string) => placeIn(DOCUMENT, ref)?.text;

describe('a place in a document', () => {
  it.each([
    ['1.1', '1.1 It begins when both have agreed.'],
    ['1.2, paragraph 1', '1.2 A sentence that the page breaks in its middle goes on.'],
    ['1.2, paragraph 2', 'A second paragraph of the same subsection.'],
    ['2, paragraph 1', 'Bills come each month.'],
    ['1.2, paragraph 2, first sentence', 'A second paragraph of the same subsection.'],
    ['Talk, second sentence', 'It says: “no.” to all of it.'],
    ['Talk, third sentence', '“Yes” is not said.'],
    ['2, paragraph 2', 'They are paid within ten days.'],
    ['2, last paragraph', 'They are paid within ten days.'],
    ['2, last paragraph but one', 'Bills come each month.'],
    ['2, last bullet', '• Very late ones end it.'],
    ['2, second bullet', '• Very late ones end it.'],
    ['Costs, first paragraph', 'A first paragraph.'],
    ['Agreement on data, Costs', 'None are charged.'],
    ['Agreement on data, Duties of one party, b)', 'b) deletes it within a year.'],
  ])('%s', (ref, text) => {
    expect(at(ref)).toBe(text);
  });

  it.each([
    '3',
    '1.3',
    '2, paragraph 3',
    '1.1, second sentence',
    '1.3, first sentence',
    '2, third bullet',
    'Money and more',
    'Costs, on page four',
    'Agreement on data, Party, c)',
  ])('there is none: %s', (ref) => {
    expect(placeIn(DOCUMENT, ref)).toBeUndefined();
  });

  it('the paragraphs that speak of time are found', () => {
    expect(blocksOfTime(DOCUMENT).map((block) => DOCUMENT[block]?.text)).toEqual([
      'Bills come each month.',
      '• Late ones cost more.',
      '• Very late ones end it.',
      'They are paid within ten days.',
      'b) deletes it within a year.',
    ]);
  });
});

describe('what SOURCES.md says of statements that are no clause', () => {
  it('is a table under its own heading', () => {
    const sources =
      '# Pack\n\n| a | b |\n|---|---|\n\n## Statements with a time that are no clause\n\n| place | statement | why it is no clause |\n|---|---|---|\n| 3.3 | It is charged. | Nobody keeps a day. |\n\n## More\n\n| no | one | here |\n';
    expect(statementsIn(sources)).toEqual([{ place: '3.3', what: 'It is charged.', why: 'Nobody keeps a day.' }]);
    expect(statementsIn('# Pack')).toEqual([]);
  });
});
