import { describe, expect, it } from 'vitest';
import { findPack } from '../../../shared/core/terms/catalog.ts';
import { diffPacks, isEmpty } from '../../../shared/desk/packs/diff.ts';
import { packDigest } from '../../../shared/desk/packs/digest.ts';
import { readPack } from '../../../shared/desk/reading/read-pack.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';
import { nextExoopus } from '../../harness/exoopus-next.ts';

const HEAD = `pack: acme
version: "1"
title: Acme terms
provider: Acme
timezone: UTC
holidays: [RO]
laws: { RO: { holidays: [RO] }, DK: { holidays: [DK] } }
settings: { answer: { length: 14 days, why: Nobody says. } }
cycles: { year: { every: 12 months } }
events: { access.closed: Access is closed. }
assumptions:
  - id: day-out
    text: The day of the event does not count.
  - id: no-roll
    text: The last day stays where it is.
`;

const EXPORT = `  - id: export
    ref: "1"
    title: Export
    means: Data can be exported for 15 days.
    nature: window
    obligor: customer
    on: contract.terminated
    period: { length: 15 days, roll: none }
    satisfiedBy: data-export.delivered
    assumes: [day-out]
    ladder:
      - { step: opened, to: customer, lead: Export your data. }
      - { step: reminder, before: 5 days, to: customer, lead: Do it soon. }
      - { step: reminder, before: 1 day, to: customer }
      - { step: lapsed, to: provider }
`;

const CLOSING = `  - id: closing
    ref: "2"
    title: Closing
    means: Access is closed after 10 days.
    nature: effect
    obligor: customer
    on: invoice.due
    about: invoice
    period: { length: 10 days, from: data.dueOn }
    endedBy: payment.received
    produces: { kind: access.closed }
`;

const OLD = `${HEAD}clauses:\n${EXPORT}${CLOSING}`;

/** The differences that a replaced passage makes. */
function diffOf(from: string, to: string, old = OLD) {
  if (!old.includes(from)) throw new Error(`the pack does not hold ${from}`);
  const [before, after] = [old, old.replace(from, to)].map((text) => readPack('acme.yaml', text));
  if (!before || !after) throw new Error('there are two');
  const diff = diffPacks(before, after);
  expect(isEmpty(diff)).toBe(packDigest(before) === packDigest(after));
  return diff;
}

const NOTHING = { head: [], added: [], removed: [], renamed: [], changed: [], reordered: false };

describe('two versions of a pack', () => {
  it('that say the same have no differences, whatever they are called', () => {
    expect(diffOf('version: "1"', 'version: "2"')).toEqual({ old: 'acme@1', new: 'acme@2', ...NOTHING });
  });

  it('differ by clauses that are new and clauses that are gone', () => {
    const labels = { old: 'acme@1', new: 'acme@1' };
    expect(diffOf(CLOSING, '')).toEqual({
      ...labels,
      ...NOTHING,
      removed: [expect.objectContaining({ id: 'closing' })],
    });
    const added = diffOf(EXPORT, EXPORT + EXPORT.replace('id: export', 'id: again').replace('15 days', '16 days'));
    expect(added).toEqual({ ...labels, ...NOTHING, added: [expect.objectContaining({ id: 'again' })] });
  });

  it('know a clause that only has another id', () => {
    const diff = diffOf('id: closing', 'id: shutting');
    expect(diff).toMatchObject({ ...NOTHING, renamed: [{ old: 'closing', new: 'shutting', title: 'Closing' }] });
  });

  it('do not take a clause for another that says something else', () => {
    const diff = diffOf(CLOSING, CLOSING.replace('id: closing', 'id: shutting').replace('10 days', '11 days'));
    expect(diff).toMatchObject({ renamed: [], added: [{ id: 'shutting' }], removed: [{ id: 'closing' }] });
  });

  it('differ when clauses or assumptions change places', () => {
    expect(diffOf(EXPORT + CLOSING, CLOSING + EXPORT)).toMatchObject({ ...NOTHING, reordered: true });
    expect(diffOf(EXPORT + CLOSING, CLOSING.replace('closing', 'shutting') + EXPORT)).toMatchObject({
      renamed: [{ old: 'closing', new: 'shutting' }],
      reordered: true,
    });
    const [first, second] = HEAD.split('assumptions:\n')[1]?.split(/(?= {2}- id: no-roll)/) ?? [];
    expect(diffOf(`${first}${second}`, `${second}${first}`).head).toEqual([
      { path: ['assumptions'], old: ['day-out', 'no-roll'], new: ['no-roll', 'day-out'] },
    ]);
  });

  it.each([
    ['timezone: UTC', 'timezone: Europe/Paris', { path: ['timezone'], old: 'UTC', new: 'Europe/Paris' }],
    ['holidays: [RO]', 'holidays: [RO, DK]', { path: ['holidays'], old: ['RO'], new: ['RO', 'DK'] }],
    ['DK: { holidays: [DK] }', 'DK: { holidays: [] }', { path: ['laws', 'DK', 'holidays'], old: ['DK'], new: [] }],
    [', DK: { holidays: [DK] }', '', { path: ['laws', 'DK'], old: { holidays: ['DK'] } }],
    ['length: 14 days', 'length: 21 days', { path: ['settings', 'answer', 'length'], old: '14 days', new: '21 days' }],
    ['every: 12 months', 'every: 6 months', { path: ['cycles', 'year', 'every'], old: '12 months', new: '6 months' }],
    [
      'access.closed: Access is closed.',
      'access.closed: The door is shut.',
      { path: ['events', 'access.closed'], old: 'Access is closed.', new: 'The door is shut.' },
    ],
    [
      'does not count',
      'counts',
      {
        path: ['assumptions', 'day-out', 'text'],
        old: 'The day of the event does not count.',
        new: 'The day of the event counts.',
      },
    ],
    [
      '  - id: no-roll\n    text: The last day stays where it is.\n',
      '',
      { path: ['assumptions', 'no-roll'], old: { text: 'The last day stays where it is.' } },
    ],
    ['timezone: UTC', 'timezone: UTC\nsendAt: "08:00"', { path: ['sendAt'], old: '09:00', new: '08:00' }],
  ])('differ in the head: %s', (from, to, change) => {
    expect(diffOf(from, to)).toMatchObject({ ...NOTHING, head: [change] });
  });
});

describe('a changed clause', () => {
  const timing = (old: string, wanted: string) => ({ path: ['timing'], old, new: wanted });

  it.each([
    [
      'its length, in words',
      'length: 15 days',
      'length: 30 days',
      [timing('15 days after contract.terminated', '30 days after contract.terminated')],
    ],
    [
      'how it is counted, beside the words',
      'roll: none',
      'roll: following',
      [{ path: ['period', 'roll'], old: 'none', new: 'following' }],
    ],
    [
      'both',
      'length: 15 days, roll: none',
      'length: 30 days, roll: following',
      [
        timing('15 days after contract.terminated', '30 days after contract.terminated'),
        { path: ['period', 'roll'], old: 'none', new: 'following' },
      ],
    ],
    [
      'another shape',
      'period: { length: 15 days, roll: none }',
      'window: { until: data.endsOn, lastDay: closing-day }',
      [timing('15 days after contract.terminated', 'from contract.terminated until the end day (data.endsOn)')],
    ],
    [
      'what starts it',
      'on: contract.terminated',
      'on: [contract.terminated, data-export.requested]',
      [{ path: ['on'], old: 'contract.terminated', new: 'contract.terminated or data-export.requested' }],
    ],
    [
      'what meets it',
      'satisfiedBy: data-export.delivered',
      'satisfiedBy: { kind: data-export.delivered, where: { whole: true } }',
      [{ path: ['satisfiedBy'], old: 'data-export.delivered', new: 'data-export.delivered (whole: true)' }],
    ],
    [
      'what no longer meets it',
      '    satisfiedBy: data-export.delivered\n',
      '',
      [{ path: ['satisfiedBy'], old: 'data-export.delivered' }],
    ],
    [
      'what it means',
      'for 15 days.',
      'within 15 days.',
      [{ path: ['means'], old: 'Data can be exported for 15 days.', new: 'Data can be exported within 15 days.' }],
    ],
    [
      'what it rests on',
      'assumes: [day-out]',
      'assumes: [day-out, no-roll]',
      [{ path: ['assumes'], old: ['day-out'], new: ['day-out', 'no-roll'] }],
    ],
    [
      'a lead',
      'Do it soon.',
      'Do it at once.',
      [{ path: ['ladder', 'reminder-5-days', 'lead'], old: 'Do it soon.', new: 'Do it at once.' }],
    ],
    [
      'whom a step notifies',
      'step: lapsed, to: provider',
      'step: lapsed, to: [customer, provider]',
      [{ path: ['ladder', 'lapsed', 'to'], old: ['provider'], new: ['customer', 'provider'] }],
    ],
    [
      'when a reminder comes',
      'before: 5 days',
      'before: 7 days',
      [{ path: ['ladder', 'reminder-5-days', 'before'], old: '5 days', new: '7 days' }],
    ],
    [
      'a step that is new',
      '      - { step: lapsed',
      '      - { step: due, to: provider }\n      - { step: lapsed',
      [{ path: ['ladder', 'due'], new: { to: ['provider'] } }],
    ],
    [
      'a reminder that is gone',
      '      - { step: reminder, before: 1 day, to: customer }\n',
      '',
      [{ path: ['ladder', 'reminder-1-day'], old: { before: '1 day', to: ['customer'] } }],
    ],
  ])('shows %s', (_, from, to, changes) => {
    expect(diffOf(from, to)).toMatchObject({ ...NOTHING, changed: [{ id: 'export', title: 'Export', changes }] });
  });

  it('shows another event to bring about, and an order of steps that is another', () => {
    expect(
      diffOf('produces: { kind: access.closed }', 'produces: { kind: access.closed, occurs: day-after }').changed,
    ).toEqual([
      {
        id: 'closing',
        title: 'Closing',
        changes: [{ path: ['produces', 'occurs'], old: 'last-day', new: 'day-after' }],
      },
    ]);
    const [opened = '', lapsed = ''] = [
      '      - { step: opened, to: customer, lead: Export your data. }\n',
      '      - { step: lapsed, to: provider }\n',
    ];
    const diff = diffOf(opened, '', OLD);
    expect(diff.changed[0]?.changes).toEqual([
      { path: ['ladder', 'opened'], old: { lead: 'Export your data.', to: ['customer'] } },
    ]);
    expect(diffOf(lapsed, lapsed + opened, OLD.replace(opened, '')).changed[0]?.changes).toHaveLength(1);
    const order = diffPacks(
      readPack('a', OLD),
      readPack('b', OLD.replace(opened, '').replace(lapsed, lapsed + opened)),
    );
    expect(order.changed[0]?.changes).toEqual([
      {
        path: ['ladder'],
        old: ['opened', 'reminder-5-days', 'reminder-1-day', 'lapsed'],
        new: ['reminder-5-days', 'reminder-1-day', 'lapsed', 'opened'],
      },
    ]);
  });
});

describe('a later version of the exoopus terms', () => {
  const before = findPack(sourceTerms().catalog, 'exoopus', '2026-01');
  const diff = diffPacks(before, readPack('exoopus/2026-07.yaml', nextExoopus()));

  it('shows the longer window, the new clause, the lead and the assumption, and nothing else', () => {
    expect(diff).toEqual({
      old: 'exoopus@2026-01',
      new: 'exoopus@2026-07',
      ...NOTHING,
      head: [
        {
          path: ['assumptions', 'hold-extends', 'text'],
          old: expect.stringContaining('so the period ends that many days later'),
          new: expect.stringContaining('and the period ends as many days later'),
        },
      ],
      added: [expect.objectContaining({ id: 'inventory', title: 'Inventory of the customer’s data' })],
      changed: [
        {
          id: 'export-window',
          title: 'Export of the customer’s data',
          changes: [
            {
              path: ['timing'],
              old: '15 business days after contract.terminated',
              new: '30 days after contract.terminated',
            },
            {
              path: ['ladder', 'reminder-5-business-days', 'lead'],
              old: 'The export window closes with {date}.',
              new: 'Your data can be exported until {date}. After that it is deleted.',
            },
            {
              path: ['means'],
              old: expect.stringContaining('for 15 business days'),
              new: expect.stringContaining('for 30 days'),
            },
          ],
        },
      ],
    });
  });
});
