import { contractSchema } from '../../shared/core/events/contract.ts';
import type { ContractEvent } from '../../shared/core/events/event.ts';
import { eventIdOf } from '../../shared/core/events/event-id.ts';
import { decidedBy, whyChanged } from '../../shared/core/words/changes.ts';
import { type Words, wordsOf } from '../../shared/core/words/words.ts';
import { createContract } from '../../shared/recording/create-contract.ts';
import { withMatterNamed } from '../../shared/recording/name-matter.ts';
import { recordAsLoaded } from '../../shared/recording/record-event.ts';
import type { RecordResult } from '../../shared/recording/record-once.ts';
import { answer, parseJson, rawBody } from '../../shared/runtime/http.ts';
import { changesAnswer } from './changes-answer.ts';
import type { Respond } from './dependencies.ts';
import { contractInPath, parseInput, problemFrom, submittedEventSchema } from './parse.ts';

export const postContract: Respond = async (dependencies, request) => {
  const submitted = parseInput(contractSchema, parseJson(rawBody(request)));
  const result = await createContract(dependencies, submitted);
  if (result.outcome === 'rejected') throw problemFrom(result);
  dependencies.telemetry.info('CONTRACT_CREATED', { contract: result.contract.id, outcome: result.outcome });
  return answer(result.outcome === 'created' ? 201 : 200, result.contract);
};

export const postEvent: Respond = async (dependencies, request) => {
  const contract = contractInPath(request);
  const submitted = parseInput(submittedEventSchema, parseJson(rawBody(request)));
  const event: ContractEvent = {
    id: submitted.id ?? eventIdOf(submitted),
    kind: submitted.kind,
    occurredAt: submitted.occurredAt,
    recordedAt: dependencies.clock.now(),
    data: submitted.data,
  };
  const result = await recordAsLoaded(dependencies, {
    contract,
    eventFor: async (loaded) => {
      const named = withMatterNamed(dependencies, loaded, event);
      return 'outcome' in named ? named : { event: named };
    },
  });
  if (result.outcome === 'rejected') throw problemFrom(result);
  dependencies.telemetry.info('EVENT_RECORDED', { contract, kind: event.kind, outcome: result.outcome });
  if (result.outcome === 'recorded') dependencies.telemetry.count('EventRecorded');
  return answer(result.outcome === 'recorded' ? 201 : 200, eventAnswer(result, wordsOf(dependencies.catalog)));
};

/** The event and the deadlines it changed. A duplicate changes none. */
export function eventAnswer(result: Exclude<RecordResult, { outcome: 'rejected' }>, words: Words) {
  const { outcome, event, notLearned } = result;
  const beside = { outcome, event, notLearned };
  if (result.outcome === 'duplicate')
    return { ...beside, deadlines: [], notStarted: [], notCounted: [], notApplied: [] };
  return changesAnswer(beside, result, words, (change) => whyChanged(change, words.say, decidedBy(event)));
}
