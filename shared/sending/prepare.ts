import type { Agreement } from '../core/agreement/agreement.ts';
import { type Deadline, type Party, type Rung, rungKindOf } from '../core/deadlines/deadline.ts';
import type { MissedStep, StoredDeadline } from '../core/deadlines/progress.ts';
import type { PinnedContract } from '../core/events/contract.ts';
import type { EventData } from '../core/events/event.ts';
import { type EscalationReason, renderEscalation } from '../core/notices/escalation.ts';
import type { Letter } from '../core/notices/letter.ts';
import { renderMissedSteps } from '../core/notices/missed-steps.ts';
import { noticeId, noticeReference } from '../core/notices/notice.ts';
import { type DeadlineNotice, mayHaveGoneOut, type NoticeRecord } from '../core/notices/record.ts';
import {
  type EarlierLetter,
  type NoticeInput,
  noticeLetter,
  type RenderedMessage,
  renderedNotice,
  renderNotice,
} from '../core/notices/render.ts';
import type { Words } from '../core/words/words.ts';
import { type PreparedNotice, preparedNotice, withinADay } from './prepared-notice.ts';

/** The sender of all notices, and the recipient of those to the provider. */
export interface Correspondents {
  readonly fromAddress: string;
  readonly operationsAddress: string;
}

export interface NoticeContext {
  readonly contract: PinnedContract;
  /** With every recorded change of terms. */
  readonly agreement: Agreement;
  readonly correspondents: Correspondents;
  /** What explanations are told in. */
  readonly words: Words;
  readonly now: string;
}

interface Replacing {
  readonly failed: DeadlineNotice;
  readonly triggerData: EventData;
  /** The letters of another end that it calls off or replaces, by party. */
  readonly earlier: ReadonlyMap<Party, EarlierLetter>;
}

/** Which letter of a deadline: that of a step, in one run of its ladder, to one party. */
export interface StepLetter {
  readonly contract: string;
  readonly deadline: string;
  readonly run: number;
  readonly step: string;
  readonly party: Party;
}

export function stepId({ contract, deadline, run, step, party }: StepLetter): string {
  return noticeId(contract, deadline, run, step, party);
}

/** The id of the letter that takes the place of the one with the id `former`. */
export function insteadId({ step, ...letter }: StepLetter, former: string): string {
  return stepId({ ...letter, step: `${step}-instead-of-${noticeReference(former)}` });
}

/** The notice of a rung to one party that takes the place of a failed one and names it. */
export function prepareInstead(
  context: NoticeContext,
  deadline: StoredDeadline,
  rung: Rung,
  { failed, triggerData, earlier }: Replacing,
): Promise<PreparedNotice> {
  const { party } = failed;
  const reference = noticeReference(failed.id);
  const about = { contract: context.contract.id, deadline: deadline.id, run: deadline.run };
  const id = insteadId({ ...about, step: rung.step, party }, failed.id);
  const told = { party, id, triggerData, insteadOf: reference, earlier: earlier.get(party) };
  const message = renderNotice(noticeInput(context, deadline, rung, told));
  return prepared(context, { deadline, id, step: rung.step, party, purpose: 'step', message });
}

interface ToParty {
  readonly party: Party;
  readonly id: string;
  readonly triggerData: EventData;
  readonly insteadOf?: string;
  /** The letter of another end that this one calls off or replaces. */
  readonly earlier?: EarlierLetter | undefined;
}

function noticeInput(
  context: NoticeContext,
  deadline: StoredDeadline,
  rung: Rung,
  { party, id, triggerData, insteadOf, earlier }: ToParty,
): NoticeInput {
  const lead = context.words.packs.lead(deadline.terms, deadline.clause, rung.step);
  return {
    contract: context.contract,
    providerName: providerName(context, deadline),
    deadline,
    rung,
    party,
    noticeId: id,
    words: context.words,
    triggerData,
    ...(lead !== undefined && { lead }),
    ...(insteadOf !== undefined && { insteadOf }),
    ...(earlier !== undefined && { earlier }),
  };
}

/** Letters that the letters of a rung are about, by party. */
export interface Former {
  /** Which they call off, or replace with another end. */
  readonly earlier?: ReadonlyMap<Party, EarlierLetter> | undefined;
  /** Which were withdrawn before they went out, and whose places they take. */
  readonly withdrawn?: ReadonlyMap<Party, NoticeRecord> | undefined;
}

/** The notice of a step, and the parts of its letter. */
export interface StepNotice extends PreparedNotice {
  readonly letter: Letter;
}

/** The notices of one rung, one for each party in `to`. */
export function prepareRung(
  context: NoticeContext,
  deadline: StoredDeadline,
  rung: Rung,
  triggerData: EventData,
  { earlier, withdrawn }: Former = {},
): Promise<StepNotice[]> {
  return Promise.all(
    rung.to.map(async (party) => {
      const { step } = rung;
      const about = { contract: context.contract.id, deadline: deadline.id, run: deadline.run, step, party };
      const former = withdrawn?.get(party);
      const id = former ? insteadId(about, former.id) : stepId(about);
      // A reader who certainly has not got the former one need not hear of it.
      const insteadOf = former && mayHaveGoneOut(former) ? { insteadOf: noticeReference(former.id) } : {};
      const told = { party, id, triggerData, earlier: earlier?.get(party), ...insteadOf };
      const input = noticeInput(context, deadline, rung, told);
      const parts = noticeLetter(input);
      const message = renderedNotice(parts, input);
      const notice = await prepared(context, { deadline, id, step, party, purpose: 'step', message });
      return { ...notice, letter: parts.letter, ...(former && { insteadOf: former.id }) };
    }),
  );
}

/** Why a person has to take over, and what is known of the last attempt. */
export interface Failure {
  readonly reason: EscalationReason;
  /** What the mail service or the receiving server said, word for word. */
  readonly detail?: string | undefined;
  /** When the notice was last handed to the mail service. */
  readonly lastAttemptAt?: string | undefined;
  /** What stopped it, by whom and why. */
  readonly heldBy?: string | undefined;
}

/** What a letter tells of a failure besides its reason. */
export function knownOf({ detail, lastAttemptAt, heldBy }: Failure) {
  return {
    ...(lastAttemptAt !== undefined && { lastAttemptAt }),
    ...(detail !== undefined && { detail }),
    ...(heldBy !== undefined && { heldBy }),
  };
}

/**
 * The notice that tells the provider of a failed notice about a deadline. Undefined if the failed notice is an escalation
 * itself, for which there is an alarm.
 */
export async function prepareEscalation(
  context: NoticeContext,
  deadline: StoredDeadline,
  failed: DeadlineNotice,
  failure: Failure,
): Promise<PreparedNotice | undefined> {
  if (failed.purpose === 'escalation') return undefined;
  const { reason } = failure;
  const step = escalationStep(reason, failed);
  const message = renderEscalation({
    contract: context.contract,
    providerName: providerName(context, deadline),
    deadline,
    reason,
    words: context.words,
    notice: {
      id: failed.id,
      party: failed.party,
      step: failed.step,
      kind: rungKindOf(failed.step),
      to: failed.to,
      attempts: failed.attempts,
      ...knownOf(failure),
    },
  });
  const id = noticeId(context.contract.id, deadline.id, failed.run, step, 'provider');
  return prepared(context, { deadline, id, step, party: 'provider', purpose: 'escalation', message });
}

interface Missed {
  readonly step: string;
  readonly missed: readonly MissedStep[];
  readonly isChanged: boolean;
  readonly before: number;
}

/** The notice that tells the provider which steps were over before anything went out, as `step` fires. */
export function prepareMissedSteps(
  context: NoticeContext,
  deadline: StoredDeadline,
  { step, missed, isChanged, before }: Missed,
): Promise<PreparedNotice> {
  const name = `escalation-missed-before-${step}`;
  const id = noticeId(context.contract.id, deadline.id, deadline.run, name, 'provider');
  const message = renderMissedSteps({
    contract: context.contract,
    providerName: providerName(context, deadline),
    deadline,
    ...{ missed, before },
    isOver: Date.parse(deadline.instant) <= Date.parse(context.now),
    isChanged,
    noticeId: id,
    words: context.words,
  });
  return prepared(context, { deadline, id, step: name, party: 'provider', purpose: 'escalation', message });
}

/**
 * `escalation-bounced-0123456789ab`: a notice is escalated once for each reason, and anew if a person had it sent again since
 * (`…-after-2`, the attempts before that).
 */
export function escalationStep(reason: EscalationReason, { id, resend }: Pick<NoticeRecord, 'id' | 'resend'>): string {
  const step = `escalation-${reason}-${noticeReference(id)}`;
  return resend === undefined ? step : `${step}-after-${resend.afterAttempts}`;
}

interface Draft {
  readonly deadline: StoredDeadline;
  readonly id: string;
  readonly step: string;
  readonly party: Party;
  readonly purpose: DeadlineNotice['purpose'];
  readonly message: RenderedMessage;
}

function prepared(context: NoticeContext, draft: Draft): Promise<PreparedNotice> {
  const { contract, now } = context;
  const { deadline, id, step, party, purpose, message } = draft;
  return preparedNotice({
    about: { purpose, deadline: deadline.id, run: deadline.run },
    common: { id, contract: contract.id, step, party, latest: latestFor(deadline, now), terms: deadline.terms },
    message,
    ...mailboxes(context, deadline, party),
    now,
  });
}

/** From whom and to whom a letter goes. */
export function mailboxes(context: NoticeContext, deadline: Pick<Deadline, 'terms'>, party: Party) {
  const { contract, correspondents } = context;
  const { email, name } = contract.customer;
  return {
    from: { name: providerName(context, deadline), address: correspondents.fromAddress },
    to:
      party === 'customer'
        ? { address: email, ...(name !== undefined && { name }) }
        : { address: correspondents.operationsAddress },
  };
}

/** Until when a notice is of use (instant, UTC): the deadline’s last instant, or a day from now if that has passed. */
function latestFor({ instant }: Deadline, now: string): string {
  return Date.parse(instant) > Date.parse(now) ? instant : withinADay(now);
}

export function providerName({ agreement, now }: NoticeContext, { terms }: Pick<Deadline, 'terms'>): string {
  return agreement.providerUnder(terms, now);
}
