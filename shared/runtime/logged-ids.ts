import { digest } from '../core/events/canonical.ts';

/** A day, or an id that a provider made, such as `in_1PgafmB7`. */
const SAFE = /^(?:\d{4}-\d{2}-\d{2}|[a-z]{2,5}_[A-Za-z0-9]{1,40})$/;

/**
 * A deadline's id as logs show it: what it is about may be what a person typed, a name or an address, so that is a digest.
 * `access-request~3f1c0a9be2d4` for `access-request~ana@acme.example`; `suspension~in_1` stays as it is.
 */
export function deadlineInLogs(id: string): string {
  const [clause, ...parts] = id.split('~');
  const about = parts.join('~');
  if (about === '' || SAFE.test(about)) return id;
  return `${clause}~${digest('clauseclock/log/1', about).slice(0, 12)}`;
}

/** A text with the ids of deadlines in it as logs show them. */
export function namesInLogs(text: string): string {
  return text.replaceAll(/\S+/g, deadlineInLogs);
}
