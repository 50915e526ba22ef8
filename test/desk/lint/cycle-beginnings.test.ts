import { expect, it } from 'vitest';
import { readLocatedPack } from '../../../shared/desk/reading/read-pack.ts';
import { clause, findingOf, lint, names, packText } from './linting.ts';

const fees = clause(
  'fees',
  'nature: effect\nobligor: customer\non: price.changed\nabout: price\ncycle: month\nperiod: { length: 2 weeks, endsWith: cycle }',
);
const CONVERTED = '{ on: trial.converted, from: [data.periodStartsOn, trigger] }';
const beginning = (beginsWith: string, events = '{}') =>
  `events: ${events}\ncycles: { month: { every: 1 month, beginsWith: ${beginsWith} } }\n`;
const lintOf = (beginsWith: string, events?: string) => lint([fees], { more: beginning(beginsWith, events) });

it('each day that no such event is documented to carry is named', () => {
  expect(names(lintOf(`[{ on: trial.started, from: data.endsOn }, ${CONVERTED}]`))).toEqual([]);
  const found = lintOf(`[${CONVERTED}, { on: trial.cancelled, from: [data.endsOn, trigger] }]`);
  expect(findingOf(found, 'unknown-data-key').text).toMatch(/trial\.cancelled is documented to carry data\.endsOn/);
});

it('a kind of the pack that only the second entry names is used', () => {
  const own = '{ trial.moved: A trial is moved. }';
  expect(names(lintOf(`[${CONVERTED}, { on: trial.moved, from: trigger }]`, own))).toEqual([]);
  expect(names(lintOf(`[${CONVERTED}]`, own))).toEqual(['unused-event']);
});

it.each([
  [
    '[{ on: trial.started, from: data.endsOn }, { on: trial.moved, from: trigger }]',
    'there is no kind of event trial.moved',
  ],
  ['[{ on: trial.started, from: data.ends }]', 'use trigger, or a day of the event'],
  ['trial.started', 'a set of fields or a list is wanted'],
  ['[]', 'at least 1'],
])('what cannot be read: %s', (written, said) => {
  const read = () => readLocatedPack('pack.yaml', packText([fees], { more: beginning(written) }));
  expect(read).toThrow(said);
});
