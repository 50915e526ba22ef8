import { LONGEST_HEADER } from '../functions/receive-webhook/delivery-of.ts';
import { MOST_EXAMINED as EXAMINED_FOR_PAGE, MOST_PAGE_BYTES, MOST_ROWS } from '../functions/serve-api/page.ts';
import { LONGEST_CURSOR } from '../functions/serve-api/queries.ts';
import { MOST_INVOCATION_BYTES, MOST_REQUEST_BYTES } from '../local/aws/payloads.ts';
import { LARGEST_ITEM, LARGEST_TRANSACTION } from '../local/dynamo/item-size.ts';
import { LARGEST_KEPT } from '../shared/aws/table/answers.ts';
import { MOST_ACTIONS, MOST_DEADLINE_BYTES, MOST_DEADLINES } from '../shared/aws/table/commit.ts';
import { MOST_EXPLAINED_BYTES, MOST_NOT_COUNTED, MOST_STORED, MOST_TAUGHT } from '../shared/aws/table/items.ts';
import { MOST_HELD, MOST_POINTERS } from '../shared/aws/table/outcomes.ts';
import { MOST_CONTRACTS_OF_A_CUSTOMER, MOST_LEARNED } from '../shared/aws/table/references.ts';
import { MOST_SECRETS } from '../shared/aws/webhook-secrets.ts';
import { LONGEST_SUBJECT } from '../shared/core/deadlines/folding/occurrence.ts';
import { MOST_EARLIER_RUNS, MOST_MISSED } from '../shared/core/deadlines/progress.ts';
import {
  contractIdSchema,
  contractSchema,
  emailSchema,
  LONGEST_LABEL,
  LONGEST_LOCAL_PART,
  lineSchema,
  MOST_REFERENCES,
} from '../shared/core/events/contract.ts';
import { eventDataSchema, givenEventIdSchema } from '../shared/core/events/event.ts';
import { bySchema, reasonSchema } from '../shared/core/events/person.ts';
import { MOST_TOLD } from '../shared/core/intake/customers.ts';
import { MOST_LISTED } from '../shared/core/notices/onboarding.ts';
import { LONGEST_ID } from '../shared/core/webhooks/envelope.ts';
import { LONGEST_TEXT } from '../shared/core/webhooks/mapped-event.ts';
import { MAX_HEADER_LENGTH } from '../shared/core/webhooks/signature.ts';
import { MOST_ITEMS } from '../shared/core/webhooks/snapshots.ts';
import { MOST_CANDIDATES } from '../shared/inbound/decide-fact.ts';
import { LONGEST_DETAIL, MOST_FACTS, MOST_REPLAYS } from '../shared/inbound/delivery.ts';
import { MOST_QUESTIONS } from '../shared/providers/asked-once.ts';
import { LARGEST_ANSWER, MOST_TRIES } from '../shared/providers/http.ts';
import { MOST_KEYS } from '../shared/providers/keys.ts';
import { MOST_AMENDED } from '../shared/recording/amended-references.ts';
import { LONGEST_MS, MOST_ATTEMPTS } from '../shared/recording/attempt.ts';
import { MOST_CORRECTED } from '../shared/recording/correct.ts';
import { MOST_CHANGES, MOST_DATA_BYTES, MOST_EVENTS, MOST_HISTORY_BYTES } from '../shared/recording/limits.ts';
import { MOST_AT_CREATION } from '../shared/recording/references.ts';
import { MOST_FORGOTTEN } from '../shared/recording/teach.ts';
import { MOST_BODY_BYTES } from '../shared/runtime/http.ts';
import { type LimitGroup, limit, longest, mostIn } from './limits-table.ts';

const named = (field: string) => `422 naming ${field}`;
const { holidays, statutes, term } = contractSchema.shape;

export const API: LimitGroup = {
  title: 'Requests and answers',
  limits: [
    limit({ MOST_BODY_BYTES }, 'body of a request, and of a webhook', '413 naming `body`', 'bytes'),
    limit(
      { MOST_REQUEST_BYTES },
      'body of a request to API Gateway (HTTP API)',
      '413 `{"message":"Request Entity Too Large"}`',
      'bytes',
    ),
    limit(
      { MOST_INVOCATION_BYTES },
      'what goes into a synchronous invocation of Lambda, and comes out of it: the request or the answer as JSON',
      'the same 413 for a request; 500 `{"message":"Internal Server Error"}` for an answer',
      'bytes',
    ),
    limit({ MOST_ROWS }, 'rows of a page of a list', 'the next page; a larger `limit` is 422', undefined),
    limit(
      { MOST_PAGE_BYTES },
      'a page of a list, and the deadlines in the answer to an event',
      'the next page, or `more`; one row that is larger comes alone',
      'bytes',
    ),
    limit(
      { MOST_EXAMINED: EXAMINED_FOR_PAGE },
      'rows that a filtered list looks at for one page',
      'a page with fewer rows and `next`',
    ),
    limit({ LONGEST_CURSOR }, 'cursor of a list', named('`cursor`'), 'characters'),
    longest({ bySchema }, '`by`, one line', named('`by`')),
    longest({ reasonSchema }, '`reason`, one line', named('`reason`')),
    limit(
      { MOST_ATTEMPTS },
      'attempts of one writer to a contract that others write to at the same time',
      '503; the same request may be sent again. Fifteen writers get through with none refused',
    ),
    limit({ LONGEST_MS }, 'time for these attempts', 'likewise', 'ms'),
  ],
};

export const CONTRACT: LimitGroup = {
  title: 'A contract and its events',
  limits: [
    longest({ contractIdSchema }, 'id of a contract', named('`id`')),
    longest({ givenEventIdSchema }, 'id of an event', named('`id`')),
    longest({ emailSchema }, 'e-mail address of the customer', named('`customer.email`'), addressOf),
    limit({ LONGEST_LABEL }, 'one part of its domain', named('`customer.email`'), 'characters'),
    limit({ LONGEST_LOCAL_PART }, 'the part of the address before the `@`', named('`customer.email`'), 'characters'),
    longest({ lineSchema }, 'name of the customer, one line', named('`customer.name`')),
    longest(
      { 'contractSchema.shape.term': term },
      '`term`, `billing.cycle` and each of `settings`, in words',
      named('the field'),
      (length) => '12 months'.padEnd(length),
    ),
    mostIn({ 'contractSchema.shape.holidays': holidays }, 'holiday sets of a contract', named('`holidays`'), (length) =>
      Array.from({ length }, () => 'RO'),
    ),
    mostIn({ 'contractSchema.shape.statutes': statutes }, 'statutes beside the terms', named('`statutes`'), (length) =>
      Array.from({ length }, () => 'gdpr'),
    ),
    limit(
      { MOST_REFERENCES },
      'references of a contract at one provider, beside the payments and invoices that lead to it',
      named('`references` or `change.references.add`'),
    ),
    limit(
      { MOST_AT_CREATION },
      'references with which a contract is created',
      `${named('`references`')}; \`PATCH\` adds the others`,
    ),
    limit({ MOST_AMENDED }, 'references in one amendment', `${named('`change.references`')}; make several`),
    limit(
      { MOST_CONTRACTS_OF_A_CUSTOMER },
      'contracts of a customer of a provider',
      '409 naming the reference; messages that name the subscription find the contract without it',
    ),
    limit(
      { MOST_EVENTS },
      'events of a contract, beside lapses, amendments, corrections and withdrawals',
      `${named('`contract`')}; a webhook is set aside`,
    ),
    limit({ MOST_HISTORY_BYTES }, '`data` of all events of a contract, as JSON', 'likewise', 'bytes'),
    limit({ MOST_DATA_BYTES }, '`data` of one event, as JSON', named('`data`'), 'bytes'),
    longest({ eventDataSchema }, 'one text in `data` of an event', named('`data.<name>`'), textOfData),
    limit(
      { LONGEST_SUBJECT },
      'an invoice, a breach or whatever else a deadline is about, as part of the id of the deadline',
      'shortened, with its hash',
      'characters',
    ),
    limit(
      { MOST_CHANGES },
      'deadlines that one event opens, closes or changes',
      `${named('`kind`')}. A lapse has no such limit: it closes all there are, in as many transactions as it takes`,
    ),
    limit(
      { MOST_ACTIONS },
      'actions of one transaction of the table',
      'what is left is settled before anything of it is announced',
    ),
    limit({ MOST_DEADLINES }, 'changed deadlines in one transaction', 'likewise'),
    limit({ MOST_DEADLINE_BYTES }, 'changed deadlines in one transaction, as JSON', 'likewise', 'bytes'),
    limit({ LARGEST_TRANSACTION }, 'items of one transaction (DynamoDB)', named('`body`'), 'bytes'),
    limit({ LARGEST_ITEM }, 'an item of the table (DynamoDB)', named('`body`'), 'bytes'),
    limit(
      { MOST_STORED },
      'steps of the explanation that are stored of a deadline, and events that met it besides',
      'readers get the whole explanation, which is made anew',
    ),
    limit({ MOST_EXPLAINED_BYTES }, 'the explanation that is stored of a deadline, as JSON', 'likewise', 'bytes'),
    limit({ MOST_EARLIER_RUNS }, 'earlier runs of a deadline whose letters are known', 'the newest are kept'),
    limit(
      { MOST_MISSED },
      'missed steps of a deadline of which one letter tells',
      'the newest, and how many there were before',
    ),
    limit({ MOST_NOT_COUNTED }, 'clauses that a contract names as not countable', 'the first are named'),
    limit(
      { MOST_TAUGHT },
      'payments and invoices under which webhooks of a contract are yet to be woken',
      'the last ones; a webhook that waits is found as it is replayed',
    ),
    limit({ MOST_CORRECTED }, 'events withdrawn and recorded by one correction', named('`event`')),
    limit(
      { MOST_FORGOTTEN },
      'payments and invoices that one write has lead to the contract no more',
      'the others go on leading to it',
    ),
    limit({ MOST_LISTED }, 'deadlines in each list of the letter about a late onboarding', 'the others are counted'),
  ],
};

export const WEBHOOK: LimitGroup = {
  title: 'A webhook',
  limits: [
    limit({ MAX_HEADER_LENGTH }, 'header with the signature', '401', 'characters'),
    limit(
      { MOST_SECRETS },
      'live secrets of a provider',
      'webhooks are answered 500 until the secret is corrected; the provider sends them again',
    ),
    limit({ MOST_KEYS }, 'API keys of a provider', 'nothing is asked until the secret is corrected'),
    limit({ LONGEST_HEADER }, 'what is kept of a header', 'cut off', 'characters'),
    limit({ LONGEST_ID }, 'id of the provider', 'the webhook is identified by the hash of its body', 'characters'),
    limit({ LONGEST_TEXT }, 'one text of its data', 'cut off', 'characters'),
    limit({ MOST_FACTS }, 'facts that one webhook tells', 'set aside for a person'),
    limit({ MOST_ITEMS }, 'items of a subscription that are looked at', 'the first ones'),
    limit({ MOST_POINTERS }, 'references under which it begins to wait at once', 'the first ones'),
    limit({ MOST_HELD }, 'contracts whose letters it holds up', 'the first ones'),
    limit({ MOST_CANDIDATES }, 'contracts named where it fits several', 'the first ones'),
    limit({ MOST_LEARNED }, 'contracts to which one payment leads', 'the first ones are read'),
    limit({ LONGEST_DETAIL }, 'the words why it waits', 'cut off', 'characters'),
    limit({ MOST_REPLAYS }, 'replays that it keeps an account of', 'the latest ones'),
    limit({ MOST_QUESTIONS }, 'questions to the provider while one webhook is worked on', 'it waits for a person'),
    limit({ MOST_TRIES }, 'tries of one question', 'the webhook is worked on again'),
    limit({ LARGEST_ANSWER }, 'answer of a provider', 'not read: it waits for a person', 'bytes'),
    limit({ LARGEST_KEPT }, 'answer of a provider that is kept, compressed', 'asked again', 'bytes'),
    limit(
      { MOST_TOLD },
      'what is kept of messages of one time about one customer, as JSON',
      'those told first are dropped',
      'characters',
    ),
  ],
};

/** An address of so many characters, most of them in its domain. */
function addressOf(length: number): string {
  const domain = 'dddd.'
    .repeat(length)
    .slice(0, Math.max(1, length - 10))
    .replace(/\.$/, 'd');
  return `a@${domain}.example`;
}

function textOfData(length: number): Readonly<Record<string, string>> {
  return { note: 'a'.repeat(length) };
}
