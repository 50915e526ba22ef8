import { describe, expect, it } from 'vitest';
import { canonicalJson, digest } from '../../../shared/core/events/canonical.ts';
import { contractSchema, pinnedContractSchema } from '../../../shared/core/events/contract.ts';
import { contractEventSchema, dayOf, instantOf } from '../../../shared/core/events/event.ts';

const event = (more: object) =>
  contractEventSchema.safeParse({
    id: 'e1',
    kind: 'invoice.due',
    occurredAt: '2026-11-20',
    recordedAt: '2026-11-20T08:00:00Z',
    data: {},
    ...more,
  });
const faults = (more: object) => event(more).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('a contract event', () => {
  it.each([
    [{ occurredAt: '2026-02-30' }, /^occurredAt: day "2026-02-30" is not a day of the calendar/],
    [{ occurredAt: '2026-11-20T10:00:00' }, /^occurredAt: .*write it with its offset.*or give a bare day/],
    [{ occurredAt: 'tomorrow' }, /^occurredAt: /],
    [{ data: { amount: 19.9 } }, /^data\.amount: an amount is an integer in minor units/],
    [{ data: { amount: '1990' } }, /^data\.amount: an amount is an integer in minor units/],
    [{ data: { dueOn: '2026-11-31' } }, /^data\.dueOn: .*not a day of the calendar/],
    [{ data: { dueAt: '2026-11-30' } }, /^data\.dueAt: .*with its offset/],
    [{ data: { 'due on': 'x' } }, /^data\.due on: /],
    [{ id: 'a b' }, /^id: use 1 to 128 letters/],
    [{ kind: 'Invoice due' }, /^kind: /],
  ])('refuses %j and says why', (more, expected) => {
    expect(faults(more)).toEqual([expect.stringMatching(expected)]);
  });

  it('takes instants with any offset and bare days', () => {
    for (const occurredAt of ['2026-11-20', '2026-11-20T10:00Z', '2026-11-20T10:00:00.123+02:00']) {
      expect(faults({ occurredAt })).toBeUndefined();
    }
  });

  it('has its day and its place in time in the zone that is asked for', () => {
    expect(dayOf('2026-11-20T23:30:00Z', 'Europe/Bucharest')).toBe('2026-11-21');
    expect(dayOf('2026-11-20', 'Europe/Bucharest')).toBe('2026-11-20');
    expect(instantOf('2026-11-20', 'Europe/Bucharest')).toBe('2026-11-19T22:00:00Z');
    expect(instantOf('2026-11-20T10:00:00+02:00', 'UTC')).toBe('2026-11-20T08:00:00Z');
  });
});

describe('a contract', () => {
  const contract = (more: object) =>
    contractSchema
      .safeParse({ id: 'acme', terms: 'exoopus', customer: { email: 'ana@acme.example' }, ...more })
      .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

  it('needs only its id, its terms and an address', () => {
    expect(contract({})).toBeUndefined();
  });

  it.each([
    [{ timezone: 'CET' }, /^timezone: time zone "CET" is not usable/],
    [{ startsOn: '2026-02-29' }, /^startsOn: /],
    [{ term: 'a year' }, /^term: period "a year" cannot be read; write it as/],
    [{ billing: { cycle: 'monthly' } }, /^billing\.cycle: period "monthly" cannot be read/],
    [{ billing: { cycle: '1 month', anchorDay: 32 } }, /^billing\.anchorDay: /],
    [{ customer: { email: 'ana@acme.example\nBcc: x@y.example' } }, /^customer\.email: /],
    [{ customer: { email: 'ana@acme.example', name: 'Ana\r\nBcc: x' } }, /^customer\.name: must not hold line breaks/],
    [{ id: 'a/b' }, /^id: use 1 to 64 letters/],
    [{ termz: '1 year' }, /termz/],
  ])('refuses %j and says why', (more, expected) => {
    expect(contract(more)).toEqual([expect.stringMatching(expected)]);
  });
});

describe('canonical JSON', () => {
  it('has the same bytes for equal values, whatever the order of their members', () => {
    expect(canonicalJson({ b: [1, { d: 'x', c: null }], a: true, z: undefined })).toBe(
      '{"a":true,"b":[1,{"c":null,"d":"x"}]}',
    );
    expect(canonicalJson({ é: 1, z: 2, A: 3 })).toBe('{"A":3,"z":2,"é":1}');
    expect(canonicalJson([undefined])).toBe('[null]');
  });

  it('keeps hashes of different domains apart', () => {
    expect(digest('a', 'x')).not.toBe(digest('b', 'x'));
    expect(digest('a', 'bx')).not.toBe(digest('ab', 'x'));
    expect(digest('a', 'x')).toMatch(/^[0-9a-f]{64}$/);
  });
});

it.each([`${'a'.repeat(65)}@acme.example`, `ana@${'a'.repeat(64)}.example`])(
  'an address that the mail service would refuse is not taken, and read where it was taken before: %s',
  (email) => {
    const contract = { id: 'acme', terms: 'exoopus', customer: { email } };
    expect(contractSchema.safeParse(contract).success).toBe(false);
    expect(pinnedContractSchema.safeParse({ ...contract, version: '2026-01' }).success).toBe(true);
  },
);
