import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../shared/core/calendar/instants.ts';

const read = (text: string) => {
  try {
    return parseInstant(text);
  } catch {
    return 'refused';
  }
};

const MOMENTS = ['2026-11-20T08:09:57Z', '2024-02-29T23:59:59Z', '0001-01-01T00:00:00Z', '9999-12-31T19:30:40Z'];
const CHARACTERS = [...'0123456789-:TZ+. a/;'];

describe('a moment in UTC with whole seconds', () => {
  it.each(MOMENTS)('%s with any one character changed is read as with a fraction, or refused as with one', (moment) => {
    const changed = [...moment.slice(0, -1)].flatMap((_, place) =>
      CHARACTERS.map((other) => `${moment.slice(0, place)}${other}${moment.slice(place + 1, -1)}`),
    );
    const short = changed.map((text) => [text, read(`${text}Z`)]);
    expect(short).toEqual(changed.map((text) => [text, read(`${text}.0Z`)]));
    expect(short.filter(([, epoch]) => epoch !== 'refused').length).toBeGreaterThan(50);
  });

  it.each(MOMENTS)('%s is the same moment as the machine reads', (moment) => {
    expect(read(moment)).toBe(Date.parse(moment));
  });
});
