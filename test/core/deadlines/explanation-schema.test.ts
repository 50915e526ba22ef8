import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { CountingFacts } from '../../../shared/core/calendar/explanation-facts.ts';
import { COUNTING_SHAPES } from '../../../shared/core/calendar/explanation-schema.ts';
import type { DeadlineFacts } from '../../../shared/core/deadlines/explanation-facts.ts';
import { DEADLINE_SHAPES, explanationStepSchema } from '../../../shared/core/deadlines/explanation-schema.ts';
import { facts, planOf, silent, until } from './planning.ts';

type DeepReadonly<T> = T extends object ? { readonly [Name in keyof T]: DeepReadonly<T[Name]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** For each code, whether its schema and its type have the same facts of the same types, neither more nor fewer. */
type Agreement<Shapes, Facts> = {
  [Code in keyof Shapes | keyof Facts]: Code extends keyof Shapes & keyof Facts
    ? Shapes[Code] extends z.ZodRawShape
      ? Same<DeepReadonly<z.infer<z.ZodObject<Shapes[Code]>>>, DeepReadonly<Facts[Code]>>
      : false
    : false;
}[keyof Shapes | keyof Facts];

describe('the steps of an explanation', () => {
  it('have a schema that is their type, in both directions', () => {
    const counting: Same<Agreement<typeof COUNTING_SHAPES, CountingFacts>, true> = true;
    const deadline: Same<Agreement<typeof DEADLINE_SHAPES, DeadlineFacts>, true> = true;
    expect([counting, deadline]).toEqual([true, true]);
    expect(Object.keys(COUNTING_SHAPES).length + Object.keys(DEADLINE_SHAPES).length).toBeGreaterThan(80);
  });

  it('are read back as they were planned, with nothing lost', () => {
    const events = facts(
      'termination.noticed@2026-01-05',
      'terms-change.announced@2026-01-06,change=c,effectiveOn=2026-04-01',
      'outage.started@2026-01-07',
      'outage.ended@2026-01-08',
      'payment.failed@2026-01-09,invoice=i,dueOn=2026-01-09',
      'breach.alleged@2026-01-10,breach=b',
      'legal-hold.placed@2026-02-20',
      'legal-hold.lifted@2026-03-01',
    );
    const { deadlines } = planOf(silent, until('2028-01-01T00:00:00Z', silent, events));
    const steps = deadlines.flatMap((deadline) => deadline.steps);
    expect(steps.length).toBeGreaterThan(30);
    expect(steps.map((step) => explanationStepSchema.parse(step))).toEqual(steps);
  });

  it('are refused where a fact is missing or of another type, and the fault says where', () => {
    const whole = {
      code: 'limits',
      limits: [{ clause: 'a', terms: 'b@1', date: '2026-01-01', state: 'open', decides: true }],
    };
    expect(explanationStepSchema.parse(whole)).toEqual(whole);
    for (const [broken, path] of [
      [{ code: 'arisen' }, ['instant']],
      [{ code: 'arisen', instant: 5 }, ['instant']],
      [{ ...whole, limits: [{ ...whole.limits[0], decides: 'yes' }] }, ['limits', 0, 'decides']],
      [{ instant: '2026-01-01T00:00:00Z' }, ['code']],
    ] as const) {
      expect(explanationStepSchema.safeParse(broken).error?.issues).toMatchObject([{ path }]);
    }
  });

  it('of a code that this release does not know are kept whole', () => {
    for (const code of ['risen', 'constructor']) {
      const step = { code, instant: '2026-01-01T00:00:00Z', by: { whom: ['customer'] } };
      const read = explanationStepSchema.parse(step);
      expect(read).toEqual({ code: 'unknown', step });
      expect(explanationStepSchema.parse(read)).toEqual(read);
    }
  });
});
