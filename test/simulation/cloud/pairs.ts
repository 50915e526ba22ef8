import { CALL_FAULTS, type CallFault, type OtherFault } from './fault-names.ts';

/** Every step of the protocol: a function’s call, or what its transaction makes evidence. Transactions come first. */
const TRANSACTIONS = [
  ...['serve-api contract.created', 'serve-api event.recorded', 'serve-api deadlines.settled'],
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
  readonly fault: CallFault | OtherFault;
}

const REPORTS = ['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject', 'DeliveryDelay'];

/** Each step with each fault that can strike it: what a run of many seeds has to meet. */
export const PAIRS: readonly Pair[] = [
  ...TRANSACTIONS.flatMap((step) => CALL_FAULTS.map((fault) => ({ step, fault }))),
  ...CALLS.flatMap((step) => CALL_FAULTS.flatMap((fault) => (fault === 'conflict' ? [] : [{ step, fault }]))),
  ...each(['schedule'], ['fire-twice', 'fire-late', 'fire-early', 'fire-never']),
  ...each(['queue notices', 'queue deliveries'], ['redelivery', 'poison']),
  { step: 'queue', fault: 'partial-send' },
  ...each(
    REPORTS.map((type) => `report ${type}`),
    ['report-lost', 'report-doubled', 'report-late'],
  ),
];

function each(steps: readonly string[], faults: readonly OtherFault[]): Pair[] {
  return steps.flatMap((step) => faults.map((fault) => ({ step, fault })));
}
