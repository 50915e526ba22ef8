import type { Regime } from './regime.ts';
import type { Unit } from './types.ts';

const DAYS: readonly Unit[] = ['days'];
const MONTHS: readonly Unit[] = ['weeks', 'months', 'years'];
const CALENDAR: readonly Unit[] = ['days', 'weeks', 'months', 'years'];

const EU: Regime = {
  id: 'eu-1182-71',
  title: 'Regulation (EEC, Euratom) 1182/71',
  holidays: { after: [], before: [] },
  rules: [
    {
      units: DAYS,
      settings: { countsTriggerDay: false },
      citation: 'Reg 1182/71 art 3(1): the day of the event does not count',
      known: 'text',
    },
    {
      units: MONTHS,
      settings: { countsTriggerDay: false, monthEnd: 'clamp' },
      citation:
        'Reg 1182/71 art 3(2)(c), C-171/03 Toeters: ends on the weekday or date of the event, or on the last day of a month without it',
      known: 'text',
    },
    {
      units: CALENDAR,
      direction: 'after',
      settings: { roll: 'following' },
      citation:
        'Reg 1182/71 art 3(4): a last day that is a Saturday, Sunday or public holiday moves to the next working day',
      known: 'text',
    },
    {
      units: CALENDAR,
      direction: 'before',
      settings: { roll: 'none' },
      citation: 'Reg 1182/71 art 3(4), second sentence: periods counted back are not moved',
      known: 'unconfirmed',
    },
    {
      units: DAYS,
      atLeast: 2,
      settings: { minWorkingDays: 2 },
      citation: 'Reg 1182/71 art 3(5): two days or more hold at least two working days',
      known: 'unconfirmed',
    },
    {
      units: MONTHS,
      settings: { minWorkingDays: 2 },
      citation: 'Reg 1182/71 art 3(5): two days or more hold at least two working days',
      known: 'unconfirmed',
    },
    {
      units: ['hours'],
      direction: 'after',
      settings: { fromNextFullHour: true, roll: 'none' },
      citation: 'Reg 1182/71 art 3(1), 3(4): the hour of the event does not count; hours are not moved',
      known: 'unconfirmed',
    },
  ],
  scope: 'For acts of the Union, such as the GDPR; not for private contracts.',
  notes: ['Public holidays are those of the place where the act is to be done.'],
  notesByUnit: {
    hours: 'Whether 72 hours must hold two working days is open; hours are not extended, which gives the earlier end.',
  },
};

const BGB_COUNTING = [
  {
    units: CALENDAR,
    settings: { countsTriggerDay: false, monthEnd: 'clamp' },
    citation: 'BGB § 187(1), § 188(1)–(3): the day of the event does not count; corresponding weekday or date',
    known: 'text',
  },
  {
    units: CALENDAR,
    direction: 'before',
    settings: { clear: true },
    citation: 'BGB §§ 187, 188 by analogy: "at least" before an event leaves that many whole days between',
    known: 'unconfirmed',
  },
] as const;

const GERMANY: readonly Regime[] = [
  {
    id: 'de-bgb',
    title: 'German Civil Code, BGB §§ 186–193',
    holidays: { after: ['DE'], before: ['DE'] },
    rules: [
      ...BGB_COUNTING,
      {
        units: CALENDAR,
        direction: 'after',
        settings: { roll: 'following' },
        citation:
          'BGB § 193: declarations and performances due on a Saturday, Sunday or holiday move to the next working day',
        known: 'text',
      },
    ],
    notes: [
      'Holidays are those of the place: name the Land.',
      'A period that starts with a day (§ 187(2)) counts it: set countsTriggerDay.',
      'Saturday is a Werktag (BGH VIII ZR 206/04): count Werktage as business days with weekmask 1111110.',
    ],
  },
  {
    id: 'de-bgb-notice',
    title: 'German Civil Code, notice periods',
    holidays: { after: ['DE'], before: ['DE'] },
    rules: [
      ...BGB_COUNTING,
      {
        units: CALENDAR,
        settings: { roll: 'none' },
        citation: 'BGH III ZR 172/04: § 193 does not apply to notice periods',
        known: 'text',
      },
    ],
    notes: [],
  },
];

const DENMARK: readonly Regime[] = [
  {
    id: 'dk-limitation',
    title: 'Danish Limitation Act (Forældelsesloven) § 27',
    holidays: { after: ['DK-statutory'], before: ['DK-statutory'] },
    rules: [
      {
        units: CALENDAR,
        direction: 'after',
        settings: { countsTriggerDay: false, monthEnd: 'clamp', roll: 'following' },
        citation:
          'Forældelsesloven § 27: corresponding date; weekends, holidays, 5 June, 24 and 31 December move to the next weekday',
        known: 'text',
      },
    ],
    notes: [],
  },
  {
    id: 'dk-contract',
    title: 'Danish contracts',
    holidays: { after: ['DK'], before: ['DK'] },
    rules: [],
    notes: [
      'No general statute: the clause decides, and nothing moves unless it says so.',
      'Hverdag may include Saturday (UfR 2022.1586 V): set weekmask 1111110 where it does.',
    ],
  },
];

const FINLAND: Regime = {
  id: 'fi-150-1930',
  title: 'Finnish Act 150/1930',
  holidays: { after: ['FI-150/1930'], before: ['FI-150/1930'] },
  rules: [
    {
      units: DAYS,
      settings: { countsTriggerDay: false },
      citation: 'Act 150/1930 § 2: the named day does not count',
      known: 'text',
    },
    {
      units: MONTHS,
      settings: { countsTriggerDay: false, monthEnd: 'clamp' },
      citation: 'Act 150/1930 § 3: corresponding weekday or date, or the last day of a month without it',
      known: 'text',
    },
    {
      units: CALENDAR,
      direction: 'before',
      settings: { method: 'subtract', roll: 'none' },
      citation: 'Act 150/1930 § 4: periods counted back are reckoned on the same basis',
      known: 'text',
    },
    {
      units: CALENDAR,
      direction: 'after',
      settings: { roll: 'following' },
      citation:
        'Act 150/1930 § 5: a Saturday, Sunday, holiday, Independence Day, May Day, Christmas Eve or Midsummer Eve moves to the next weekday',
      known: 'text',
    },
  ],
  notes: ['For statutory periods before courts and authorities (§ 1), not for contracts.'],
};

const ROMANIA: Regime = {
  id: 'ro-civil-code',
  title: 'Romanian Civil Code arts 2551–2556, Code of Civil Procedure art 181',
  holidays: { after: ['RO'], before: ['RO'] },
  rules: [
    {
      units: DAYS,
      settings: { clear: true },
      citation: 'Civil Code art 2553(1), CPC art 181(1)2: neither the first nor the last day counts',
      known: 'text',
    },
    {
      units: MONTHS,
      settings: { countsTriggerDay: false, monthEnd: 'clamp' },
      citation: 'Civil Code art 2552: corresponding day, or the last day of a month without it',
      known: 'text',
    },
    {
      units: CALENDAR,
      direction: 'after',
      settings: { roll: 'following' },
      citation: 'Civil Code art 2554, CPC art 181(2): a last day that is not a working day moves to the next one',
      known: 'text',
    },
    {
      units: ['hours'],
      direction: 'after',
      settings: { fromNextMidnight: true },
      citation: 'CPC art 181(1)1: hours run from midnight of the next day',
      known: 'text',
    },
  ],
  notes: ['High Court Decision 24/2022 interprets arts 2551–2553; have its holding checked.'],
};

export const EUROPEAN_REGIMES: readonly Regime[] = [EU, ...GERMANY, ...DENMARK, FINLAND, ROMANIA];
