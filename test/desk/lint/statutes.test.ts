import { describe, expect, it } from 'vitest';
import { buildCatalog } from '../../../shared/core/terms/catalog.ts';
import { lintPack } from '../../../shared/desk/lint/lint.ts';
import { surroundingsOf } from '../../../shared/desk/lint/subject.ts';
import { type LocatedPack, readLocatedPack } from '../../../shared/desk/reading/read-pack.ts';
import { sourceTerms } from '../../../shared/runtime/terms.ts';
import { clause, findingOf, lint, lintText, names, packText, statute } from './linting.ts';

const retrieval = (lines: string, rule = 'at-least') =>
  statute('act', [
    clause(
      'retrieval',
      `nature: window\nobligor: customer\ntopic: data-retrieval\non: contract.terminated\n${lines}\nsatisfiedBy: access.ended\nsurvivesTermination: true\ndemands: { topic: data-retrieval, rule: ${rule} }`,
    ),
  ]);
const terms = (lines: string) =>
  clause(
    'fetching',
    `nature: window\nobligor: customer\ntopic: data-retrieval\non: contract.terminated\n${lines}\nsatisfiedBy: data-export.delivered\nsurvivesTermination: true`,
  );

describe('what a statute demands at least', () => {
  const act = retrieval('period: { length: 30 days, countsTriggerDay: false, roll: none }');

  it('always less', () => {
    const found = findingOf(lint([terms('period: 20 days')], { beside: [act] }), 'below-statutory-floor');
    expect(found).toMatchObject({ clause: 'fetching', against: 'act/retrieval', severity: 'error' });
    expect(found.places).toMatchObject([
      { file: 'pack-0.yaml', clause: 'fetching', ref: '§ 1' },
      { file: 'pack-1.yaml', clause: 'retrieval', ref: '§ 1' },
    ]);
    expect(found.text).toBe(
      '“The fetching” (§ 1) gives 20 days after contract.terminated. “The retrieval” (The act Act, § 1) demands at least 30 days after contract.terminated. The terms always give less (10 days at the worst). Example: counted from Thursday 1 January 2026, the last day is Wednesday 21 January 2026 under the terms and Saturday 31 January 2026 under the statute.',
    );
  });

  it('at once', () => {
    expect(findingOf(lint([terms('atOnce: true')], { beside: [act] }), 'below-statutory-floor').text).toMatch(
      /^“The fetching” \(§ 1\) gives no time and comes about at once with contract\.terminated\. “The retrieval”/,
    );
  });

  it('sometimes less, with the worst day', () => {
    const { text } = findingOf(lint([terms('period: 1 month')], { beside: [act] }), 'below-statutory-floor');
    // As worked out for February in periods.test.ts: 30 days of each year.
    expect(text).toContain('The terms give less on 120 of the 1461 days from 2026 to 2029 (2 days at the worst)');
    expect(text).toContain(
      'counted from Saturday 31 January 2026, the last day is Saturday 28 February 2026 under the terms and Monday 2 March 2026',
    );
  });

  it('by the rules of counting of the statute, in the zone and by the holidays of the terms', () => {
    const rolling = retrieval('period: { length: 30 days, regime: eu-1182-71 }');
    // 30 days from Thursday 1 January 2026 are Saturday the 31st, which the statute moves to Monday.
    expect(findingOf(lint([terms('period: 30 days')], { beside: [rolling] }), 'below-statutory-floor').text).toContain(
      'Saturday 31 January 2026 under the terms and Monday 2 February 2026 under the statute',
    );
    expect(names(lint([terms('period: { length: 30 days, roll: following }')], { beside: [rolling] }))).toEqual([]);
  });

  it('no period at all, or a day that only an event can tell', () => {
    const none = lint(
      [clause('fetching', 'nature: window\nobligor: customer\ntopic: data-retrieval\nnone: No time.')],
      { beside: [act] },
    );
    expect(findingOf(none, 'no-period-against-statute').text).toBe(
      '“The fetching” (§ 1) has no period to count. “The retrieval” (The act Act, § 1) demands at least 30 days after contract.terminated.',
    );
    const until = lint([terms('window: { until: data.untilOn, lastDay: closing-day }')], { beside: [act] });
    expect(names(until)).toContain('statute-not-compared fetching against act/retrieval');
  });

  it('as much or more, another topic, a statute that does not apply: nothing', () => {
    expect(names(lint([terms('period: 30 days')], { beside: [act] }))).toEqual([]);
    expect(
      names(lint([terms('period: 20 days').replace('topic: data-retrieval', 'topic: other')], { beside: [act] })),
    ).toEqual([]);
    const more = 'doesNotApply: [{ statute: act, why: It does not. }]\n';
    expect(names(lint([terms('period: 20 days')], { beside: [act], more }))).toEqual([]);
  });

  describe('where nothing says that it may apply', () => {
    const unsaid = (business: string, more = '') => {
      const text = packText([terms('period: 20 days')], { more }).replace('business: [testing]', business);
      return lintText(text, [act]);
    };
    const BELOW = 'below-statutory-floor fetching against act/retrieval';

    it('one note', () => {
      const [note, ...others] = unsaid('business: [other]');
      expect(others).toEqual([]);
      expect(note).toMatchObject({
        code: 'statutes-left-out',
        severity: 'note',
        text: 'Nothing says that act may apply, so the terms are not compared with it.',
      });
    });

    it.each([
      ['mayApply', 'business: []', 'mayApply: [act]\n'],
      ['statutes', 'business: []', 'statutes: [act@1]\n'],
      ['a kind of business', 'business: [other, testing]', ''],
    ])('compared by %s', (_, business, more) => {
      expect(names(unsaid(business, more))).toEqual([BELOW]);
    });

    it('not compared by an acknowledgement alone, which is then of nothing', () => {
      const found = unsaid(
        'business: []',
        'acknowledges: [{ finding: below-statutory-floor, clause: fetching, against: act/retrieval, why: Known. }]\n',
      );
      expect(names(found)).not.toContain(BELOW);
    });

    it('compared by what contracts name, and never against doesNotApply', () => {
      const sources = [packText([terms('period: 20 days')]).replace('[testing]', '[]'), act].map((text, index) =>
        readLocatedPack(`pack-${index}.yaml`, text),
      );
      const [source] = sources as [LocatedPack];
      const catalog = buildCatalog(sources.map(({ pack }) => pack));
      const surroundings = surroundingsOf(sources, { catalog, holidays: sourceTerms().holidays });
      expect(names(lintPack(source, surroundings, ['act@1']))).toEqual([BELOW]);
      expect(names(lintPack(source, surroundings, []))).toEqual(['statutes-left-out']);
      const spared = 'doesNotApply: [{ statute: act, why: It does not. }]\n';
      expect(names(unsaid('business: [testing]', spared))).toEqual([]);
      expect(names(unsaid('business: []', `${spared}mayApply: [act]\n`))).toEqual(['applies-and-does-not']);
      expect(names(unsaid('business: [testing]', 'mayApply: [atc]\n'))).toContain('unknown-statute');
    });

    it('a kind of business that is mistyped', () => {
      expect(findingOf(unsaid('business: [testin]'), 'unknown-business').remedy).toBe('Did you mean testing?');
    });
  });

  it('a topic that is mistyped, unless another clause knows it', () => {
    const mistyped = terms('period: 20 days').replace('topic: data-retrieval', 'topic: data-retreival');
    expect(findingOf(lint([mistyped], { beside: [act] }), 'unknown-topic')).toMatchObject({
      severity: 'warning',
      remedy: 'Did you mean data-retrieval?',
    });
    const twice = [mistyped, mistyped.replace('id: fetching', 'id: other')];
    expect(names(lint(twice, { beside: [act] }))).toEqual([]);
  });
});

describe('what a statute allows at most', () => {
  const act = retrieval('period: { length: 30 days, countsTriggerDay: false, roll: none }', 'at-most');

  it('is exceeded, or not', () => {
    const { text } = findingOf(lint([terms('period: 31 days')], { beside: [act] }), 'above-statutory-ceiling');
    expect(text).toContain(
      'allows at most 30 days after contract.terminated. The terms always give more (1 day at the worst)',
    );
    expect(names(lint([terms('period: 30 days')], { beside: [act] }))).toEqual([]);
    expect(names(lint([terms('period: 1 month')], { beside: [act] }))).toEqual([
      'above-statutory-ceiling fetching against act/retrieval',
    ]);
  });

  it('under each law that a contract may choose', () => {
    const laws = 'laws: { RO: { holidays: [RO] } }\n';
    const { text } = findingOf(
      lint([terms('period: 20 business days')], { beside: [act], more: laws }),
      'above-statutory-ceiling',
    );
    // Without holidays 20 business days are at most 28 days. Left out here: 25 and 26 December, 1, 2, 7 and 24 January.
    expect(text).toContain(
      'Example, under the law RO: counted from Friday 21 December 2029, the last day is Monday 28 January 2030 under the terms and Sunday 20 January 2030 under the statute.',
    );
    expect(names(lint([terms('period: 20 business days')], { beside: [act] }))).toEqual([]);
  });

  it.each([
    // Hours against hours differ by as much whenever the event comes.
    ['72 hours', '71 hours', 'always give more (1 hour at the worst)', 'Thursday 1 January 2026 at 00:00', ''],
    // The hour of the event does not count under the regulation: from 23:59 the 72 hours run from midnight.
    [
      '73 hours',
      '{ length: 72 hours, regime: eu-1182-71 }',
      'give more at some hours of the day, on every day from 2026 to 2029 (59 minutes at the worst)',
      'Thursday 1 January 2026 at 23:59',
      'on Monday 5 January 2026 at 00:59 under the terms and on Monday 5 January 2026 at 00:00 under the statute',
    ],
    [
      '74 hours',
      '{ length: 72 hours, regime: eu-1182-71 }',
      'always give more (1 hour and 59 minutes at the worst)',
      'Thursday 1 January 2026 at 23:59',
      '',
    ],
    [
      '3 days',
      '95 hours',
      'give more at some hours of the day, on every day from 2026 to 2029 (1 hour at the worst)',
      'Thursday 1 January 2026 at 00:00',
      'on Monday 5 January 2026 at 00:00 under the terms and on Sunday 4 January 2026 at 23:00 under the statute (UTC)',
    ],
  ])('by hours: %s against %s', (own, demanded, often, from, ends) => {
    const hours = retrieval(`period: ${demanded}`, 'at-most');
    const { text } = findingOf(lint([terms(`period: ${own}`)], { beside: [hours] }), 'above-statutory-ceiling');
    for (const said of [often, `counted from ${from}`, ends]) expect(text).toContain(said);
  });

  it('by hours: no more at any hour of the day', () => {
    const hours = retrieval('period: { length: 72 hours, regime: eu-1182-71 }', 'at-most');
    expect(names(lint([terms('period: 72 hours')], { beside: [hours] }))).toEqual([]);
  });
});

describe('notice ahead of a day that the event names', () => {
  const ahead = (length: string, rule = 'at-least') =>
    statute('act', [
      clause(
        'notice',
        `topic: terms-change-notice\non: terms-change.announced\nabout: change\nperiod: { length: ${length}, from: data.effectiveOn, direction: before, roll: none }\nsatisfiedBy: terms-change.announced\ndemands: { topic: terms-change-notice, rule: ${rule} }`,
      ),
    ]);
  const own = (period: string, nature = 'obligation') =>
    clause(
      'change',
      `nature: ${nature}\ntopic: terms-change-notice\non: terms-change.announced\nabout: change\n${period}\nsatisfiedBy: terms-change.announced\nendedBy: terms-change.withdrawn`,
    );
  const back = (length: string) => own(`period: { length: ${length}, from: data.effectiveOn, direction: before }`);
  const found = (clauses: string[], beside: string) =>
    lint(clauses, { beside: [beside] }).filter(({ code }) => code.includes('statutory'));

  it('is compared by how many days ahead each wants it', () => {
    const [below] = found([back('10 days')], ahead('15 days'));
    expect(below?.text).toContain(
      'for what happens on Thursday 1 January 2026 the latest day for the notice is Monday 22 December 2025 under the terms and Wednesday 17 December 2025 under the statute',
    );
    const latest = ahead('2 months').replace('roll: none', 'method: forwardMax, roll: none');
    expect(found([back('15 days')], latest)[0]?.text).toContain('demands at least 2 months before the effective day');
    expect(found([back('15 days')], ahead('15 days'))).toEqual([]);
    expect(found([back('30 days')], ahead('15 days'))).toEqual([]);
    expect(names(found([back('30 days')], ahead('15 days', 'at-most')))).toEqual([
      'above-statutory-ceiling change against act/notice',
    ]);
  });

  it('with terms that count forward from the announcement', () => {
    const effect = (period: string) => own(period, 'effect').replace(/\n *satisfiedBy: .*/, '');
    const [below] = found([effect('period: 10 days')], ahead('15 days'));
    // In force on 12 January, which wants it announced by 28 December.
    expect(below?.text).toContain(
      'announced on Thursday 1 January 2026, the change is in force on Monday 12 January 2026 under the terms; for that day the statute wants it announced by Sunday 28 December 2025',
    );
    expect(found([effect('period: 14 days')], ahead('15 days'))).toEqual([]);
  });

  it('with a statute that counts forward from the announcement', () => {
    const act = statute('act', [
      clause(
        'wait',
        'nature: effect\ntopic: terms-change-notice\non: terms-change.announced\nabout: change\nperiod: { length: 15 days, roll: none }\ndemands: { topic: terms-change-notice, rule: at-least }',
      ),
    ]);
    const [below] = found([back('10 days')], act);
    expect(below?.text).toMatch(/the terms want its announcement by .*; announced then, it may be in force on/);
    expect(found([back('16 days')], act)).toEqual([]);
  });
});

describe('reminders that a statute demands', () => {
  const act = (more = '') =>
    statute('act', [
      clause(
        'reminder',
        `topic: renewal-reminder\non: { topic: non-renewal-notice, becomes: open${more} }\nwindow: { opens: { length: 30 days, from: deadline, direction: before }, closes: { length: 15 days, from: deadline, direction: before } }\nsatisfiedBy: access.ended\ndemands: { topic: non-renewal-notice, rule: reminder, notBefore: 30 days, notAfter: 15 days }`,
      ),
    ]);
  const renewal = (ladder: string, every = '12 months') => ({
    clauses: [
      clause(
        'renewal',
        `nature: window\nobligor: customer\ntopic: non-renewal-notice\non: contract.commenced\ncycle: term\nrecurs: after-lapse\nwindow: { until: cycle.end, lastDay: closing-day }\nsatisfiedBy: termination.noticed\nladder: ${ladder}`,
      ),
    ],
    more: `cycles: { term: { every: ${every} } }\n`,
  });
  const codes = ({ clauses, more }: { clauses: string[]; more: string }, beside: string) =>
    lint(clauses, { beside: [beside], more }).filter(({ code }) => code === 'missing-statutory-reminder');

  it('are missing, come too soon or too late, or go to the wrong party', () => {
    const [none] = codes(renewal('[]'), act());
    const lineOf = (ladder: string) => codes(renewal(ladder), act())[0]?.places[0]?.line;
    // The clause begins on line 17, after a head of 14, the cycles and `clauses`; its window is on line 27, its ladder on 29.
    expect([lineOf('[]'), lineOf('[{ step: due, to: provider }]')]).toEqual([27, 29]);
    // The year from 1 January 2026 ends with 31 December; 30 and 15 days before are the 1st and the 16th.
    expect(none?.text).toContain(
      '“The renewal” (§ 1) has no reminder to the customer. Example: where the last day is Thursday 31 December 2026, the reminder is due from Tuesday 1 December 2026 to Wednesday 16 December 2026.',
    );
    for (const before of ['31 days', '14 days', '10 business days']) {
      const ladder = `[{ step: reminder, before: ${before}, to: customer, lead: Soon. }]`;
      expect(codes(renewal(ladder), act())).toHaveLength(1);
    }
    expect(codes(renewal('[{ step: reminder, before: 20 days, to: provider }]'), act())).toHaveLength(1);
  });

  it('are there, or the cycle is too short for them', () => {
    for (const before of ['30 days', '20 days', '15 days', '3 weeks', '15 business days']) {
      const ladder = `[{ step: reminder, before: ${before}, to: customer, lead: Soon. }]`;
      expect(codes(renewal(ladder), act())).toEqual([]);
    }
    expect(codes(renewal('[]', '1 month'), act(', cycleOver: 1 month'))).toEqual([]);
    expect(codes(renewal('[]', '2 months'), act(', cycleOver: 1 month'))).toHaveLength(1);
    expect(codes(renewal('[]', 'contract.term'), act(', cycleOver: 1 month'))).toHaveLength(1);
  });

  it('are not asked of a clause that only applies to cycles that are too short', () => {
    const kept = (is: string) => {
      const { clauses, more } = renewal('[]', 'contract.billing');
      const appliesIf = `    appliesIf: { contract: billing.cycle, is: [${is}], ifSilent: does-not-apply }`;
      return codes({ clauses: clauses.map((one) => `${one}\n${appliesIf}`), more }, act(', cycleOver: 1 month'));
    };
    expect(kept('1 month')).toEqual([]);
    expect(kept('1 year, 1 month')[0]?.text).toContain('for a contract with a cycle of 1 year:');
  });

  it('are shown on a cycle that the statute does not leave out', () => {
    // The usual billing cycle is a month. Of a year from 1 January 2026 the last day is 31 December.
    const example =
      /Example, for a contract with a cycle of 12 months: where the last day is Thursday 31 December 2026, .* from Tuesday 1 December 2026/;
    const [found] = codes(renewal('[]', 'contract.billing'), act(', cycleOver: 1 month'));
    expect(found?.text).toMatch(example);
    expect(codes(renewal('[]', 'contract.billing'), act())[0]?.text).toMatch(
      /Example: where the last day is Saturday 31/,
    );
  });
});

describe('a pack that awaits counsel', () => {
  it('gets one note', () => {
    const text = packText([terms('period: 30 days')]);
    const found = lintText(text.replace('provider: Tester\n', 'provider: Tester\nreview: counsel\n'));
    expect(found).toMatchObject([{ code: 'awaits-counsel', severity: 'note' }]);
    expect(names(lintText(text.replace('provider: Tester\n', 'provider: Tester\nreview: done\n')))).toEqual([]);
  });
});
