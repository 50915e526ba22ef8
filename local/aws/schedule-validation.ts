import { type CreateScheduleInput, type Target, ValidationException } from '@aws-sdk/client-scheduler';
import { Temporal } from 'temporal-polyfill';
import { parseInstant } from '../../shared/core/calendar/instants.ts';
import { clientFault } from './errors.ts';

const NAME = /^[0-9a-zA-Z-_.]{1,64}$/;
const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;
const TARGET_ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{12}:.+$/;
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const DEAD_LETTER_ARN = /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9_-]+$/;
const CLIENT_TOKEN = /^[a-zA-Z0-9-_]{1,64}$/;
const MAX_INPUT_BYTES = 256 * 1024;

export function validation(message: string): ValidationException {
  return new ValidationException({ message, Message: message, ...clientFault(400) });
}

/** Throws the constraint violation AWS answers with when `holds` is false. */
function require(holds: boolean, member: string, value: unknown, constraint: string): void {
  if (holds) return;
  const shown = value === undefined ? 'null' : `'${String(value)}'`;
  throw validation(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

function requirePattern(pattern: RegExp, member: string, value: string | undefined): void {
  require(value !== undefined &&
    pattern.test(value), member, value, `satisfy regular expression pattern: ${pattern.source}`);
}

function requireRange(member: string, value: number | undefined, least: number, most: number): void {
  const holds = value === undefined || (Number.isInteger(value) && value >= least && value <= most);
  require(holds, member, value, `have value between ${least} and ${most}`);
}

export function requireName(name: string | undefined, member = 'name'): asserts name is string {
  requirePattern(NAME, member, name);
}

export function requireClientToken(token: string | undefined): void {
  if (token !== undefined) requirePattern(CLIENT_TOKEN, 'clientToken', token);
}

/** A page size, 1 to 100. */
export function requirePageSize(size: number | undefined): void {
  requireRange('maxResults', size, 1, 100);
}

/** Checks everything but the group and the name's uniqueness; answers with the due instant in epoch milliseconds. */
export function validateSchedule(input: CreateScheduleInput, nowMs: number): number {
  requireName(input.Name);
  if (input.GroupName !== undefined) requireName(input.GroupName, 'groupName');
  requireClientToken(input.ClientToken);
  const description = input.Description;
  require((description?.length ?? 0) <= 512, 'description', description, 'have length less than or equal to 512');
  requireOneOf('state', input.State, ['ENABLED', 'DISABLED']);
  requireOneOf('actionAfterCompletion', input.ActionAfterCompletion, ['NONE', 'DELETE']);
  requireWindow(input);
  requireTarget(input.Target);
  const due = dueInstant(input.ScheduleExpression, input.ScheduleExpressionTimezone ?? 'UTC');
  if (due <= nowMs) throw validation(`Invalid Schedule Expression ${input.ScheduleExpression}: it lies in the past.`);
  return due;
}

function requireOneOf(member: string, value: string | undefined, allowed: readonly string[]): void {
  require(value === undefined ||
    allowed.includes(value), member, value, `satisfy enum value set: [${allowed.join(', ')}]`);
}

function requireWindow(input: CreateScheduleInput): void {
  const window = input.FlexibleTimeWindow;
  require(window !== undefined, 'flexibleTimeWindow', undefined, 'not be null');
  require(window?.Mode !== undefined, 'flexibleTimeWindow.mode', undefined, 'not be null');
  requireOneOf('flexibleTimeWindow.mode', window?.Mode, ['OFF', 'FLEXIBLE']);
  const minutes = window?.MaximumWindowInMinutes;
  requireRange('flexibleTimeWindow.maximumWindowInMinutes', minutes, 1, 1440);
  if (window?.Mode === 'OFF' && minutes !== undefined) {
    throw validation('MaximumWindowInMinutes must not be set when the flexible time window is OFF.');
  }
  if (window?.Mode === 'FLEXIBLE' && minutes === undefined) {
    throw validation('MaximumWindowInMinutes is required when the flexible time window is FLEXIBLE.');
  }
}

function requireTarget(target: Target | undefined): void {
  require(target !== undefined, 'target', undefined, 'not be null');
  requirePattern(TARGET_ARN, 'target.arn', target?.Arn);
  requirePattern(ROLE_ARN, 'target.roleArn', target?.RoleArn);
  const bytes = Buffer.byteLength(target?.Input ?? '');
  require(target?.Input !== '', 'target.input', '', 'have length greater than or equal to 1');
  require(bytes <=
    MAX_INPUT_BYTES, 'target.input', `${bytes} bytes`, `have length less than or equal to ${MAX_INPUT_BYTES}`);
  const deadLetter = target?.DeadLetterConfig?.Arn;
  if (deadLetter !== undefined) requirePattern(DEAD_LETTER_ARN, 'target.deadLetterConfig.arn', deadLetter);
  const retry = target?.RetryPolicy;
  requireRange('target.retryPolicy.maximumRetryAttempts', retry?.MaximumRetryAttempts, 0, 185);
  requireRange('target.retryPolicy.maximumEventAgeInSeconds', retry?.MaximumEventAgeInSeconds, 60, 86_400);
}

function inUtc(text: string): number {
  try {
    return parseInstant(`${text}Z`);
  } catch {
    throw validation(`Invalid Schedule Expression ${text}.`);
  }
}

/** The instant of an `at()` expression in its zone: a time in a spring gap is read after it, one in an overlap before it. */
function dueInstant(expression: string | undefined, zone: string): number {
  require(expression !== undefined && expression !== '', 'scheduleExpression', expression, 'not be null');
  if (/^(rate|cron)\(.*\)$/.test(expression ?? '')) {
    throw new Error(`FakeScheduler runs one-time schedules only, at(yyyy-mm-ddThh:mm:ss); it was given ${expression}.`);
  }
  const text = AT.exec(expression ?? '')?.[1];
  if (text === undefined) throw validation(`Invalid Schedule Expression ${expression}.`);
  if (zone === 'UTC') return inUtc(text);
  let local: Temporal.PlainDateTime;
  try {
    local = Temporal.PlainDateTime.from(text);
  } catch {
    throw validation(`Invalid Schedule Expression ${expression}.`);
  }
  try {
    return local.toZonedDateTime(zone).epochMilliseconds;
  } catch {
    throw validation(`Invalid time zone ${zone}.`);
  }
}
