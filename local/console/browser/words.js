const formats = new Map();

function format(instant, timeZone, options) {
  const id = JSON.stringify([timeZone, options]);
  let formatter = formats.get(id);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
    formats.set(id, formatter);
  }
  return formatter.format(new Date(instant));
}

const DAY = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' };
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** `Friday 20 November 2026`, from a civil day. */
export function dayInWords(day) {
  return format(`${day}T00:00:00Z`, 'UTC', DAY).replace(',', '');
}

/** The parts of a civil day as a calendar leaf shows them. */
export function leafOf(day) {
  const at = `${day}T00:00:00Z`;
  return {
    weekday: format(at, 'UTC', { weekday: 'short' }),
    day: format(at, 'UTC', { day: 'numeric' }),
    month: format(at, 'UTC', { month: 'short' }),
    year: format(at, 'UTC', { year: 'numeric' }),
  };
}

/** `Fri 20 Nov 2026, 10:00`, in a zone; in UTC, and saying so, where the browser does not know the zone. */
export function momentInWords(instant, zone = 'UTC') {
  try {
    const day = format(instant, zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
    return `${day.replace(',', '')}, ${format(instant, zone, TIME)}`;
  } catch (error) {
    if (!(error instanceof RangeError) || zone === 'UTC') return String(instant);
    return `${momentInWords(instant)} UTC`;
  }
}

export function clockInWords(instant) {
  return { day: format(instant, 'UTC', DAY).replace(',', ''), time: format(instant, 'UTC', TIME) };
}

/** How far an instant lies from the clock: `in 8 days`, `3 hours ago`. */
export function distance(instant, now) {
  const minutes = Math.round((Date.parse(instant) - Date.parse(now)) / 60_000);
  const size = Math.abs(minutes);
  if (size < 1) return 'now';
  const [count, unit] =
    size < 90 ? [size, 'minute'] : size < 2880 ? [Math.round(size / 60), 'hour'] : [Math.floor(size / 1440), 'day'];
  const words = `${count.toLocaleString('en-GB')} ${unit}${count === 1 ? '' : 's'}`;
  return minutes > 0 ? `in ${words}` : `${words} ago`;
}

/** `reminder-5-business-days` as `reminder, 5 business days before`. */
export function rungInWords(step) {
  const [, before] = /^reminder-(.+)$/.exec(step) ?? [];
  return before === undefined ? step.replaceAll('-', ' ') : `reminder, ${before.replaceAll('-', ' ')} before`;
}

/** `EUR 480.00`, from minor units. */
export function amountInWords({ currency, amount }) {
  try {
    const { maximumFractionDigits: digits } = new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
    }).resolvedOptions();
    return `${currency} ${(amount / 10 ** digits).toLocaleString('en-GB', { minimumFractionDigits: digits })}`;
  } catch {
    return `${amount} minor units of ${currency}`;
  }
}

export function plural(count, word) {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
