import { MOST_BYTES_TAKEN_ALONG } from '../functions/send-notice/digest.ts';
import { MOST_EXAMINED as EXAMINED_FOR_CAUSE } from '../functions/serve-api/decide-cause.ts';
import { MOST_EXAMINED as EXAMINED_FOR_DRY_RUN } from '../functions/serve-api/replay.ts';
import { MOST_COUNTED } from '../functions/serve-api/sending.ts';
import { MOST_LET_GO } from '../functions/sweep-deadlines/free-letters.ts';
import { MOST_DELIVERIES } from '../functions/sweep-deadlines/inbound.ts';
import { LONGEST_QUEUEING_MS } from '../functions/sweep-deadlines/overdue.ts';
import { MOST_EXAMINED as EXAMINED_FOR_TASKS } from '../functions/sweep-deadlines/tasks.ts';
import { MOST_WORDS } from '../shared/aws/refusals.ts';
import { MOST_RUNGS, MOST_SCANNED } from '../shared/aws/table/enumeration.ts';
import { LONGEST_NAME, MOST_FAILURES } from '../shared/aws/table/jobs.ts';
import { MOST_STATUTES } from '../shared/core/agreement/readings.ts';
import { MOST_DAYS } from '../shared/core/deadlines/proposals.ts';
import { MOST_FORESEEN, MOST_REREAD } from '../shared/core/deadlines/revisions.ts';
import { LEAST_LEFT_MS } from '../shared/core/deadlines/sending-time.ts';
import { MOST_METADATA_KEYS, MOST_RULES, MOST_VALUES } from '../shared/core/intake/rules.ts';
import { MOST_LETTERS } from '../shared/core/notices/record.ts';
import { MOST_FREED, MOST_HOLDS, MOST_PACKS } from '../shared/core/notices/sending.ts';
import { LETTERS_ALONE } from '../shared/core/notices/taken-along.ts';
import { codeText, leadText, nameText, sentenceText, titleText } from '../shared/core/terms/text.ts';
import { MOST_ATTEMPTS as RUNS_AT_A_PAGE } from '../shared/jobs/walk.ts';
import { MOST_LETTERS_NAMED } from '../shared/recording/proposals.ts';
import { MOST_DIGEST_BYTES } from '../shared/sending/prepare-digest.ts';
import { MOST_UNCONFIRMED_ATTEMPTS, MOST_UNCONFIRMED_TO_PROVIDER } from '../shared/sending/verdict.ts';
import { type LimitGroup, limit, longest } from './limits-table.ts';

export const SENDING: LimitGroup = {
  title: 'Sending',
  about:
    'However many letters are due to one address at one time, all of them go out, each once, as fast as SES takes them: they wait in the queue `notices`.',
  limits: [
    limit(
      { MOST_UNCONFIRMED_ATTEMPTS },
      'attempts of a letter without an answer or a report',
      'given up: a task for a person',
    ),
    limit({ MOST_UNCONFIRMED_TO_PROVIDER }, 'the same of a letter to the provider', 'given up: a task for a person'),
    limit(
      { LEAST_LEFT_MS },
      'what the send window leaves of the time of a step, at least',
      'the step keeps its own time',
      'ms',
    ),
    limit({ LETTERS_ALONE }, 'letters of a day to one reader that go out alone where there are digests', 'one message'),
    limit({ MOST_LETTERS }, 'notices of a digest', 'a further digest, or they go out alone'),
    limit({ MOST_DIGEST_BYTES }, 'their letters, as each would be alone', 'likewise', 'bytes'),
    limit(
      { MOST_BYTES_TAKEN_ALONG },
      'a deadline whose letter is one of a digest, as JSON',
      'it goes out alone',
      'bytes',
    ),
    limit({ MOST_WORDS }, 'words of SES about a refusal that are kept', 'cut off', 'characters'),
    limit({ MOST_HOLDS }, 'holds in force', '409'),
    limit({ MOST_PACKS }, 'packs with a switch of their own', '409'),
    limit({ MOST_FREED }, 'groups of letters that are being let go', '409; wait for the sweep'),
    limit({ MOST_LET_GO }, 'letters that one sweep lets go after a hold', 'the next sweep, five minutes later'),
    limit({ MOST_COUNTED }, 'stopped letters that an answer counts', 'counted no further'),
  ],
};

export const JOBS: LimitGroup = {
  title: 'Jobs, sweeps and proposals',
  about: 'A job goes over any number of contracts page by page: it keeps its place and a page’s worth of memory.',
  limits: [
    limit({ MOST_RUNGS }, 'deadlines in a page of the nightly comparison', 'the next page'),
    limit({ MOST_SCANNED }, 'items read for a page of contracts', 'the next page'),
    limit(
      { MOST_ATTEMPTS: RUNS_AT_A_PAGE },
      'runs of a job that may fail at one page',
      'the page is passed over and counted as failed, or the job fails if it cannot be read',
    ),
    limit({ MOST_FAILURES }, 'failures that a job lists', 'the others are counted'),
    limit({ LONGEST_NAME }, 'text that names what failed, and why', 'cut off', 'characters'),
    limit(
      { LONGEST_QUEUEING_MS },
      'time for which one sweep queues overdue work, oldest first',
      'the next sweep',
      'ms',
    ),
    limit({ MOST_DELIVERIES }, 'webhooks that one sweep queues', 'the next sweep'),
    limit({ MOST_EXAMINED: EXAMINED_FOR_TASKS }, 'tasks of each kind that a sweep counts', 'counted no further'),
    limit({ MOST_EXAMINED: EXAMINED_FOR_DRY_RUN }, 'webhooks that the dry run of a replay looks at', '`more`'),
    limit(
      { MOST_EXAMINED: EXAMINED_FOR_CAUSE },
      'proposals that are looked at before a decision about all of a cause',
      'the job is started, and looks at all',
    ),
    limit({ MOST_DAYS }, 'days that the cause of a proposal names', 'those nearest to the end'),
    limit({ MOST_REREAD }, 'deadlines that the proposal of a reading lists', '`more`'),
    limit(
      { MOST_FORESEEN },
      'deadlines over by then whose consequences such a proposal takes in',
      'those of the first',
    ),
    limit({ MOST_STATUTES }, 'revisions of statutes that are proposed together', 'proposed once these are accepted'),
    limit({ MOST_LETTERS_NAMED }, 'letters that the evidence of a decision names', 'the last ones'),
  ],
};

export const PACKS: LimitGroup = {
  title: 'Packs and rules of intake',
  about: 'What is beyond one of these is a fault of the file, with its line; nothing is loaded.',
  limits: [
    longest({ nameText }, 'name of a pack, clause, plan, setting or topic', 'refused by its place'),
    longest({ codeText }, 'law, holiday set or other code', 'refused by its place'),
    longest({ titleText }, '`title`, `provider`, `ref`', 'refused by its place'),
    longest({ leadText }, '`lead` of a step', 'refused by its place'),
    longest({ sentenceText }, '`means`, `why`, `source` and other sentences', 'refused by its place'),
    limit({ MOST_RULES }, 'rules of intake', 'refused by its place'),
    limit({ MOST_VALUES }, 'values of one field of a rule', 'refused by its place'),
    limit({ MOST_METADATA_KEYS }, 'keys of `metadata` in a rule', 'refused by its place'),
  ],
};
