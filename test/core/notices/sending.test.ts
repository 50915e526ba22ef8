import { describe, expect, it } from 'vitest';
import {
  groupsOf,
  type Hold,
  isInForce,
  type SendingState,
  type SendingValue,
  type Stoppable,
  stopOf,
  switched,
} from '../../../shared/core/notices/sending.ts';

const NOW = '2026-11-20T08:00:00Z';
const said = { by: 'Ana', reason: 'not yet', at: NOW };
const at = (value: SendingValue) => ({ value, ...said });
const state = (stage: SendingValue, packs: Readonly<Record<string, SendingValue>> = {}): SendingState => ({
  revision: 1,
  stage: at(stage),
  packs: Object.fromEntries(Object.entries(packs).map(([name, value]) => [name, at(value)])),
  holds: [],
  freed: [],
});
const LETTER: Stoppable = {
  ...{ contract: 'acme', terms: 'exoopus@2026-01', party: 'customer', purpose: 'step' },
  clause: 'suspension',
};
const placed = { id: 'hold-20261120T080000Z-0123456789ab', ...said };
const stoppedBy = (held: Hold, letter: Partial<Stoppable> = {}) =>
  stopOf(state('on'), [held], { ...LETTER, ...letter }, NOW)?.hold;

describe('the switch', () => {
  it.each([
    ['on', {}, ['customer: goes', 'provider: goes']],
    ['operations-only', {}, ['customer: stage-customer', 'provider: goes']],
    ['off', {}, ['customer: stage-customer', 'provider: stage-provider']],
    ['on', { exoopus: 'off' }, ['customer: pack-exoopus-customer', 'provider: pack-exoopus-provider']],
    ['on', { salexops: 'off' }, ['customer: goes', 'provider: goes']],
    // The stricter holds, whichever of the two it is.
    ['off', { exoopus: 'on' }, ['customer: stage-customer', 'provider: stage-provider']],
    ['operations-only', { exoopus: 'off' }, ['customer: stage-customer', 'provider: pack-exoopus-provider']],
  ] as const)('%s, with packs %j', (stage, packs, expected) => {
    const told = (['customer', 'provider'] as const).map(
      (party) => `${party}: ${stopOf(state(stage, packs), [], { ...LETTER, party }, NOW)?.group ?? 'goes'}`,
    );
    expect(told).toEqual(expected);
  });

  it('never stops an escalation', () => {
    expect(stopOf(state('off'), [], { ...LETTER, party: 'provider', purpose: 'escalation' }, NOW)).toBeUndefined();
  });

  it('lets the letters go that it stops no more, until it stops them again', () => {
    const off = state('off', { exoopus: 'operations-only' });
    const loosened = switched(off, { stage: at('operations-only') }, NOW);
    expect(loosened.freed).toEqual([{ group: 'stage-provider', at: NOW }]);
    const on = switched(loosened, { stage: at('on') }, NOW);
    expect(on.freed.map(({ group }) => group)).toEqual(['stage-provider', 'stage-customer']);
    expect(groupsOf(on).toSorted()).toEqual(['pack-exoopus-customer', 'stage-customer', 'stage-provider']);
    expect(switched(on, { stage: at('off') }, NOW).freed).toEqual([]);
  });
});

describe('a hold', () => {
  it('on all stops every letter to a customer, and none to operations', () => {
    const held: Hold = { ...placed, scope: 'all' };
    expect(stoppedBy(held)).toBe(placed.id);
    expect(stoppedBy(held, { purpose: 'address-changed', clause: undefined })).toBe(placed.id);
    expect(stoppedBy(held, { party: 'provider' })).toBeUndefined();
  });

  it.each([
    [{ pack: 'exoopus' }, {}, true],
    [{ pack: 'exoopus' }, { terms: 'exoopus@2026-02' }, true],
    [{ pack: 'exoopus', version: '2026-01' }, {}, true],
    [{ pack: 'exoopus', version: '2026-01' }, { terms: 'exoopus@2026-02' }, false],
    [{ pack: 'exoopus' }, { terms: 'exo@2026-01' }, false],
    [{ pack: 'gdpr' }, { terms: 'gdpr@2018-05-25', clause: 'gdpr.erasure' }, true],
  ])('on %j covers %j: %s', (named, letter, covers) => {
    expect(stoppedBy({ ...placed, scope: 'pack', ...named }, letter) !== undefined).toBe(covers);
  });

  it.each([
    [{ pack: 'exoopus', clause: 'suspension' }, {}, true],
    [{ pack: 'exoopus', clause: 'deletion' }, {}, false],
    [{ pack: 'exoopus', clause: 'suspension' }, { clause: undefined }, false],
    [{ pack: 'gdpr', clause: 'erasure' }, { terms: 'gdpr@2018-05-25', clause: 'gdpr.erasure' }, true],
    [{ pack: 'exoopus', clause: 'erasure' }, { clause: 'gdpr.erasure' }, false],
  ])('on clause %j covers %j: %s', (named, letter, covers) => {
    expect(stoppedBy({ ...placed, scope: 'clause', ...named }, letter) !== undefined).toBe(covers);
  });

  it('on a contract stops its letters only', () => {
    const held: Hold = { ...placed, scope: 'contract', contract: 'acme' };
    expect([stoppedBy(held), stoppedBy(held, { contract: 'acme-2' })]).toEqual([placed.id, undefined]);
  });

  it('stops nothing from its end on, nor once it is released', () => {
    expect(isInForce({ until: '2026-11-20T08:00:01Z' }, NOW)).toBe(true);
    expect(isInForce({ until: NOW }, NOW)).toBe(false);
    expect(isInForce({ released: said }, NOW)).toBe(false);
  });
});
