import { expect, it } from 'vitest';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { motionlessTimer } from '../../local/time/clock.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { contractSchema } from '../../shared/core/events/contract.ts';
import type { ContractEvent } from '../../shared/core/events/event.ts';
import { buildCatalog } from '../../shared/core/terms/catalog.ts';
import { createContract } from '../../shared/recording/create-contract.ts';
import { recordEvent } from '../../shared/recording/record-event.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';
import { packOf } from '../core/deadlines/planning.ts';
import { wakesNothing } from '../harness/samples.ts';

const NOW = '2026-11-20T08:00:00Z';

/** However many answers the end of the contract gives, none of them leads to a credit. */
const PACK = packOf(`
- id: answer
  ref: "1"
  title: Answer
  means: A request is answered.
  nature: obligation
  obligor: provider
  on: support.requested
  about: ticket
  period: 10 days
  satisfiedBy: contract.terminated
- id: credit
  ref: "2"
  title: Credit
  means: An answer is followed by a credit.
  nature: obligation
  obligor: provider
  on: { clause: answer, becomes: met }
  survivesTermination: true
  appliesIf: { contract: law, is: [RO], ifSilent: does-not-apply }
  period: 10 days`);

it('a clause that one event would have started about many matters is reported once', async () => {
  const table = new ContractTable(memoryDatabase().dynamodb, 'contracts');
  const { holidays } = sourceTerms();
  const dependencies = {
    table,
    catalog: buildCatalog([PACK]),
    holidays,
    clock: { now: () => NOW },
    timer: motionlessTimer,
    wake: wakesNothing,
  };
  const customer = { email: 'ana@acme.example' };
  await createContract(dependencies, contractSchema.parse({ id: 'acme', terms: 'test', customer }));
  const record = (kind: string, occurredAt: string, data: ContractEvent['data'] = {}) =>
    recordEvent(dependencies, {
      contract: 'acme',
      event: { id: `${kind}-${data.ticket ?? ''}`, kind, occurredAt, recordedAt: NOW, data },
    });
  for (let ticket = 1; ticket <= 30; ticket += 1) await record('support.requested', '2026-11-19', { ticket });
  const result = await record('contract.terminated', '2026-11-20');
  const reason = { because: 'silent', field: 'law' };
  expect(result).toMatchObject({ notApplied: [{ clause: 'credit', reason }], notStarted: [] });
  expect((await table.deadlines('acme')).filter(({ state }) => state === 'met')).toHaveLength(30);
  const recorded = (await table.evidence('acme')).at(-1);
  expect(recorded?.facts.notApplied).toHaveLength(1);
});
