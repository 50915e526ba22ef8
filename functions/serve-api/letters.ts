import { type NoticeRecord, subjectOf } from '../../shared/core/notices/record.ts';
import { acknowledgeNotice } from '../../shared/recording/acknowledge-notice.ts';
import { answer, HttpProblem, parseJson, rawBody } from '../../shared/runtime/http.ts';
import type { Respond } from './dependencies.ts';
import { contractInPath, parseInput, statementSchema } from './parse.ts';

/** A person’s word that a letter that failed is dealt with. Said twice, the first stays. */
export const postAcknowledge: Respond = async (dependencies, request) => {
  const contract = contractInPath(request);
  const id = request.pathParameters?.notice ?? '';
  const statement = parseInput(statementSchema, parseJson(rawBody(request)));
  const result = NOTICE_ID.test(id) ? await acknowledgeNotice(dependencies, contract, id, statement) : undefined;
  if (!result || result.outcome === 'unknown') throw noSuchNotice(id);
  if (result.outcome === 'not-waiting') throw needsNobody(result.notice);
  dependencies.telemetry.info('NOTICE_ACKNOWLEDGED', { contract, notice: id, outcome: result.outcome });
  const { step, party, state, acknowledged } = result.notice;
  return answer(200, { contract, notice: id, ...subjectOf(result.notice), step, party, state, acknowledged });
};

const NOTICE_ID = /^[0-9a-f]{32}$/;

function noSuchNotice(id: string): HttpProblem {
  return new HttpProblem(404, 'unknown-notice', 'There is no such letter.', [
    { field: 'notice', value: id, detail: 'Give the id that GET /tasks or the contract’s evidence names.' },
  ]);
}

function needsNobody({ id, state }: NoticeRecord): HttpProblem {
  return new HttpProblem(409, 'not-waiting', 'The letter waits for nobody.', [
    { field: 'notice', value: id, detail: `Its state is ${state}. There is nothing to acknowledge.` },
  ]);
}
