import { isBareDay } from '../../core/events/event.ts';

/** The clause in the id of a deadline, unique among all packs of a contract: `suspension`, `gdpr.subject-response`. */
export function keyIn(id: string): string {
  return id.split('~')[0] ?? id;
}

/** The subject in a deadline's id. Undefined if it is about the contract, or if the id does not contain the subject. */
export function subjectIn(id: string): string | undefined {
  const subject = id.slice(keyIn(id).length + 1);
  // After `~~` stands a day or a digest, which is no subject.
  if (subject === '' || subject.startsWith('~')) return undefined;
  return subject.replaceAll(/~([0-9a-f]{4})/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)));
}

/** The subject as readers see it; none for a cycle, since the days of the deadline show it. */
export function matterIn(id: string): string | undefined {
  const subject = subjectIn(id);
  return subject === undefined || isBareDay(subject) ? undefined : subject;
}
