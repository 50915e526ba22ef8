import type { Mutant } from './mutant.ts';

const AMEND = 'shared/recording/amend.ts';
const CUSTOMER = 'shared/recording/amended-customer.ts';
const LETTER = 'shared/sending/prepare-address-letter.ts';
const PREPARE = 'shared/sending/prepare.ts';

/** Faults in amending customers. */
export const AMENDING: readonly Mutant[] = [
  {
    name: 'letters go to the address before',
    file: AMEND,
    find: 'const head = { ...loaded.head, ...amended };',
    replace:
      'const head = { ...loaded.head, ...amended };\n  amended.contract.customer.email = loaded.head.contract.customer.email;',
  },
  {
    name: 'the address that was replaced is told nothing',
    file: AMEND,
    find: 'newNotices: letter ? [letter] : [],',
    replace: 'newNotices: [],',
  },
  {
    name: 'the new address is told that it replaces another',
    file: LETTER,
    find: 'to: { address: email, ...(name !== undefined && { name }) },',
    replace: 'to: { address: after.customer.email, ...(name !== undefined && { name }) },',
  },
  {
    name: 'an amendment that changes nothing is an event',
    file: CUSTOMER,
    find: 'const differs = (field: Field) => (patch[field] ?? null) !== (customer[field] ?? null);',
    replace: 'const differs = (field: Field) => patch[field] !== undefined;',
  },
  {
    name: 'letters are written to the name before',
    file: PREPARE,
    find: '? { address: email, ...(name !== undefined && { name }) }',
    replace: "? { address: email, name: 'Reader' }",
  },
];
