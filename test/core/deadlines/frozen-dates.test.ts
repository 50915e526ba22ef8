import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readFrozen, replaying } from '../../../scripts/frozen-dates.ts';
import { RULES_OF_COUNTING } from '../../../shared/core/calendar/editions.ts';
import { ZONE_TABLES } from '../../../shared/core/calendar/zone-table.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';

const NUMBERS = Array.from({ length: RULES_OF_COUNTING }, (_, index) => index + 1);

/** Told when a date differs, or when a number has no file. */
const REMEDY = `The rules of counting changed. Open deadlines are bound to the earlier rules, so no date of theirs may move:
put the earlier behaviour behind its number (context.rules), raise RULES_OF_COUNTING in shared/core/calendar/editions.ts,
run "node scripts/freeze-dates.ts" and give out the next edition with "npm run edition". A frozen file is never edited.`;

describe.each(NUMBERS)('the histories frozen under rules %i', (rules) => {
  const frozen = readFrozen(rules);

  it('are there', () => {
    expect(frozen?.histories.length, REMEDY).toBeGreaterThan(200);
    const ends = frozen?.histories.flatMap((history) => history.ends) ?? [];
    expect(ends.length).toBeGreaterThan(500);
    expect(gzipSync(JSON.stringify(frozen)).length).toBeLessThan(300 * 1024);
  });

  it('were counted with an edition that stands as it was given out', () => {
    const { editions } = sourceTerms().holidays;
    const first = editions.find((edition) => edition.rules === rules);
    expect(first).toEqual({ edition: first?.edition, ...frozen?.counted.edition });
  });

  it('come to the same dates', () => {
    if (!frozen) throw new Error(REMEDY);
    const endsOf = replaying(frozen.counted);
    const sameZones = frozen.counted.edition.zones === ZONE_TABLES.at(-1)?.version;
    // An instant follows its zone.
    const told = (ends: ReturnType<typeof endsOf>) => (sameZones ? ends : ends.map(([id, date]) => [id, date]));
    const changed = frozen.histories.filter(
      (history) => JSON.stringify(told(endsOf(history))) !== JSON.stringify(told(history.ends)),
    );
    expect(
      changed.map((history) => ({ ...history, today: endsOf(history) })),
      REMEDY,
    ).toEqual([]);
  });
});
