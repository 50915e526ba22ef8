import type { ContractHead } from '../aws/table/items.ts';
import type { StoredDeadline } from '../core/deadlines/progress.ts';
import { contractNoticeId } from '../core/notices/notice.ts';
import { type ListedDeadline, renderOnboarding } from '../core/notices/onboarding.ts';
import { renderOnboardingEscalation } from '../core/notices/onboarding-escalation.ts';
import type { ContractNotice } from '../core/notices/record.ts';
import type { TermsCatalog } from '../core/terms/catalog.ts';
import { clauseNamed } from '../core/terms/clause-named.ts';
import { kindsIn } from '../core/terms/match.ts';
import { packLabel, versionLabel } from '../core/terms/pack.ts';
import { escalationStep, type Failure, knownOf, type NoticeContext } from './prepare.ts';
import { type PreparedNotice, preparedNotice, withinADay } from './prepared-notice.ts';

const STEP = 'onboarding';

type Context = Omit<NoticeContext, 'words'>;

export interface Onboarding {
  readonly recordedAt: string;
  /** When the letter fell due (instant, UTC). */
  readonly tellAt: string;
  readonly catalog: TermsCatalog;
  readonly over: readonly StoredDeadline[];
  readonly open: readonly StoredDeadline[];
  readonly granted: readonly StoredDeadline[];
}

/** The letter that tells operations what was over and what was open when a contract was recorded late. */
export function prepareOnboardingLetter(
  context: Context,
  { recordedAt, tellAt, catalog, over, open, granted }: Onboarding,
): Promise<PreparedNotice> {
  const { contract, agreement, now } = context;
  const pack = agreement.versionAt(now);
  const id = contractNoticeId(contract.id, tellAt, STEP, 'provider');
  const { names } = agreement.kindsAt(now);
  const withKinds = (deadline: StoredDeadline): ListedDeadline => ({
    deadline,
    closedBy: closedBy(catalog, deadline).filter((kind) => names.has(kind)),
  });
  const message = renderOnboarding({
    contract,
    providerName: pack.provider,
    terms: packLabel(pack),
    recordedAt,
    timezone: agreement.zoneOf(recordedAt),
    noticeId: id,
    over: over.map(withKinds),
    open: open.map(withKinds),
    granted,
  });
  return prepared(context, { id, step: STEP, purpose: 'onboarding', message });
}

/** The kinds of event that meet or end a deadline, each once. */
function closedBy(catalog: TermsCatalog, { terms, clause }: StoredDeadline): string[] {
  const named = clauseNamed(catalog, terms, clause);
  return [...new Set([...kindsIn(named?.satisfiedBy), ...kindsIn(named?.endedBy)])];
}

/**
 * The notice that tells the provider of a failed letter about a late onboarding. Undefined if the failed notice is an
 * escalation itself, for which there is an alarm.
 */
export async function prepareOnboardingEscalation(
  context: Context,
  { createdAt: recordedAt }: Pick<ContractHead, 'createdAt'>,
  failed: ContractNotice,
  failure: Failure,
): Promise<PreparedNotice | undefined> {
  if (failed.purpose === 'escalation') return undefined;
  const { reason } = failure;
  const { contract, agreement, now } = context;
  const step = escalationStep(reason, failed);
  const message = renderOnboardingEscalation({
    contract,
    providerName: agreement.versionAt(now).provider,
    recordedAt,
    timezone: agreement.zoneOf(recordedAt),
    reason,
    notice: {
      id: failed.id,
      to: failed.to,
      attempts: failed.attempts,
      ...knownOf(failure),
    },
  });
  const id = contractNoticeId(contract.id, failed.createdAt, step, 'provider');
  return prepared(context, { id, step, purpose: 'escalation', message });
}

interface Draft extends Pick<ContractNotice, 'id' | 'step' | 'purpose'> {
  readonly message: Parameters<typeof preparedNotice>[0]['message'];
}

function prepared(
  { contract, agreement, correspondents, now }: Context,
  { id, step, purpose, message }: Draft,
): Promise<PreparedNotice> {
  const pack = agreement.versionAt(now);
  return preparedNotice({
    about: { purpose },
    common: { id, contract: contract.id, step, party: 'provider', latest: withinADay(now), terms: versionLabel(pack) },
    message,
    from: { name: pack.provider, address: correspondents.fromAddress },
    to: { address: correspondents.operationsAddress },
    now,
  });
}
