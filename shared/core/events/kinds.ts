/** Says that an event was recorded by mistake: `data.event` is its id. Deadlines are planned without it. */
export const EVENT_WITHDRAWN = 'event.withdrawn';

/**
 * Says that a person accepted a proposal: `data.deadline` is counted with `data.edition` from then on. Clauseclock records it
 * itself.
 */
export const DEADLINE_REBOUND = 'deadline.rebound';

/** Says that a person declined the proposal to count `data.deadline` with `data.edition`. Clauseclock records it itself. */
export const PROPOSAL_DECLINED = 'proposal.declined';

/**
 * Says that `data.deadline` ends with `data.date`, at `data.instant`, as it was stored before there were editions, where the
 * first edition counts `data.insteadOf` for it. Clauseclock records it itself.
 */
export const DEADLINE_KEPT = 'deadline.kept';

/**
 * Says that a person accepted a corrected reading: from then on the contract is read by `data.revision` of `data.version`, and
 * its statutes by the revisions in `data.statutes`, labels with a space between. Clauseclock records it itself.
 */
export const TERMS_REVISED = 'terms.revised';

const ABOUT_COUNTING: ReadonlySet<string> = new Set([
  DEADLINE_REBOUND,
  DEADLINE_KEPT,
  PROPOSAL_DECLINED,
  TERMS_REVISED,
]);

/** Whether events of this kind say how deadlines are counted, and not what happened to the contract. */
export function isAboutCounting(kind: string): boolean {
  return ABOUT_COUNTING.has(kind);
}

/** Every kind of contract event the reference terms and providers speak of. A pack may name further kinds of its own. */
export const EVENT_KINDS = [
  'contract.signed',
  'contract.commenced',
  'contract.amended',
  'contract.suspended',
  'contract.resumed',
  'contract.terminated',
  'termination.noticed',
  'term.renewed',
  'term.moved',
  'renewal.upcoming',
  'cancellation.scheduled',
  'cancellation.rescinded',
  'trial.started',
  'trial.ending',
  'trial.converted',
  'trial.cancelled',
  'price.changed',
  'plan.changed',
  'invoice.issued',
  'invoice.due',
  'invoice.overdue',
  'invoice.voided',
  'invoice.credited',
  'invoice.credit-reversed',
  'payment.failed',
  'payment.received',
  'refund.requested',
  'refund.issued',
  'refund.failed',
  'dispute.inquiry-opened',
  'dispute.opened',
  'dispute.response-period-ended',
  'dispute.closed',
  'mandate.created',
  'mandate.activated',
  'mandate.replaced',
  'mandate.cancelled',
  'terms-change.announced',
  'terms-change.rejected',
  'terms-change.withdrawn',
  'terms-change.effective',
  'breach.alleged',
  'breach.cured',
  'claim.observed',
  'claim.specified',
  'data-export.requested',
  'data-export.delivered',
  'data.deleted',
  'legal-hold.placed',
  'legal-hold.lifted',
  'storage.exceeded',
  'storage.freed',
  'account.active',
  'outage.started',
  'outage.ended',
  'extension.granted',
  'support.requested',
  'support.answered',
  'personal-data-breach.detected',
  'personal-data-breach.reported',
  'subject-request.received',
  'subject-request.answered',
  'subject-request.extended',
  'deadline.lapsed',
  DEADLINE_REBOUND,
  DEADLINE_KEPT,
  PROPOSAL_DECLINED,
  TERMS_REVISED,
  EVENT_WITHDRAWN,
  'informational',
  'unmapped',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

const PLACES: ReadonlyMap<string, number> = new Map(EVENT_KINDS.map((kind, place) => [kind, place]));

/** The kinds of one noun stand in the order in which they come about: a payment fails before it is received. */
export function placeInLife(kind: string): number {
  return PLACES.get(kind) ?? PLACES.size;
}

/** The kinds that messages of payment providers tell. A test holds them against the mappings. */
export const TOLD_BY_PROVIDERS: ReadonlySet<string> = new Set<EventKind>([
  'contract.commenced',
  'contract.suspended',
  'contract.resumed',
  'contract.terminated',
  'term.renewed',
  'term.moved',
  'renewal.upcoming',
  'cancellation.scheduled',
  'cancellation.rescinded',
  'trial.started',
  'trial.ending',
  'trial.converted',
  'trial.cancelled',
  'price.changed',
  'plan.changed',
  'invoice.issued',
  'invoice.due',
  'invoice.overdue',
  'invoice.voided',
  'invoice.credited',
  'invoice.credit-reversed',
  'payment.failed',
  'payment.received',
  'refund.requested',
  'refund.issued',
  'refund.failed',
  'dispute.inquiry-opened',
  'dispute.opened',
  'dispute.response-period-ended',
  'dispute.closed',
  'mandate.created',
  'mandate.activated',
  'mandate.cancelled',
]);

/** Kinds only Clauseclock itself records; the API refuses them. */
export const RESERVED_KINDS: ReadonlySet<string> = new Set([
  'deadline.lapsed',
  DEADLINE_REBOUND,
  DEADLINE_KEPT,
  PROPOSAL_DECLINED,
  TERMS_REVISED,
  'unmapped',
]);

/** What may happen before the contract starts: it is signed, tried, invoiced and paid for in advance. */
const BEFORE_THE_START: ReadonlySet<string> = new Set([
  'contract.signed',
  'invoice.issued',
  'invoice.voided',
  'invoice.credited',
  'invoice.credit-reversed',
  'payment.received',
  DEADLINE_REBOUND,
  PROPOSAL_DECLINED,
  TERMS_REVISED,
  EVENT_WITHDRAWN,
  'informational',
]);
const NOUNS_BEFORE_THE_START: ReadonlySet<string> = new Set(['trial', 'mandate']);

/** Whether an event of this kind before the contract's start is no mistake. */
export function mayPrecedeStart(kind: string): boolean {
  return BEFORE_THE_START.has(kind) || NOUNS_BEFORE_THE_START.has(nounOf(kind));
}

const OF_THE_CONTRACT: ReadonlySet<string> = new Set([
  'account',
  'cancellation',
  'contract',
  'data',
  'data-export',
  'renewal',
  'term',
  'termination',
  'trial',
]);

const KNOWN_OF_THE_CONTRACT: ReadonlySet<string> = new Set(
  EVENT_KINDS.filter((kind) => OF_THE_CONTRACT.has(nounOf(kind))),
);

/** Whether events of this kind are about the contract as a whole, and so about every matter of it, unless they name one. */
export function isOfTheContract(kind: string): boolean {
  return PLACES.has(kind) ? KNOWN_OF_THE_CONTRACT.has(kind) : OF_THE_CONTRACT.has(nounOf(kind));
}

/** `termination` of `termination.withdrawn` */
export function nounOf(kind: string): string {
  const dot = kind.indexOf('.');
  return dot < 0 ? kind : kind.slice(0, dot);
}

const TAKEN_BACK: ReadonlySet<string> = new Set(['withdrawn', 'rescinded']);

/** Whether an event of this kind takes back a notice that was given: `termination.withdrawn`, `cancellation.rescinded`. */
export function takesBackNotice(kind: string): boolean {
  return TAKEN_BACK.has(kind.split('.')[1] ?? kind);
}

/** `noun.verb`, lower case, hyphens within a word. */
export const KIND_PATTERN = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$/;
