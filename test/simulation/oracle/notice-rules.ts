import type { StoredNotice } from './items.ts';
import type { Report } from './violations.ts';

/** From the least to the most that is known of a letter. What SES said of it is never taken back. */
const RANKS = [
  ...['PENDING', 'CLAIMED', 'UNKNOWN', 'CANCELLED', 'ACCEPTED', 'UNDELIVERED', 'REJECTED', 'SUPPRESSED'],
  ...['DELIVERED', 'BOUNCED', 'COMPLAINED', 'ESCALATED'],
];
const rank = ({ state }: StoredNotice) => RANKS.indexOf(state);

const ACCEPTED = RANKS.indexOf('ACCEPTED');

/** Whether a write claims a notice for another attempt. */
export function claims(before: StoredNotice, after: StoredNotice): boolean {
  return after.state === 'CLAIMED' && (before.state !== 'CLAIMED' || after.attempts !== before.attempts);
}

/** I2, I3 and I7 of one write to a notice. `nowMs` is true time; `skewMs`: by how much a process may be wrong about it. */
export function checkNotice(
  before: StoredNotice,
  after: StoredNotice,
  { nowMs, skewMs, report }: { readonly nowMs: number; readonly skewMs: number; readonly report: Report },
): void {
  const name = `notice ${after.id} (${after.step} to ${after.party})`;
  const change = `${before.state}/${before.attempts} → ${after.state}/${after.attempts}`;
  if (after.sha256 !== before.sha256 || after.to !== before.to)
    report('invariant', 'I4', `${name}: its bytes or its address changed`);
  if (rank(after) < rank(before) && rank(before) >= ACCEPTED) report('invariant', 'I7', `${name}: ${change}`);
  if (before.state === 'CANCELLED' && rank(after) < ACCEPTED && after.state !== 'CANCELLED')
    report('invariant', 'I7', `${name}: ${change}`);
  if (!before.messageIds.every((id) => after.messageIds.includes(id)))
    report('invariant', 'I7', `${name}: a message id is forgotten`);
  const until = before.until === undefined ? Number.NEGATIVE_INFINITY : Date.parse(before.until);
  const waitsForReport = before.state === 'UNKNOWN' && before.heldBy === undefined && until > nowMs + skewMs;
  if (waitsForReport && after.state === 'UNKNOWN' && after.heldBy !== undefined)
    report('invariant', 'I3', `${name}: its report is waited for no more before ${before.until}`);
  const isClaim = claims(before, after);
  if (after.attempts !== before.attempts + (isClaim ? 1 : 0)) report('invariant', 'I2', `${name}: ${change}`);
  if (!isClaim) return;
  if (before.state === 'CLAIMED') report('invariant', 'I2', `${name}: claimed twice: ${change}`);
  if (before.messageIds.length > 0) report('invariant', 'I3', `${name}: claimed although SES has taken it`);
  if (waitsForReport) report('invariant', 'I3', `${name}: sent again before ${before.until}`);
}
