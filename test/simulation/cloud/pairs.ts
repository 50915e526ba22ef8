import { CALL_FAULTS, type CallFault } from './fault-names.ts';

/** Every step of the protocol: a function’s call, or what its transaction makes evidence. Transactions come first. */
const TRANSACTIONS = [
  ...['serve-api contract.created', 'serve-api event.recorded'],
  ...['step.fired', 'deadline.lapsed', 'notice.attempt', 'notice.accepted', 'notice.unknown'].map(
    (type) => `send-notice ${type}`,
  ),
  ...['notice.resend-after-unknown', 'notice.released', 'notice.cancelled'].map((type) => `send-notice ${type}`),
  ...['sent', 'delivered', 'bounced', 'suppressed', 'complained', 'rejected', 'delayed', 'transient-bounce'].map(
    (report) => `record-delivery notice.${report}`,
  ),
];
const CALLS = [
  ...['serve-api Query', 'register-schedules CreateSchedule', 'register-schedules DeleteSchedule'],
  ...['send-notice Query', 'send-notice GetItem', 'send-notice SendRawEmail'],
  ...['record-delivery Query', 'record-delivery GetItem'],
  ...['Query', 'SendMessageBatch', 'PutItem', 'GetSchedule', 'ListSchedules'].map((call) => `sweep-deadlines ${call}`),
];

export interface Pair {
  readonly step: string;
  readonly fault: CallFault;
}

/** Each step with each fault that can strike it. */
export const CALL_PAIRS: readonly Pair[] = [
  ...TRANSACTIONS.flatMap((step) => CALL_FAULTS.map((fault) => ({ step, fault }))),
  ...CALLS.flatMap((step) => CALL_FAULTS.flatMap((fault) => (fault === 'conflict' ? [] : [{ step, fault }]))),
];

const REPORTS = ['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject', 'DeliveryDelay'];

/** What a run of many seeds has to meet. */
export const REQUIRED: readonly string[] = [
  ...CALL_PAIRS.map(({ step, fault }) => `${step} × ${fault}`),
  ...['fire-twice', 'fire-late', 'fire-early', 'fire-never'].map((fault) => `schedule × ${fault}`),
  ...['notices', 'deliveries'].flatMap((queue) => ['redelivery', 'poison'].map((fault) => `queue ${queue} × ${fault}`)),
  'queue × partial-send',
  ...REPORTS.flatMap((type) => ['lost', 'doubled', 'late'].map((fault) => `report ${type} × report-${fault}`)),
];
