const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The local time of an instant, as epoch milliseconds of the same time in UTC. */
function localMs(instant: number, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    });
    formats.set(zone, format);
  }
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (type: string) => parts.get(type as Intl.DateTimeFormatPartTypes) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** The local day of an instant, as days since 1970. */
export function dayOf(instant: number, zone: string): number {
  return Math.floor(localMs(instant, zone) / DAY_MS);
}

const known = new Map<string, number>();

/** The instant of an hour of a local day. */
export function instantOf(day: number, hour: number, zone: string): number {
  const key = `${zone} ${day} ${hour}`;
  let instant = known.get(key);
  if (instant === undefined) {
    const wanted = day * DAY_MS + hour * 3_600_000;
    instant = wanted - (localMs(wanted, zone) - wanted);
    // The offset may change between the two.
    instant = wanted - (localMs(instant, zone) - instant);
    known.set(key, instant);
  }
  return instant;
}

/** By edition: the days of every month without work, as `terms.ts` has them. */
const HOLIDAYS: readonly (readonly number[])[] = [[1], [1, 10, 20]];
const SATURDAY = 6;
const SUNDAY = 0;

/** The `count`-th day after a day on which people work, by an edition of the holidays. */
export function businessDayAfter(day: number, count: number, edition: number): number {
  let [last, left] = [day, count];
  while (left > 0) {
    last += 1;
    const date = new Date(last * DAY_MS);
    const isFree = [SATURDAY, SUNDAY].includes(date.getUTCDay()) || HOLIDAYS[edition - 1]?.includes(date.getUTCDate());
    if (!isFree) left -= 1;
  }
  return last;
}
