import { isBareDay } from '../../core/events/event.ts';

/** The clause in the id of a deadline, unique among all packs of a contract: `suspension`, `gdpr.subject-response`. */
export function keyIn(id: string): string {
  return id.split('~')[0] ?? id;
}

/** What a deadline is about, from its id. Undefined where it is about the contract, or where the id does not tell. */
export function subjectIn(id: string): string | undefined {
  const subject = id.slice(keyIn(id).length + 1);
  // What follows two `~` is a day or a digest, which names nothing.
  if (subject === '' || subject.startsWith('~')) return undefined;
  return subject.replaceAll(/~([0-9a-f]{4})/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)));
}

/** The same for a reader; which cycle it is about, the days of the deadline say. */
export function matterIn(id: string): string | undefined {
  const subject = subjectIn(id);
  return subject === undefined || isBareDay(subject) ? undefined : subject;
}
