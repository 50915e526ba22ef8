import type { Regime, RegimeRule } from './regime.ts';
import type { Unit } from './types.ts';

const CALENDAR: readonly Unit[] = ['days', 'weeks', 'months', 'years'];

const FRCP: Regime = {
  id: 'us-frcp-6a',
  title: 'US Federal Rules of Civil Procedure, Rule 6(a)',
  // State holidays count for forward periods only: add the state's set to `after` and never to `before`.
  holidays: { after: ['US'], before: ['US'] },
  rules: [
    {
      units: CALENDAR,
      direction: 'after',
      settings: { countsTriggerDay: false, roll: 'following' },
      citation:
        'FRCP 6(a)(1), (5): leave out the day of the event, count every day, run on past Saturdays, Sundays and legal holidays',
      known: 'text',
    },
    {
      units: CALENDAR,
      direction: 'before',
      settings: { countsTriggerDay: false, roll: 'preceding' },
      citation: 'FRCP 6(a)(1), (5): counted back, the next day is the one before',
      known: 'text',
    },
    {
      units: ['hours'],
      direction: 'after',
      settings: { roll: 'following' },
      citation:
        'FRCP 6(a)(2): hours run at once; a period ending on a weekend or holiday runs to the same time of the next day',
      known: 'text',
    },
    {
      units: ['hours'],
      direction: 'before',
      settings: { roll: 'preceding' },
      citation: 'FRCP 6(a)(2), (5): hours counted back continue to the same time of the day before',
      known: 'text',
    },
  ],
  notes: [
    'Not where a fixed date is set.',
    "State legal holidays count for forward periods only (6(a)(6)(C)): join the state's set for those.",
    'Service by mail adds three days (6(d)): chain them.',
  ],
};

/** Delaware's courts leave weekends and holidays out of short periods, so that 10 days can end later than 11. */
function delaware(
  id: string,
  title: string,
  rule: string,
  shortUnder: number,
  furtherNotes: readonly string[],
): Regime {
  const rules: readonly RegimeRule[] = [
    {
      units: CALENDAR,
      direction: 'after',
      settings: { countsTriggerDay: false, roll: 'following' },
      citation: `${rule}: leave out the day of the event; a last day that is a Saturday, Sunday or legal holiday runs to the next day that is none`,
      known: 'text',
    },
    {
      units: ['days'],
      atMost: shortUnder - 1,
      settings: { unit: 'businessDays' },
      citation: `${rule}: in periods under ${shortUnder} days, Saturdays, Sundays and legal holidays in between do not count`,
      known: 'text',
    },
  ];
  return {
    id,
    title,
    holidays: { after: ['US-DE'], before: ['US-DE'] },
    rules,
    notes: [
      'Return Day is a half holiday in Sussex County only and is not in the set.',
      'The rule does not say how a period counted back moves; none is applied unless the clause says so.',
      'No general roll for private contracts.',
      `The rule for short periods is applied to lengths given in days; a period given in weeks counts every day, also where it is shorter than ${shortUnder} days.`,
      ...furtherNotes,
    ],
  };
}

const ENGLAND: readonly Regime[] = [
  {
    id: 'uk-cpr-2.8',
    title: 'England & Wales Civil Procedure Rules, rule 2.8',
    holidays: { after: ['GB-ENG'], before: ['GB-ENG'] },
    rules: [
      {
        units: ['days'],
        direction: 'before',
        settings: { clear: true },
        citation:
          'CPR 2.8(2), (3): clear days, leaving out the first day and the day of the event that ends the period',
        known: 'text',
      },
      {
        units: ['days'],
        direction: 'after',
        settings: { countsTriggerDay: false },
        citation: 'CPR 2.8(3): the day on which the period begins does not count',
        known: 'text',
      },
      {
        units: ['days'],
        atMost: 5,
        settings: { unit: 'businessDays' },
        citation:
          'CPR 2.8(4): in periods of five days or less, weekends, bank holidays, Christmas Day and Good Friday do not count',
        known: 'text',
      },
      {
        units: ['months', 'years'],
        settings: { monthEnd: 'clamp' },
        citation: 'CPR: months are calendar months; Dodds v Walker [1981]: the corresponding date',
        known: 'text',
      },
    ],
    notes: [
      'The rule for short periods (2.8(4)) is applied to lengths given in days, not to weeks.',
      '"At least n days after" an event is clear too: set clear.',
      'An act at the court office moves to the next day on which it is open (2.8(5)): set roll to following for those.',
    ],
  },
  {
    id: 'uk-common-law',
    title: 'England & Wales common law',
    holidays: { after: ['GB-ENG'], before: ['GB-ENG'] },
    rules: [
      {
        units: ['months', 'years'],
        settings: { countsTriggerDay: false, monthEnd: 'clamp', roll: 'none' },
        citation: 'Dodds v Walker [1981]: the corresponding date, or the last day of a month without it; LPA 1925 s 61',
        known: 'text',
      },
      {
        units: ['days', 'weeks'],
        settings: { countsTriggerDay: false, roll: 'none' },
        citation: 'Common law: the day of the event does not count, and a last day at the weekend does not move',
        known: 'unconfirmed',
      },
    ],
    notes: [],
  },
];

const MEXICO: readonly Regime[] = [
  {
    id: 'mx-dias-habiles',
    title: 'Mexican días hábiles',
    holidays: { after: ['MX-LFT74'], before: ['MX-LFT74'] },
    rules: [
      {
        units: ['days'],
        settings: { unit: 'businessDays', countsTriggerDay: false },
        citation: 'Periods in días hábiles leave out weekends and the rest days of LFT art 74',
        known: 'unconfirmed',
      },
    ],
    notes: ['Authorities publish further days, such as Holy Week: name a set that holds them.'],
  },
  {
    id: 'mx-comercio',
    title: 'Mexican Código de Comercio',
    holidays: { after: ['MX-LFT74'], before: ['MX-LFT74'] },
    rules: [
      {
        units: ['years'],
        settings: { unit: 'years365', roll: 'none' },
        citation: 'Código de Comercio art 84: a year is 365 days; no days of grace',
        known: 'unconfirmed',
      },
      {
        units: ['days', 'weeks', 'months'],
        settings: { roll: 'none', monthEnd: 'clamp' },
        citation: 'Código de Comercio art 84: months as in the calendar; no days of grace',
        known: 'unconfirmed',
      },
    ],
    notes: [],
  },
  {
    id: 'mx-ccf-prescription',
    title: 'Mexican Código Civil Federal arts 1176–1180',
    holidays: { after: ['MX-LFT74'], before: ['MX-LFT74'] },
    rules: [
      {
        units: CALENDAR,
        direction: 'after',
        settings: { countsTriggerDay: true, roll: 'following' },
        citation:
          'CCF arts 1178–1180: the first day counts whole, the last must be complete, a holiday moves it to the next day that is none',
        known: 'unconfirmed',
      },
    ],
    notes: [],
  },
];

export const AMERICAN_AND_ENGLISH_REGIMES: readonly Regime[] = [
  FRCP,
  delaware('us-de-superior', 'Delaware Superior Court Civil Rule 6(a)', 'Del. Super. Ct. Civ. R. 6(a)', 11, [
    'The Court of Chancery has a Rule 6(a) of its own, under which the same count was made when this was written: compare its current text before relying on this in Chancery.',
  ]),
  delaware('us-de-supreme', 'Delaware Supreme Court Rule 11(a)', 'Del. Sup. Ct. R. 11(a)', 7, []),
  ...ENGLAND,
  ...MEXICO,
];
