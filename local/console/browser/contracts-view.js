import { emptyState, h } from './dom.js';
import { plural } from './words.js';

export const CREATE_CONTRACT = `curl -X POST ${location.origin}/contracts \\
  -H 'content-type: application/json' \\
  -d '{"id": "acme", "terms": "exoopus",
       "customer": {"name": "Acme SRL",
                    "email": "ana@acme.example"}}'`;

export function contractsView({ contracts, selected }, select) {
  if (contracts.length === 0) return [h('h2', {}, 'Contracts'), h('p', { class: 'quiet' }, 'None yet.')];
  return [
    h('h2', {}, 'Contracts'),
    h(
      'ul',
      { class: 'contracts' },
      contracts.map((contract) =>
        h(
          'li',
          {},
          h(
            'button',
            {
              type: 'button',
              class: 'contract',
              key: `contract ${contract.id}`,
              'aria-current': contract.id === selected ? 'true' : undefined,
              onclick: () => select(contract.id),
            },
            h('span', { class: 'contract-name' }, contract.customer?.name ?? contract.customer?.email ?? contract.id),
            // A customer may have several contracts.
            h('span', { class: 'quiet contract-id' }, contract.id),
            h('span', { class: 'quiet' }, `${contract.terms}, ${countsInWords(contract)}`),
          ),
        ),
      ),
    ),
  ];
}

function countsInWords({ openDeadlines = 0, rightsInForce = 0 }) {
  const open = plural(openDeadlines, 'open deadline');
  return rightsInForce === 0 ? open : `${open}, ${plural(rightsInForce, 'right')} in force`;
}

export function noContract() {
  return emptyState(
    'No contract yet',
    'Deadlines belong to a contract. Create one, and it appears here by itself:',
    CREATE_CONTRACT,
  );
}

/** The selected contract in one line of facts. */
export function contractHead(contract) {
  const facts = [
    ['Contract', contract.id],
    ['Terms', [contract.terms, contract.version].filter(Boolean).join(' ')],
    ['Law', contract.law],
    ['Zone', contract.timezone],
    ['Holidays', contract.holidays?.join(', ') || 'none'],
    ['Notices to', contract.customer?.email],
  ];
  return h(
    'div',
    { class: 'contract-head' },
    h('h2', {}, contract.customer?.name ?? contract.id),
    h(
      'dl',
      { class: 'facts-line' },
      facts.filter(([, value]) => value).map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))),
    ),
  );
}
