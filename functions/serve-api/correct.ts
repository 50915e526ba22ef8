import * as z from 'zod';
import { EVENT_WITHDRAWN } from '../../shared/core/events/kinds.ts';
import { bySchema, reasonSchema } from '../../shared/core/events/person.ts';
import { whyCorrected } from '../../shared/core/words/changes.ts';
import { type Words, wordsOf } from '../../shared/core/words/words.ts';
import type { CorrectResult } from '../../shared/recording/correct.ts';
import { correctEvent } from '../../shared/recording/correct-event.ts';
import { answer, parseJson, rawBody } from '../../shared/runtime/http.ts';
import { changesAnswer } from './changes-answer.ts';
import type { Respond } from './dependencies.ts';
import { contractInPath, eventInPath, parseInput, problemFrom, submittedEventSchema } from './parse.ts';

/** The body of `POST /contracts/{contract}/events/{event}/correct`. */
export const correctionSchema = z.strictObject({
  event: submittedEventSchema.extend({
    kind: submittedEventSchema.shape.kind.refine(
      (kind) => kind !== EVENT_WITHDRAWN,
      'a correction records what happened; to take an event back, record its withdrawal',
    ),
  }),
  by: bySchema,
  reason: reasonSchema,
});

export const postCorrection: Respond = async (dependencies, request) => {
  const contract = contractInPath(request);
  const event = eventInPath(request);
  const { event: corrected, by, reason } = parseInput(correctionSchema, parseJson(rawBody(request)));
  const result = await correctEvent(dependencies, { contract, event, corrected, by, reason });
  if (result.outcome === 'rejected') throw problemFrom(result);
  dependencies.telemetry.info('EVENT_CORRECTED', { contract, kind: corrected.kind, outcome: result.outcome });
  if (result.outcome === 'corrected') dependencies.telemetry.count('EventRecorded');
  const words = wordsOf(dependencies.catalog);
  return answer(result.outcome === 'corrected' ? 201 : 200, correctionAnswer(result, { by, reason }, words));
};

function correctionAnswer(
  result: Exclude<CorrectResult, { outcome: 'rejected' }>,
  decided: { readonly by: string; readonly reason: string },
  words: Words,
) {
  const withdrawn = result.corrections.flatMap((one) => one.withdrawn);
  const recorded = result.corrections.flatMap((one) => one.recorded);
  const { outcome, notLearned } = result;
  const beside = { outcome, event: recorded[0], withdrawn: withdrawn[0], notLearned };
  if (result.outcome === 'duplicate')
    return { ...beside, deadlines: [], notStarted: [], notCounted: [], notApplied: [] };
  const correction = { ...decided, withdrawn, recorded };
  return changesAnswer(beside, result, words, (change) => whyCorrected(change, correction, words.say));
}
