import { expect, it } from 'vitest';
import { instantText } from '../../../local/time/instant.ts';
import { liveUntil } from '../../../shared/core/deadlines/lapse-event.ts';
import { plan } from '../../../shared/core/deadlines/plan.ts';
import { contractSchema } from '../../../shared/core/events/contract.ts';
import { Random } from '../engine/random.ts';
import { simulationTerms } from '../terms.ts';
import { contractBody, drawWorkload, eventBody } from '../workload/workload.ts';
import { standing } from './model.ts';

const START = Date.UTC(2027, 0, 1);

it('the oracle and the planner agree about the deadlines of random histories', () => {
  const terms = simulationTerms();
  for (let seed = 1; seed <= 150; seed += 1) {
    const { contracts, tellings } = drawWorkload(new Random(`model ${seed}`), { start: START, years: 3 });
    for (const one of contracts) {
      const facts = tellings.flatMap(({ contract, fact }) => (contract === one.id ? [fact] : []));
      const until = START + (seed % 4) * 365 * 86_400_000 + 12_345_000;
      const known = facts.filter(({ at }) => at <= until);
      const contract = { ...contractSchema.parse(contractBody(one)), version: '1' };
      const events = known.map((fact) => ({ ...eventBody(fact), recordedAt: instantText(until) }));
      const input = { contract, recordedAt: instantText(one.at), ...terms, events };
      const { events: lived } = liveUntil(instantText(until), input as Parameters<typeof liveUntil>[1]);
      const { deadlines } = plan({ ...input, events: lived } as Parameters<typeof plan>[0]);
      const planned = deadlines.map(({ id, state, instant }) => [id, state, Date.parse(instant)]);
      const expected = [...standing({ zone: one.zone, facts: known, until }).values()];
      expect(planned.toSorted(), `seed ${seed}`).toEqual(
        expected.map(({ id, state, instant }) => [id, state, instant]).toSorted(),
      );
      const steps = deadlines.flatMap(({ id, state, ladder }) =>
        state === 'open' ? ladder.map(({ step, at, to }) => [id, step, Date.parse(at), ...to]) : [],
      );
      const open = expected.filter(({ state }) => state === 'open');
      expect(steps.toSorted(), `seed ${seed}`).toEqual(
        open.flatMap(({ id, steps: own }) => own.map(({ step, at, to }) => [id, step, at, ...to])).toSorted(),
      );
    }
  }
});
