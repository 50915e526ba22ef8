import { systemClock } from './clock.ts';
import { stageName } from './environment.ts';

/** Every line the functions log, by its code. Ids and codes only: no bodies, names, addresses or secrets. */
export const LOG_CODES = {
  REQUEST_FAILED: 'A request failed and may be sent again.',
  WEBHOOK_REJECTED: 'A webhook was refused.',
  WEBHOOK_STORED: 'A webhook was stored.',
  WEBHOOK_NOT_QUEUED: 'A webhook is stored, but could not be queued; the sweep will queue it.',
  WEBHOOK_RECORDED: 'What a webhook tells was recorded or parked.',
  WEBHOOK_FAILED: 'A webhook could not be worked on and waits for a person.',
  WEBHOOK_GONE: 'A webhook was to be worked on and is not there.',
  WEBHOOKS_OVERDUE: 'Webhooks were stored and not worked on; they were queued again.',
  WEBHOOK_REPLAYED: 'A person has a webhook worked on again.',
  REPLAY_REFUSED: 'A replay could not correct what is recorded, which stays.',
  WEBHOOK_DISMISSED: 'A person has ended a webhook that need not be recorded.',
  CONTRACT_CREATED: 'A contract was created.',
  CONTRACT_AMENDED: 'A contract was amended.',
  EVENT_RECORDED: 'An event was recorded.',
  EVENT_CORRECTED: 'An event was corrected.',
  SCHEDULE_REGISTERED: 'A schedule was registered.',
  SCHEDULE_REMOVED: 'A schedule was removed.',
  RECORD_FAILED: 'A change of the table could not be followed and will be tried again.',
  MESSAGES_NOT_PUT_BACK: 'Messages for which no time was left could not be put on their queue anew.',
  MESSAGE_FAILED: 'A message could not be worked on and will be tried again.',
  STEP_SKIPPED: 'A step was left alone, since the facts have moved on.',
  STEP_FIRED: 'A step fired.',
  STEP_MISSED: 'Steps told a reader nothing in their time; operations is told.',
  ONBOARDING_TOLD: 'Operations is told what was over and what was open when a contract was recorded.',
  NOTICE_ACCEPTED: 'The mail service accepted a notice.',
  NOTICE_UNKNOWN: 'The answer to an attempt was lost; a report is waited for.',
  NOTICE_RELEASED: 'An attempt was refused for now and will be made again.',
  NOTICE_REJECTED: 'The mail service refused a notice for good.',
  NOTICE_SETTLED: 'A report had settled a notice before the answer to its attempt was missed.',
  NOTICE_UNDELIVERED: 'No delivery of a notice was reported in time; operations is told.',
  NOTICE_CANCELLED: 'A notice was no longer wanted and not sent.',
  NOTICE_HELD: 'A notice waits, as its reason says.',
  NOTICE_GIVEN_UP: 'A notice was given up and handed to a person.',
  NOTICE_SENT_AGAIN: 'A person has a notice that failed sent again.',
  NOTICE_ACKNOWLEDGED: 'A person said that a notice that failed is dealt with.',
  DELIVERY_RECORDED: 'A report of the mail service was recorded.',
  DELIVERY_UNRELATED: 'A report of the mail service belongs to no notice of ours.',
  OVERDUE_FOUND: 'Work was found overdue and queued.',
  LETTERS_HELD: 'Letters wait for a webhook that could make them wrong.',
  LETTERS_FREE: 'No letter waits for a webhook.',
  SENDING_CHANGED: 'What may be sent was changed.',
  DEADLINE_OVERDUE: 'A deadline had a step that was due and had not fired.',
  SCHEDULE_REPAIRED: 'A schedule was missing, or belonged to nothing.',
  JOB_STARTED: 'A job was started.',
  JOB_STOPPED: 'A job was left where it stands, for the next run to go on with.',
  JOB_ITEM_FAILED: 'A job gave up a piece of its work and went on with the others.',
  JOB_FINISHED: 'A job went over everything.',
  JOB_FAILED: 'A job could not get on and has ended.',
} as const;
export type LogCode = keyof typeof LOG_CODES;

/** Every metric, counted per service only: a dimension per contract would cost more than the mail. */
export type MetricName =
  | 'EventRecorded'
  | 'EventParked'
  | 'EventUnmapped'
  | 'InboundNotRecorded'
  | 'WebhookRejected'
  | 'WebhookStored'
  | 'WebhookNotQueued'
  | 'WebhookFailed'
  | 'WebhookOverdue'
  | 'WebhookAgeHours'
  | 'ScheduleRegistered'
  | 'NoticeSent'
  | 'NoticeDelivered'
  | 'NoticeUndeliverable'
  | 'NoticeUnknown'
  | 'NoticeHeld'
  /** Once a sweep: how many letters wait since a person stopped them, and how many holds and switches stop letters. */
  | 'LettersStopped'
  | 'StopsInForce'
  | 'DeadlineLapsed'
  | 'OverdueFound'
  | 'ScheduleRepaired'
  /** Once a sweep: how many tasks there are, and how many hours old the oldest is. */
  | 'TaskWaiting'
  | 'TaskAgeHours'
  | 'JobFailure';

export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** Logs and metrics of one function. */
export interface Telemetry {
  info(code: LogCode, facts?: LogFacts): void;
  warn(code: LogCode, facts?: LogFacts): void;
  /** Logs the error’s name and the place where it was thrown, never its message. */
  error(code: LogCode, error: unknown, facts?: LogFacts): void;
  count(metric: MetricName, times?: number): void;
  /** Writes the counted metrics. */
  flush(): void;
}

/** The namespace of a stage's metrics, so that two stages in one account are told apart. Their one dimension is `service`. */
export function metricNamespace(stage: string): string {
  return `Clauseclock/${stage}`;
}

/** Telemetry that is written nowhere. */
export const SILENT: Telemetry = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  count: () => undefined,
  flush: () => undefined,
};

/**
 * Writes lines of JSON to the standard output, from where Lambda takes them to CloudWatch Logs. Metrics are such lines too, in
 * CloudWatch's embedded metric format.
 */
export function createTelemetry(
  service: string,
  write: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
): Telemetry {
  const counted = new Map<MetricName, number>();
  const log = (level: 'INFO' | 'WARN' | 'ERROR', code: LogCode, facts: LogFacts) =>
    write(JSON.stringify({ level, message: LOG_CODES[code], timestamp: systemClock.now(), service, code, ...facts }));
  return {
    info: (code, facts = {}) => log('INFO', code, facts),
    warn: (code, facts = {}) => log('WARN', code, facts),
    error: (code, error, facts = {}) => log('ERROR', code, { ...errorFacts(error), ...facts }),
    count: (metric, times = 1) => {
      if (times > 0) counted.set(metric, (counted.get(metric) ?? 0) + times);
    },
    flush: () => {
      if (counted.size > 0) write(embeddedMetrics(service, counted));
      counted.clear();
    },
  };
}

function embeddedMetrics(service: string, counted: ReadonlyMap<MetricName, number>): string {
  const Metrics = [...counted.keys()].map((Name) => ({ Name, Unit: 'Count' }));
  const CloudWatchMetrics = [{ Namespace: metricNamespace(stageName()), Dimensions: [['service']], Metrics }];
  const _aws = { Timestamp: Date.parse(systemClock.now()), CloudWatchMetrics };
  return JSON.stringify({ _aws, service, ...Object.fromEntries(counted) });
}

/** Error messages may quote input, so only name and place are logged. */
function errorFacts(error: unknown): LogFacts {
  if (!(error instanceof Error)) return { error: typeof error };
  const frame = error.stack?.split('\n').find((line) => line.trim().startsWith('at '));
  return { error: error.name, at: frame?.trim() };
}
