import { expect, it } from 'vitest';
import { packOf } from '../deadlines/planning.ts';

const clause = (produces: string, ladder: string) => `- id: end
  ref: "1"
  title: End
  means: The contract ends.
  nature: effect
  obligor: customer
  on: termination.noticed
  period: 30 days
${produces}  ladder: [${ladder}]`;
const ENDS = '  produces: { kind: contract.terminated }\n';
const OPENED = '{ step: opened, to: [customer, provider] }';
const off = (to: string) => `{ step: called-off, to: ${to} }`;

it('an end of the contract is called off to whoever was told of it', () => {
  const { clauses } = packOf(clause(ENDS, `${OPENED}, ${off('[customer, provider]')}`));
  expect(clauses[0]?.ladder.map(({ step }) => step)).toEqual(['opened', 'called-off']);
});

it.each([
  ['', `${OPENED}, ${off('customer')}`, 'only an end of the contract is called off'],
  [
    '  produces: { kind: term.renewed }\n',
    `${OPENED}, ${off('customer')}`,
    'only an end of the contract is called off',
  ],
  [
    ENDS,
    `{ step: opened, to: customer }, ${off('[customer, provider]')}`,
    'nothing tells the provider of the end before',
  ],
  [ENDS, off('customer'), 'nothing tells the customer of the end before'],
])('%s%s: %s', (produces, ladder, said) => {
  expect(() => packOf(clause(produces, ladder))).toThrow(said);
});
