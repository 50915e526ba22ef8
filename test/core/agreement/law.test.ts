import { describe, expect, it } from 'vitest';
import { Chance } from '../../../scripts/histories/chance.ts';
import { drawHistory } from '../../../scripts/histories/history.ts';
import { STATUTES, TERMS } from '../../../scripts/histories/planning.ts';
import { liveUntil } from '../../../shared/core/deadlines/lapse-event.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import type { PinnedContract } from '../../../shared/core/events/contract.ts';
import type { Fact } from '../../../shared/core/events/event.ts';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import { deadlineOf, facts, planOf, terms } from '../deadlines/planning.ts';

const american: PinnedContract = {
  id: 'acme',
  terms: 'eloomi',
  version: '5.9',
  law: 'US-DE',
  term: '12 months',
  customer: { email: 'ana@acme.example', locale: 'en' },
};

describe('a contract that chose its law and no zone', () => {
  it('commenced in the night of 1 March in Copenhagen, when it was still Saturday 28 February in New York', () => {
    const result = planOf(american, facts('contract.commenced@2026-03-01T02:00:00Z'));
    expect(result.agreement.startsOn).toBe('2026-02-28');
    const [notice] = result.deadlines.filter(({ clause }) => clause === 'non-renewal-notice');
    expect(notice).toMatchObject({ date: '2027-01-27', timezone: 'America/New_York' });
  });

  it('meets nothing with an export delivered on Wednesday 1 July, where the last day was Tuesday 30 June', () => {
    const told = facts('contract.terminated@2026-06-01T12:00:00-04:00', 'data-export.delivered@2026-07-01');
    expect(deadlineOf(planOf(american, told), 'export-window')).toMatchObject({ state: 'open', date: '2026-06-30' });
    const inTime = facts('contract.terminated@2026-06-01T12:00:00-04:00', 'data-export.delivered@2026-06-30');
    expect(deadlineOf(planOf(american, inTime), 'export-window').state).toBe('met');
  });
});

/** Every shipped pack of terms, each with laws to choose from, so that the choice is tried under all of them. */
const LAWS: Readonly<Record<string, { timezone: string; holidays: string[] }>> = {
  DK: { timezone: 'Europe/Copenhagen', holidays: ['DK'] },
  'GB-ENG': { timezone: 'Europe/London', holidays: ['GB-ENG'] },
  'US-DE': { timezone: 'America/New_York', holidays: ['US-DE'] },
  RO: { timezone: 'Europe/Bucharest', holidays: ['RO'] },
};
const catalog = buildCatalog(
  [...terms.catalog.values()].flat().map((pack) => (pack.kind === 'terms' ? { ...pack, laws: LAWS } : pack)),
);
const { holidays } = terms;

/** All of a plan but what explains it, which names the law where it decides. */
function decided(contract: PinnedContract, events: readonly Fact[]) {
  const { deadlines, agreement: _agreement, ...rest } = plan({ contract, events, catalog, holidays });
  return {
    ...rest,
    deadlines: deadlines.map(({ steps: _steps, ...deadline }) => deadline),
  };
}

const HISTORIES = Number(process.env.CLAUSECLOCK_RUNS ?? 8);

describe.each(TERMS.map((choices) => [choices.pack, choices] as const))('under %s', (pack, choices) => {
  it.each(Object.entries(LAWS))(
    'the law %s means its zone and its holidays, whether or not they are written out',
    (law, place) => {
      for (let n = 0; n < HISTORIES; n += 1) {
        const chance = new Chance(`${pack} ${law} ${n}`);
        const { contract: drawn, told, clock } = drawHistory(chance, choices, STATUTES);
        const { timezone: _zone, holidays: _sets, ...chose } = drawn;
        const contract = { ...chose, version: choices.version, law };
        const known = { contract, events: told.slice(0, clock?.known ?? 0), catalog, holidays };
        const lapses = clock ? liveUntil(clock.until, known).events.slice(known.events.length) : [];
        const events = [...told, ...lapses];
        const implied = decided(contract, events);
        for (const writtenOut of [place, { timezone: place.timezone }, { holidays: place.holidays }]) {
          expect(decided({ ...contract, ...writtenOut }, events), `history ${n}`).toEqual(implied);
        }
      }
    },
  );
});
