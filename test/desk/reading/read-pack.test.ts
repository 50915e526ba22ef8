import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PackError, readPack } from '../../../shared/desk/reading/read-pack.ts';

const FILE = 'terms/exoopus/2026-01.yaml';
const text = readFileSync(new URL(`../../../${FILE}`, import.meta.url), 'utf8');

function faultsOf(changed: string) {
  try {
    readPack(FILE, changed);
  } catch (error) {
    if (error instanceof PackError) return error.faults;
    throw error;
  }
  return [];
}

/** The pack with one passage replaced, and the line on which the replacement begins. */
function change(from: string, to: string, at = to): { faults: ReturnType<typeof faultsOf>; line: number } {
  const index = text.indexOf(from);
  if (index < 0) throw new Error(`the pack does not hold ${from}`);
  const changed = text.slice(0, index) + to + text.slice(index + from.length);
  return { faults: faultsOf(changed), line: changed.slice(0, changed.indexOf(at, index)).split('\n').length };
}

const A_LIST_HOLDS =
  'a list holds kinds of event, such as payment.received or { kind: payment.received, where: { … } }, of which any one does; a clause cannot stand in it';

describe('reading a pack', () => {
  it('reads the reference pack', () => {
    expect(readPack(FILE, text).clauses.map(({ id }) => id)).toContain('export-window');
  });

  it.each<[string, string, string, string, RegExp]>([
    [
      'a misspelt field',
      'satisfiedBy: data-export',
      'satisfyedBy: data-export',
      'clauses.export-window',
      /^there is no field satisfyedBy here; did you mean satisfiedBy\?$/,
    ],
    [
      'an invented field',
      'survivesTermination: true',
      'forever: true',
      'clauses.export-window',
      /^there is no field forever here; check its spelling/,
    ],
    [
      'a period nobody can read',
      'period: 15 business days',
      'period: fifteen days',
      'clauses.export-window.period',
      /^period "fifteen days" cannot be read; write it as "15 business days"/,
    ],
    ['an absurd period', 'period: 90 days', 'period: 900000 days', 'clauses.deletion.period', /at most 73050 days/],
    [
      'a nature that does not exist',
      'nature: effect',
      'nature: affect',
      'clauses.termination-notice.nature',
      /^use obligation, right, effect, window or figure; did you mean effect\?$/,
    ],
    [
      'a kind in another form',
      'on: termination.noticed',
      'on: Termination noticed',
      'clauses.termination-notice.on',
      /^use an event kind such as contract.terminated$/,
    ],
    [
      'an assumption nobody wrote',
      'assumes: [trigger-day-out]',
      'assumes: [trigger-day]',
      'clauses.export-window.assumes',
      /^there is no assumption trigger-day; add it under assumptions$/,
    ],
    ['a zone that may mean two', 'timezone: UTC', 'timezone: EST', 'timezone', /time zone "EST" is not usable/],
    [
      'a step twice',
      '- step: due\n        to: provider',
      '- step: opened\n        to: provider',
      'clauses.export-window.ladder',
      /^step opened appears twice$/,
    ],
    [
      'a clause twice',
      'id: deletion\n',
      'id: export-window\n',
      'clauses.export-window.id',
      /^clause export-window appears twice$/,
    ],
    [
      'two shapes',
      'period: 15 business days',
      'period: 15 business days\n    none: no figure',
      'clauses.export-window',
      /^a clause has exactly one of .*; export-window has period and none$/,
    ],
    [
      'a reminder without its lead time',
      '        before: 5 business days\n',
      '',
      'clauses.export-window.ladder.1.before',
      /^a reminder needs `before`/,
    ],
    [
      'a pause that nothing ends',
      '    resumedBy: legal-hold.lifted\n',
      '',
      'clauses.deletion.resumedBy',
      /^suspendedBy and resumedBy belong together/,
    ],
    [
      'a pause of hours',
      'period: 90 days',
      'period: 72 hours',
      'clauses.deletion.suspendedBy',
      /^only one forward period/,
    ],
    [
      'settings that contradict each other',
      '      direction: before\n',
      '      direction: before\n      countsTriggerDay: true\n      clear: true\n',
      'clauses.terms-change-notice.period',
      /clear is true: a clear period excludes the trigger day/,
    ],
    [
      'a refusal that cannot judge',
      '      direction: before\n',
      '',
      'clauses.terms-change-notice.refuseWhenMissed',
      /^only a period counted `before` a day of the event/,
    ],
    [
      'a step of what only is a figure',
      '    lookBack: {',
      '    ladder: [{ step: due, to: provider }]\n    lookBack: {',
      'clauses.liability-cap.ladder',
      /^ladder has no effect on a clause with lookBack/,
    ],
    [
      'a duty that is a figure',
      'nature: figure',
      'nature: obligation',
      'clauses.liability-cap.nature',
      /^a look-back gives a figure/,
    ],
    [
      'a look-back of hours',
      'length: 12 months, sums',
      'length: 12 hours, sums',
      'clauses.liability-cap.lookBack.length',
      /^a look-back is one length in days/,
    ],
    ['a share that is none', 'share: 0.005', 'share: 99.5', 'clauses.availability.allowance.share', /what may be lost/],
    [
      'a share that is promised',
      'share: 0.005',
      'share: 0.995',
      'clauses.availability.allowance.share',
      /^share is what may be lost, not what is promised: write 0\.001 for 99\.9 % availability$/,
    ],
    ['an hour that is none', 'sendAt: "09:00"', 'sendAt: "25:00"', 'sendAt', /^use HH:MM$/],
  ])('refuses %s, with its place and what to do', (_, from, to, path, message) => {
    const { faults, line } = change(from, to);
    expect(faults).toEqual([
      { path, message: expect.stringMatching(message), line: expect.any(Number), column: expect.any(Number) },
    ]);
    // No fault is reported further away than its clause is long.
    expect(Math.abs((faults[0]?.line ?? 0) - line)).toBeLessThan(25);
  });

  it.each<[string, string, string]>([
    [
      'on: termination.noticed',
      'on: { clause: deletion, becomes: lapse }',
      'termination-notice.on.becomes: use open, met or lapsed; did you mean lapsed?',
    ],
    [
      'on: termination.noticed',
      'on: { clase: deletion, becomes: lapsed }',
      'termination-notice.on: there is no field clase here; did you mean clause?',
    ],
    [
      'on: termination.noticed',
      'on: { kind: breach.alleged, were: {} }',
      'termination-notice.on: there is no field were here; did you mean where?',
    ],
    [
      'on: termination.noticed',
      'on: 5',
      'termination-notice.on: this is a number, and text, a set of fields or a list is wanted',
    ],
    [
      'lookBack: { length: 12 months, sums',
      'lookBack: { length: 12 months, since: trigger, sums',
      'liability-cap.lookBack: there is no field since here; its fields are length, from, sums, percent, atLeast',
    ],
    ['period: 90 days', 'period: 14', 'deletion.period: write a length in words, such as 15 business days'],
    [
      'period: 90 days',
      'period: { legnth: 90 days }',
      'deletion.period: there is no field legnth here; did you mean length?',
    ],
    [
      'period: 90 days',
      'period: { length: 90 days, roll: follow }',
      'deletion.period.roll: use none, following, preceding, modifiedFollowing or modifiedPreceding',
    ],
    [
      'to: provider',
      'to: both',
      'export-window.ladder.2.to: use customer or provider; or several of them in a list: [customer, provider]',
    ],
    ['to: provider', 'to: [both, customer]', 'export-window.ladder.2.to.0: use customer or provider'],
    [
      'survivesTermination: true',
      'survivesTermination: yes',
      'export-window.survivesTermination: this is text, and true or false is wanted; write one of these words, without quotes',
    ],
    [
      'on: termination.noticed',
      'on: [{ clause: deletion, becomes: lapsed }, termination.noticed]',
      `termination-notice.on.0: ${A_LIST_HOLDS}`,
    ],
    [
      'on: termination.noticed',
      'on: { any: [termination.noticed] }',
      'termination-notice.on: write a kind of event, such as invoice.due or { kind: invoice.due, where: { … } }, a list of them, of which any one does, or one clause: { clause: grace, becomes: lapsed }',
    ],
    [
      'satisfiedBy: data-export.delivered',
      'satisfiedBy: { all: [data-export.delivered, data.deleted] }',
      'export-window.satisfiedBy: write a kind of event, such as payment.received or { kind: payment.received, where: { … } }, or a list of them, of which any one does',
    ],
    [
      'satisfiedBy: data-export.delivered',
      'satisfiedBy: [{ all: [data-export.delivered, data.deleted] }]',
      `export-window.satisfiedBy.0: ${A_LIST_HOLDS}`,
    ],
    [
      'satisfiedBy: data-export.delivered',
      'satisfiedBy: [{ kind: data-export.delivered }]',
      'export-window.satisfiedBy.0.where: where is missing; write a set of fields',
    ],
    ['period: 90 days', 'atOnce: { of: 90 days }', 'deletion.atOnce: there is no field of here; its fields are from'],
    [
      'share: 0.005',
      'share: "0.005"',
      'availability.allowance.share: this is text, and a number is wanted; write digits alone, without quotes',
    ],
  ])('says what was meant: %s → %s', (from, to, said) => {
    const { faults } = change(from, to);
    expect(faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([`clauses.${said}`]);
  });

  it.each<[string, string, string]>([
    ['version: "2026-01"', 'version: 2026', 'version: this is a number, and text is wanted; put it in quotes'],
    [
      'termination.withdrawn: The',
      'creditClaimed: The',
      'events: creditClaimed cannot stand here; use an event kind such as contract.terminated',
    ],
    [
      'events:\n',
      'settings: { long: { length: 14 days, why: No time is named, so two weeks are assumed. } }\nevents:\n',
      'settings.long: “so two weeks are assumed.” stands after a comma within { } and is read as a field; put the whole sentence before and after the comma in quotes',
    ],
    ['holidays: []', 'holidays: RO', 'holidays: this is text, and a list is wanted; write [RO]'],
    ['holidays: []', 'holidays:', 'holidays: this is empty, and a list is wanted; write [] for none'],
    [
      'events:\n',
      'cycles: { month: { every: 1 } }\nevents:\n',
      'cycles.month.every: use contract.term or contract.billing; or write a length in words, such as 15 business days',
    ],
    [
      'events:\n',
      'cycles: { month: every month }\nevents:\n',
      'cycles.month: this is text, and a set of fields is wanted; write name: value for each: every, ifSilent, assumesIfSilent, extendedBy, beginsWith',
    ],
  ])('says what was meant in the head: %s → %s', (from, to, said) => {
    const { faults } = change(from, to);
    expect(faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([said]);
  });

  it.each<[string, string, string, RegExp]>([
    ['title: Export', 'title: Export: now', 'title', /^there is a second colon in this value; put the value in quotes/],
    ['  - id: deletion', '- id: deletion', '- id', /^this line is not indented like those it belongs with/],
    ['    title: Deletion', '   title: Deletion', 'title', /^this line is not indented like/],
    [
      'sendAt: "09:00"',
      'sendAt: "09:00"\nsendAt: "10:00"',
      'sendAt: "10:00"',
      /^sendAt is given twice; keep one of them$/,
    ],
    ['period: 90 days', 'period: *nowhere', '*nowhere', /^\*nowhere stands for nothing/],
    ['period: 90 days', 'period: @soon', '@soon', /^a value that begins with @ has to stand in quotes/],
    [
      'assumes: [trigger-day-out]',
      'assumes: [trigger-day-out',
      'ladder',
      /^a bracket that was opened before is not closed/,
    ],
    ['ref: ', 'ref: "', '', /^a quotation mark that was opened before is not closed/],
    ['    ref', '\tref', 'ref', /^indent with spaces, not with tabs$/],
    ['title: Export', 'title: "Export" of', 'of', /^something here is no part of the value/],
    ['title: Export', "title: 'The customer's export'\n    means: Export", "'The", /^the apostrophe before this ends/],
  ])('says once, in plain words, where YAML is broken: %s → %s', (from, to, at, message) => {
    const { faults, line } = change(from, to, at);
    expect(faults).toMatchObject([{ path: '', message: expect.stringMatching(message) }]);
    if (at !== '') expect(faults[0]?.line).toBe(line);
  });

  it('gives the very line and column of a misspelt field', () => {
    const { faults, line } = change('satisfiedBy: data-export', 'satisfyedBy: data-export');
    expect(faults).toMatchObject([{ line, column: 5 }]);
    expect(new PackError(FILE, faults).message).toBe(
      `${FILE}:${line}:5 clauses.export-window: there is no field satisfyedBy here; did you mean satisfiedBy?`,
    );
  });

  it('gives the line and column of a value', () => {
    const { faults, line } = change('period: 15 business days', 'period: fifteen days', 'fifteen');
    expect(faults).toMatchObject([{ line, column: 13 }]);
  });

  it('names a missing field, at the clause that lacks it', () => {
    const { faults } = change('    nature: effect\n', '');
    const line = text.slice(0, text.indexOf('id: termination-notice')).split('\n').length;
    expect(faults).toMatchObject([
      { path: 'clauses.termination-notice.nature', line, message: expect.stringContaining('nature is missing') },
    ]);
  });

  it('lists every fault, not only the first', () => {
    const twice = text.replace('timezone: UTC', 'timezone: EST').replace('period: 90 days', 'period: soon');
    expect(faultsOf(twice).map(({ path }) => path)).toEqual(['timezone', 'clauses.deletion.period']);
  });

  it.each([
    ['an empty file', ''],
    ['a list', '- a\n- b\n'],
    ['YAML that is none', 'pack: [exoopus\nversion: 1\n'],
    ['a key twice', text.replace('version: "2026-01"', 'version: "2026-01"\nversion: "2026-02"')],
    ['an alias to nothing', text.replace('period: 90 days', 'period: *nowhere')],
    ['a version that YAML reads as a number', text.replace('version: "2026-01"', 'version: 2026')],
    ['two documents', `${text}\n---\n${text}`],
  ])('refuses %s with a place', (_, broken) => {
    const faults = faultsOf(broken);
    expect(faults.length).toBeGreaterThan(0);
    for (const { line, column, message } of faults) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(message).not.toBe('');
    }
  });
});
