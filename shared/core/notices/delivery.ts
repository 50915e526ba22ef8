import { NOTICE_STATES, type NoticeState } from './notice.ts';
import type { NoticeRecord } from './record.ts';

/**
 * One report of the mail service about a notice. `permanent`: the receiving server did not take the message and will not;
 * `transient`: it says neither, such as an automatic reply.
 */
export type DeliveryReport =
  | { readonly kind: 'send' | 'delay' | 'delivery' | 'reject' | 'suppressed' | 'complaint' }
  | { readonly kind: 'bounce'; readonly bounce: 'permanent' | 'transient' };

const RANK: ReadonlyMap<NoticeState, number> = new Map(NOTICE_STATES.map((state, rank) => [state, rank]));

/**
 * The state after a report. States are totally ordered and the higher state is kept. Reports that come late, twice or
 * in another order therefore lead to the same state.
 *
 * A rejected or suppressed attempt never left the mail service. A delivery reported for the same notice is that of
 * another attempt and outranks it. A permanent bounce and a complaint can follow the delivery of the same message and
 * outrank it. A transient bounce does not: automatic replies are reported as transient bounces of messages that
 * arrived.
 */
export function mergeDelivery(state: NoticeState, report: DeliveryReport): NoticeState {
  const reported = stateReported(report);
  return rank(reported) > rank(state) ? reported : state;
}

/** True if the notice was not delivered, or was reported as unwanted: a person has to take over. */
export function needsEscalation(state: NoticeState): boolean {
  switch (state) {
    case 'UNDELIVERED':
    case 'REJECTED':
    case 'SUPPRESSED':
    case 'BOUNCED':
    case 'COMPLAINED':
      return true;
    default:
      return false;
  }
}

/**
 * True while a person has to act on a notice: it failed or was handed to a person, and nobody has said that it is dealt
 * with. A later report that changes its state asks again.
 */
export function waitsForPerson({ state, acknowledged }: Pick<NoticeRecord, 'state' | 'acknowledged'>): boolean {
  return (state === 'ESCALATED' || needsEscalation(state)) && acknowledged?.state !== state;
}

function stateReported(report: DeliveryReport): NoticeState {
  switch (report.kind) {
    case 'send':
    case 'delay':
      return 'ACCEPTED';
    case 'delivery':
      return 'DELIVERED';
    case 'reject':
      return 'REJECTED';
    case 'suppressed':
      return 'SUPPRESSED';
    case 'complaint':
      return 'COMPLAINED';
    case 'bounce':
      return report.bounce === 'permanent' ? 'BOUNCED' : 'UNDELIVERED';
  }
}

function rank(state: NoticeState): number {
  const found = RANK.get(state);
  if (found === undefined) throw new TypeError(`unknown notice state ${JSON.stringify(state)}`);
  return found;
}
