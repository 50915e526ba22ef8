import type { LocatedPack } from '../reading/read-pack.ts';
import { undecided } from './ambiguities.ts';
import { contradictoryPeriods } from './contradictions.ts';
import { missingCounterparts } from './counterparts.ts';
import { unknownDataKeys } from './data.ts';
import { erasuresBeforeRetrieval } from './erasure.ts';
import type { Finding } from './finding.ts';
import { unknownHolidaySets } from './holiday-sets.ts';
import { hoursFromDays } from './hours.ts';
import { impossibleSteps } from './ladders.ts';
import { statutesLeftOut, unknownBusiness } from './left-out.ts';
import { poorNotices } from './notices.ts';
import { unreachableClauses } from './reach.ts';
import { brokenReferences } from './references.ts';
import { faultyStarts } from './starts.ts';
import { statutoryFindings } from './statutes.ts';
import { type Subject, type Surroundings, subjectOf } from './subject.ts';
import { unknownTopics } from './topics.ts';
import { twoReadings } from './two-readings.ts';
import { unusedParts } from './unused.ts';
import { impossiblePeriods } from './windows.ts';

const RULES: readonly ((subject: Subject) => readonly Finding[])[] = [
  brokenReferences,
  unknownHolidaySets,
  unreachableClauses,
  faultyStarts,
  missingCounterparts,
  contradictoryPeriods,
  erasuresBeforeRetrieval,
  impossiblePeriods,
  impossibleSteps,
  statutoryFindings,
  statutesLeftOut,
  unknownTopics,
  unknownBusiness,
  undecided,
  hoursFromDays,
  twoReadings,
  poorNotices,
  unknownDataKeys,
  unusedParts,
];

/**
 * All findings about a pack, found by reading it and by counting it on every day of several years. Acknowledged
 * findings are included: see `withAcknowledgements`. A statute is compared if `statutesOfContracts` names it, or if the pack says that
 * it may apply.
 */
export function lintPack(
  source: LocatedPack,
  surroundings: Surroundings,
  statutesOfContracts: readonly string[] = [],
): Finding[] {
  const subject = subjectOf(source, surroundings, statutesOfContracts);
  return RULES.flatMap((rule) => rule(subject));
}
