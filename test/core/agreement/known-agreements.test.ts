import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../../shared/core/agreement/agreement.ts';
import { AGREEMENTS_KEPT, KnownAgreements } from '../../../shared/core/agreement/known-agreements.ts';
import { currentTerms } from '../../../shared/runtime/terms.ts';
import { contractOn, packOf } from '../deadlines/planning.ts';

const pack = packOf(`- id: grace
  ref: "1"
  title: Grace
  means: Ten days.
  nature: obligation
  obligor: customer
  on: invoice.due
  period: 10 days`);

describe('agreements that are known', () => {
  const [contract, catalog] = contractOn(pack, { startsOn: '2026-01-01' });
  const { holidays } = currentTerms();
  const of = (changes: object = {}) => agreementOf({ contract: { ...contract, ...changes }, catalog, holidays });

  it('are the same for the same contract, however often it was loaded', () => {
    expect(of(structuredClone(contract))).toBe(of());
  });

  it('are others for one that differs in anything, for other packs and for other tables', () => {
    const others = new Map(catalog);
    for (const different of [
      of({ id: 'other' }),
      of({ timezone: 'Europe/Paris' }),
      of({ customer: { ...contract.customer, locale: 'de' } }),
      agreementOf({ contract, catalog: others, holidays }),
      agreementOf({ contract, catalog, holidays: { ...holidays } }),
    ]) {
      expect(different).not.toBe(of());
    }
  });

  it('do not change with the object that they were made from', () => {
    const own = { ...contract, startsOn: '2026-02-01' };
    const known = agreementOf({ contract: own, catalog, holidays });
    own.startsOn = '2026-03-01';
    expect(known.startsOn).toBe('2026-02-01');
    expect(agreementOf({ contract: own, catalog, holidays }).startsOn).toBe('2026-03-01');
  });

  it('are so many at most, those used last', () => {
    const known = new KnownAgreements<string>();
    const made: string[] = [];
    const ask = (text: string) =>
      known.of({ catalog, holidays }, text, (key) => {
        made.push(key);
        return key;
      });
    const names = Array.from({ length: AGREEMENTS_KEPT }, (_, n) => `${n}`);
    for (const name of names) ask(name);
    ask('0');
    ask('one more');
    expect(made).toEqual([...names, 'one more']);
    ask('0');
    ask('1');
    expect(made).toEqual([...names, 'one more', '1']);
  });

  it('are tried again where there was none', () => {
    const known = new KnownAgreements<string>();
    const fail = () => {
      throw new Error('no such terms');
    };
    expect(() => known.of({ catalog, holidays }, 'text', fail)).toThrow('no such terms');
    expect(known.of({ catalog, holidays }, 'text', () => 'found')).toBe('found');
  });
});
