import * as z from 'zod';
import { changeSchema } from '../../shared/core/events/amendment.ts';
import { bySchema, reasonSchema } from '../../shared/core/events/person.ts';
import { whyChanged } from '../../shared/core/words/changes.ts';
import { wordsOf } from '../../shared/core/words/words.ts';
import { amend } from '../../shared/recording/amend.ts';
import { answer, parseJson, rawBody } from '../../shared/runtime/http.ts';
import { changesAnswer } from './changes-answer.ts';
import type { Respond } from './dependencies.ts';
import { contractInPath, parseInput, problemFrom } from './parse.ts';

const atOnce = z.never('an amendment takes effect at once; leave this out').optional();

/** The body of `PATCH /contracts/{contract}`. */
export const amendmentSchema = z.strictObject({
  change: changeSchema,
  by: bySchema,
  reason: reasonSchema,
  dryRun: z.boolean().default(false).describe('Say what would change, and store nothing.'),
  from: atOnce,
  appliesTo: atOnce,
});

export const patchContract: Respond = async (dependencies, request) => {
  const contract = contractInPath(request);
  const { change, by, reason, dryRun } = parseInput(amendmentSchema, parseJson(rawBody(request)));
  const result = await amend(dependencies, { contract, change, by, reason, dryRun });
  if (result.outcome === 'rejected') throw problemFrom(result);
  const { outcome, event, changes, gaps } = result;
  if (!dryRun) dependencies.telemetry.info('CONTRACT_AMENDED', { contract, outcome });
  const words = wordsOf(dependencies.catalog);
  const beside = { outcome, ...(dryRun && { dryRun }), contract: result.contract, ...(event && { event }) };
  return answer(
    200,
    changesAnswer(beside, { changes, ...gaps }, words, (one) => whyChanged(one, words.say)),
  );
};
