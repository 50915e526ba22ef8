import type { Agreement } from '../core/agreement/agreement.ts';
import type { PinnedContract } from '../core/events/contract.ts';
import type { ContractEvent } from '../core/events/event.ts';
import { type AddressChange, renderAddressChanged } from '../core/notices/address-changed.ts';
import { renderAddressEscalation } from '../core/notices/address-escalation.ts';
import { eventNoticeId } from '../core/notices/notice.ts';
import type { AmendmentNotice } from '../core/notices/record.ts';
import { versionLabel } from '../core/terms/pack.ts';
import { escalationStep, type Failure, knownOf, type NoticeContext } from './prepare.ts';
import { type PreparedNotice, preparedNotice, withinADay } from './prepared-notice.ts';

const STEP = 'address-changed';

export interface AddressAmendment {
  readonly before: PinnedContract;
  readonly after: PinnedContract;
  /** The event `contract.amended`. */
  readonly event: ContractEvent;
}

interface Sending {
  /** With every recorded change of terms. */
  readonly agreement: Agreement;
  readonly fromAddress: string;
  readonly now: string;
}

/**
 * The letter to the address that an amendment replaced. Undefined if it replaced none: addresses that differ in upper and
 * lower case only are one mailbox in practice.
 */
export async function prepareAddressLetter(
  { agreement, fromAddress, now }: Sending,
  { before, after, event }: AddressAmendment,
): Promise<PreparedNotice | undefined> {
  const { email, name, timezone = agreement.zoneOf(event.occurredAt) } = before.customer;
  if (email.toLowerCase() === after.customer.email.toLowerCase()) return undefined;
  const pack = agreement.versionAt(now);
  const id = eventNoticeId(before.id, event.id, STEP, 'customer');
  return preparedNotice({
    about: { purpose: 'address-changed', event: event.id },
    common: {
      id,
      contract: before.id,
      step: STEP,
      party: 'customer',
      latest: withinADay(now),
      terms: versionLabel(pack),
    },
    message: renderAddressChanged({
      contract: before,
      newAddress: after.customer.email,
      providerName: pack.provider,
      change: changeOf(event),
      timezone,
      noticeId: id,
    }),
    from: { name: pack.provider, address: fromAddress },
    to: { address: email, ...(name !== undefined && { name }) },
    now,
  });
}

/**
 * The notice that tells the provider of a failed letter to an old address. Undefined if the failed notice is an escalation
 * itself, for which there is an alarm.
 */
export async function prepareAddressEscalation(
  { contract, agreement, correspondents, now }: Omit<NoticeContext, 'words'>,
  event: ContractEvent,
  failed: AmendmentNotice,
  failure: Failure,
): Promise<PreparedNotice | undefined> {
  if (failed.purpose === 'escalation') return undefined;
  const { reason } = failure;
  const step = escalationStep(reason, failed);
  const pack = agreement.versionAt(now);
  const id = eventNoticeId(contract.id, event.id, step, 'provider');
  return preparedNotice({
    about: { purpose: 'escalation', event: event.id },
    common: {
      id,
      contract: contract.id,
      step,
      party: 'provider',
      latest: withinADay(now),
      terms: versionLabel(pack),
    },
    message: renderAddressEscalation({
      contract,
      providerName: pack.provider,
      change: changeOf(event),
      timezone: agreement.zoneOf(event.occurredAt),
      reason,
      notice: {
        id: failed.id,
        to: failed.to,
        attempts: failed.attempts,
        ...knownOf(failure),
      },
    }),
    from: { name: pack.provider, address: correspondents.fromAddress },
    to: { address: correspondents.operationsAddress },
    now,
  });
}

function changeOf({ occurredAt, source }: ContractEvent): AddressChange {
  return { at: occurredAt, ...(source && { paymentProvider: source.provider }) };
}
