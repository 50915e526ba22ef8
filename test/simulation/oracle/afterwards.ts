import type { Accepted } from '../cloud/letter.ts';
import type { ContractWatch, Obligation } from './contract-watch.ts';
import { leadOf } from './digest-rules.ts';
import { checkFates } from './fates.ts';
import type { StoredEvidence, StoredNotice } from './items.ts';
import type { Report } from './violations.ts';
import type { Missed, Watch } from './watch.ts';

const FAILED = ['UNDELIVERED', 'REJECTED', 'SUPPRESSED', 'BOUNCED', 'COMPLAINED', 'ESCALATED'];
const UNDECIDED = ['PENDING', 'CLAIMED', 'UNKNOWN'];

/** What has to hold once everything has worked for a month: nothing is open, and nothing went wrong unnoticed. */
export function checkAfterwards(watch: Watch, lostReports: ReadonlySet<string>, report: Report): void {
  for (const missed of watch.missed) {
    const evidence = watch.chains.get(missed.contract)?.entries ?? [];
    const isTold = (entry: StoredEvidence) => tellsOf(entry, missed, watch) || isLeftOut(entry, missed, watch);
    if (!evidence.some(isTold))
      report('silent', 'step-unnoticed', `${missed.step} of ${missed.deadline} to ${missed.reader} was missed`);
  }
  for (const notice of watch.notices.values()) {
    if (UNDECIDED.includes(notice.state)) report('invariant', 'liveness', `${named(notice)} is still ${notice.state}`);
    if (FAILED.includes(notice.state) && !isEscalated(watch, notice))
      report('silent', 'failure-unnoticed', `${named(notice)} is ${notice.state}`);
  }
  for (const addresses of watch.addresses.values()) addresses.check();
  for (const contract of watch.contracts.values()) {
    for (const lapse of contract.obligations)
      if (!isLapseTold(contract, lapse, watch))
        report('silent', 'lapse-untold', `the lapse of ${lapse.deadline} was never told to the ${lapse.reader}`);
    for (const { notice, letters } of contract.copies.values()) {
      checkCopies(watch, notice, letters, report);
      checkFates(watch.notices.get(notice.id) ?? notice, letters, lostReports, report);
    }
  }
}

function named({ id, step, deadline = '', party }: StoredNotice): string {
  return `notice ${id} (${step} ${deadline} to ${party})`;
}

/** That nothing went out in time is evidence: the missed step, or the notice that was given up for it. */
function tellsOf({ type, facts }: StoredEvidence, { deadline, step, reader }: Missed, watch: Watch): boolean {
  if (type !== 'step.missed' && type !== 'notice.escalated' && type !== 'notice.given-up') return false;
  const about = watch.notices.get(String(facts.notice));
  const [ofDeadline, ofStep, of] = [
    facts.deadline ?? about?.deadline,
    facts.step ?? about?.step,
    about?.party ?? facts.party,
  ];
  return (
    ofDeadline === deadline && JSON.stringify(ofStep ?? facts).includes(step) && (of === undefined || of === reader)
  );
}

/** That a letter waits since a person stopped it is evidence, and nobody need be told that the next one overtook it. */
function isLeftOut({ type, facts }: StoredEvidence, missed: Missed, watch: Watch): boolean {
  if (type !== 'notice.stopped' || !missed.mayBeLeftOut) return false;
  const about = watch.notices.get(String(facts.notice));
  return about?.deadline === missed.deadline && about.step === missed.step && about.party === missed.reader;
}

/** A lapse is told however late, unless it was over before its deadline was known; or a person is told that it cannot be. */
function isLapseTold(contract: ContractWatch, one: Obligation, watch: Watch): boolean {
  if (one.step !== 'lapsed' || one.limit <= one.since || contract.isSent(one)) return true;
  const own = [...watch.notices.values()].filter(
    ({ contract: id, deadline, step, party }) =>
      id === contract.contract.id && deadline === one.deadline && step === one.step && party === one.reader,
  );
  return own.some(({ state }) => FAILED.includes(state));
}

/** A failed escalation raises an alarm, and nothing else. */
function isEscalated(watch: Watch, { contract, id, purpose }: StoredNotice): boolean {
  if (purpose === 'escalation') return true;
  const evidence = watch.chains.get(contract)?.entries ?? [];
  return evidence.some(
    ({ type, facts }) =>
      type === 'notice.escalated' && facts.notice === id && watch.notices.has(String(facts.escalation)),
  );
}

/** A letter goes out twice only if the answer to the first attempt was lost, and that is on record. */
function checkCopies(watch: Watch, notice: StoredNotice, letters: readonly Accepted[], report: Report): void {
  const evidence = watch.chains.get(notice.contract)?.entries ?? [];
  const again = evidence.filter(
    ({ type, facts }) => type === 'notice.resend-after-unknown' && facts.notice === leadOf(notice),
  );
  if (letters.length > 1 + again.length)
    report('invariant', 'I3', `${named(notice)} went out ${letters.length} times, ${again.length} on record`);
}
