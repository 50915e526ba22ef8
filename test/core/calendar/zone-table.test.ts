import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { atLocalTime, checkZone, endOfDay, localDateTimeAt, startOfDay } from '../../../shared/core/calendar/zone.ts';
import { offsetsOf, ZoneOffsets } from '../../../shared/core/calendar/zone-offsets.ts';
import { historyText, momentIn, parseHistory, ZONE_TABLES } from '../../../shared/core/calendar/zone-table.ts';
import { pinnedContractSchema } from '../../../shared/core/events/contract.ts';
import { deadlineOf, facts, planOf, silent } from '../deadlines/planning.ts';

const TABLES = fileURLToPath(new URL('../../../shared/core/calendar/zone-tables', import.meta.url));
const DAY = 86_400_000;

/** The names of zones with the same offsets, as the newest table that has them says. */
const entries = ZONE_TABLES.flatMap(({ zones }) => zones).map(([names, text]) => ({ names: names.split(' '), text }));

const there = (millis: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(millis).toZonedDateTimeISO(zone);

/** By its text, since names such as `EST` are in the table but not usable. */
const offsetsBy = (text: string) => new ZoneOffsets('of the test', parseHistory(text));

/** The moments of every change until 2040, and a few later ones. */
function changesOf(text: string): number[] {
  const { changes, yearly } = parseHistory(text);
  const past = changes.map(([at]) => at * 1000);
  if (!yearly) return past;
  const [one, other] = yearly.changes;
  const years = Array.from({ length: 2040 - yearly.from }, (_, index) => yearly.from + index);
  const ruled = [...years, 2088, 2099].flatMap((year) => [
    momentIn(year, one, other.offset) * 1000,
    momentIn(year, other, one.offset) * 1000,
  ]);
  return [...past, ...ruled];
}

describe('the table of zone offsets', () => {
  it('agrees with Intl at every change since 2000 and just before it, for one zone of each group', () => {
    const wrong = entries.flatMap(({ names: [zone = ''], text }) =>
      changesOf(text)
        .filter((at) => at >= Date.UTC(2000, 0, 1))
        .flatMap((at) => [at - 1000, at])
        .filter((at) => offsetsBy(text).at(at) !== there(at, zone).offsetNanoseconds / 1e6)
        .map((at) => `${zone} ${new Date(at).toISOString()}`),
    );
    expect(wrong, 'run "npm run zones -- --check"').toEqual([]);
  });

  it('agrees with Intl for every name, winter and summer, from 1970 on', () => {
    const moments = [1970, 1987, 1999, 2013, 2027, 2039, 2075].flatMap((year) => [
      Date.UTC(year, 0, 15),
      Date.UTC(year, 6, 15),
    ]);
    const wrong = entries
      .flatMap(({ names, text }) => names.map((zone) => ({ zone, offsets: offsetsBy(text) })))
      .filter(({ zone, offsets }) => moments.some((at) => offsets.at(at) !== there(at, zone).offsetNanoseconds / 1e6));
    expect(wrong.map(({ zone }) => zone)).toEqual([]);
  });

  it('has every zone that Intl lists, in any case, and none twice', () => {
    const names = entries.flatMap((entry) => entry.names);
    expect(Intl.supportedValuesOf('timeZone').filter((zone) => !names.includes(zone))).toEqual([]);
    expect(offsetsOf('europe/KIEV').at(0)).toBe(offsetsOf('Europe/Kyiv').at(0));
    for (const { zones } of ZONE_TABLES) {
      const own = zones.flatMap(([text]) => text.split(' '));
      expect(own).toHaveLength(new Set(own).size);
    }
  });

  it.each([
    ['US/Pacific-New', 'America/Los_Angeles'],
    ['Canada/East-Saskatchewan', 'America/Regina'],
    ['SystemV/HST10', 'Pacific/Honolulu'],
    ['SystemV/EST5EDT', undefined],
  ])('has the old name %s, which Intl takes and does not list: a stored contract may have it', (zone, today) => {
    expect(checkZone(zone)).toBe(zone);
    const at = Date.UTC(2026, 9, 28, 12);
    expect(offsetsOf(zone).at(at)).toBe(there(at, zone).offsetNanoseconds / 1e6);
    if (today) expect(offsetsOf(zone).at(at)).toBe(offsetsOf(today).at(at));
    const contract = { ...silent, timezone: zone, holidays: ['US'] };
    const { timezone, date, instant } = deadlineOf(
      planOf(contract, facts('contract.terminated@2026-11-02')),
      'export-window',
    );
    expect({ timezone, date, instant }).toEqual({ timezone: zone, date, instant: endOfDay(date, zone) });
    expect(pinnedContractSchema.parse(contract).timezone).toBe(zone);
  });

  it('has changes at least three days apart, as the reading of local times near a change takes for granted', () => {
    const close = entries.filter(({ text }) => {
      const at = changesOf(text);
      return at.some((moment, index) => index > 0 && moment - (at[index - 1] ?? 0) < 3 * DAY);
    });
    expect(close.map(({ names }) => names)).toEqual([]);
  });

  it('is written as it is read, in 22 KB compressed at most', () => {
    for (const { text } of entries) expect(historyText(parseHistory(text))).toBe(text);
    for (const file of readdirSync(TABLES)) {
      expect(gzipSync(readFileSync(`${TABLES}/${file}`)).length).toBeLessThanOrEqual(22 * 1024);
      expect(ZONE_TABLES.map(({ version }) => `${version}.json`)).toContain(file);
    }
  });

  it('goes on by its rule, and has the first known offset before 1970', () => {
    expect(localDateTimeAt(Date.UTC(2150, 6, 1), 'Europe/Paris')).toBe('2150-07-01T02:00:00+02:00');
    expect(localDateTimeAt(Date.UTC(2150, 6, 1), 'Australia/Sydney')).toBe('2150-07-01T10:00:00+10:00');
    expect(localDateTimeAt(Date.UTC(1930, 6, 1), 'Europe/Paris')).toBe('1930-07-01T01:00:00+01:00');
  });
});

describe('local times around each change of a zone', () => {
  const policies = ['earlier', 'later', 'compatible'] as const;
  it.each(['Europe/Helsinki', 'Africa/Cairo', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Gaza', 'Pacific/Apia'])(
    '%s are read as Temporal reads them',
    (zone) => {
      const text = entries.find(({ names }) => names.includes(zone))?.text ?? '';
      const recent = changesOf(text).filter((at) => at > Date.UTC(2005, 0, 1) && at < Date.UTC(2030, 0, 1));
      for (const change of recent) {
        for (let minutes = -26 * 60; minutes <= 26 * 60; minutes += 130) {
          const local = there(change, 'UTC').add({ minutes }).toPlainDateTime();
          const [day, time] = [local.toPlainDate().toString(), local.toPlainTime().toString().slice(0, 5)];
          const exact = Temporal.PlainDateTime.from(`${day}T${time}`);
          for (const policy of policies) {
            const expected = exact.toZonedDateTime(zone, { disambiguation: policy }).toInstant().toString();
            expect(atLocalTime(day, time, zone, policy)).toBe(expected);
          }
          expect(startOfDay(day, zone)).toBe(Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant().toString());
        }
      }
    },
  );
});
