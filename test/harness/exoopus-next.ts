import { readFileSync } from 'node:fs';

const SOURCE = new URL('../../terms/exoopus/2026-01.yaml', import.meta.url);

/**
 * A later version of the exoopus terms as somebody might write it: the export window is 30 days instead of 15 business
 * days, there is a clause about an inventory, one lead and one assumption read otherwise.
 */
export function nextExoopus(version = '2026-07'): string {
  return [
    ['version: "2026-01"', `version: "${version}"`],
    ['period: 15 business days', 'period: 30 days'],
    ['for export for 15 business days', 'for export for 30 days'],
    [
      'lead: The export window closes with {date}.',
      'lead: Your data can be exported until {date}. After that it is deleted.',
    ],
    [
      'Days under a legal hold are not counted, so the period ends that many days later.',
      'Days under a legal hold are not counted, and the period ends as many days later.',
    ],
    [
      '  - id: deletion\n',
      `  - id: inventory
    ref: Termination and Modification of Terms, paragraph 1
    title: Inventory of the customer’s data
    means: The provider tells the customer within 7 days of termination what data it holds.
    nature: obligation
    obligor: provider
    on: contract.terminated
    period: 7 days
    satisfiedBy: informational
    survivesTermination: true
    assumes: [trigger-day-out, no-roll]

  - id: deletion
`,
    ],
  ].reduce((text, [from = '', to = '']) => replaced(text, from, to), readFileSync(SOURCE, 'utf8'));
}

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the pack does not hold ${from}`);
  return text.replace(from, to);
}
