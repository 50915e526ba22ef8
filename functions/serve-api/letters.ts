import { type NoticeRecord, subjectOf } from '../../shared/core/notices/record.ts';
import { acknowledgeNotice } from '../../shared/recording/acknowledge-notice.ts';
import { answer, HttpProblem, parseJson, rawBody } from '../../shared/runtime/http.ts';
import { type NotSentAgain, sendAgain } from '../../shared/sending/send-again.ts';
import type { Respond } from './dependencies.ts';
import { contractInPath, parseInput, sendAgainSchema, statementSchema } from './parse.ts';

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

/** Has a letter that failed sent again: the same bytes, or a further letter in its place. */
export const postSendAgain: Respond = async (dependencies, request) => {
  const contract = contractInPath(request);
  const id = request.pathParameters?.notice ?? '';
  const { anyway = false, ...statement } = parseInput(sendAgainSchema, parseJson(rawBody(request)));
  const result = NOTICE_ID.test(id)
    ? await sendAgain(dependencies, contract, id, { ...statement, anyway })
    : ({ outcome: 'unknown' } as const);
  if (result.outcome === 'unknown') throw noSuchNotice(id);
  if (result.outcome === 'refused') throw notSentAgain(result.because, result.notice);
  const { notice } = result;
  dependencies.telemetry.info('NOTICE_SENT_AGAIN', { contract, notice: id, outcome: result.outcome });
  const { step, party, to, state, attempts } = notice;
  return answer(202, {
    contract,
    notice: notice.id,
    ...(result.outcome === 'instead' && { insteadOf: result.failed.id }),
    ...subjectOf(notice),
    ...{ step, party, to, state, attempts },
  });
};

const WHY_NOT: Readonly<Record<NotSentAgain, string>> = {
  cancelled: 'It was withdrawn, since the facts had moved on. What is so now is told by a letter of its own.',
  'under-way': 'It is being sent, or its delivery is waited for. Wait until its state says that it failed.',
  stopped: 'It waits, since a person stopped letters: see GET /sending and GET /holds. It goes once that is released.',
  delivered: 'The receiving server took it. Send "anyway": true to send it once more.',
  'nothing-to-say': 'Its deadline is met, has ended, or stands no more, so there is nothing to announce.',
  'another-address': 'Its recipient has another address by now, and it is about no deadline. Tell them in another way.',
};

function notSentAgain(because: NotSentAgain, { id, state }: NoticeRecord): HttpProblem {
  const field = because === 'delivered' ? 'anyway' : 'notice';
  return new HttpProblem(409, because, 'The letter is not sent again.', [
    { field, value: because === 'delivered' ? false : id, detail: `Its state is ${state}. ${WHY_NOT[because]}` },
  ]);
}

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
