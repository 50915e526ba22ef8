import { expect, it } from 'vitest';
import { plan } from '../../shared/core/deadlines/plan.ts';
import { buildCatalog } from '../../shared/core/terms/catalog.ts';
import { prospectsOf } from '../../shared/desk/prospects/prospects.ts';
import { readPack } from '../../shared/desk/reading/read-pack.ts';
import { deadlineOf, facts, packOf, silent, terms } from '../core/deadlines/planning.ts';

const code = readPack(
  'code/2020-01-01.yaml',
  `pack: code
version: "2020-01-01"
kind: statute
title: Code
events: { request.made: Somebody asks., request.answered: It is answered. }
clauses:
  - id: answer
    ref: "1"
    title: Answer
    means: m
    nature: window
    obligor: customer
    on: request.made
    about: request
    window: { opens: { length: 5 days }, closes: { length: 10 days } }
    satisfiedBy: request.answered`,
);
const first = packOf(
  '- { id: a, ref: "1", title: A, means: m, nature: effect, obligor: provider, on: test.second, period: 1 day }',
);

it('a window of a statute opens in the zone under which it was counted, whatever zone changed terms bring', () => {
  const { timezone: _any, ...anywhere } = { ...silent, terms: 'test', version: '1', statutes: ['code'] };
  const catalog = buildCatalog([
    { ...first, timezone: 'Europe/Copenhagen' },
    { ...first, version: '2', timezone: 'America/New_York' },
    code,
  ]);
  const events = facts('request.made@2026-06-28,request=r', 'terms-change.effective@2026-07-01,toVersion=2');
  const input = { ...terms, contract: anywhere, catalog, events };
  const planned = plan(input);
  expect(deadlineOf(planned, 'code.answer~r')).toMatchObject({ opensOn: '2026-07-03', timezone: 'Europe/Copenhagen' });
  const [meets] = prospectsOf(planned, input).ofDeadline('code.answer~r');
  expect(meets).toMatchObject({ effect: 'meets', from: '2026-07-02T22:00:00Z', until: '2026-07-08T22:00:00Z' });
});
