import type { QueueName } from '../shared/runtime/declaration.ts';

/**
 * Queues for work that failed every try. `schedules`: Scheduler could not reach the notices queue. `changes`: changes
 * of the table. `recurring`: the sweeps.
 */
export type DeadLetterName = QueueName | 'schedules' | 'changes' | 'recurring';

export const DEAD_LETTERS: readonly DeadLetterName[] = [
  'notices',
  'deliveries',
  'inbound',
  'schedules',
  'changes',
  'recurring',
];

export type Names = ReturnType<typeof namesFor>;

/** Every physical name of a stage. Fixed, so that alarms, dashboards and runbooks can spell them out. */
export function namesFor(stage: string) {
  const prefix = `clauseclock-${stage}`;
  return {
    stack: (name: 'data' | 'service' | 'operations') => `${prefix}-${name}`,
    table: prefix,
    queue: (name: QueueName) => `${prefix}-${name}`,
    deadLetters: (name: DeadLetterName) => `${prefix}-${name}-dead-letters`,
    function: (name: string) => `${prefix}-${name}`,
    rule: (name: string) => `${prefix}-${name}`,
    alarm: (name: string) => `${prefix}-${name}`,
    api: prefix,
    scheduleGroup: prefix,
    configurationSet: prefix,
    dashboard: prefix,
    mailEventsTopic: `${prefix}-mail-events`,
    alarmTopic: `${prefix}-alarms`,
    webhookSecretPrefix: `clauseclock/${stage}/webhook/`,
    providerKeyPrefix: `clauseclock/${stage}/api/`,
    /** Lambda's own default name, so that logs are found where everyone looks first. */
    functionLogs: (name: string) => `/aws/lambda/${prefix}-${name}`,
    accessLogs: `/aws/vendedlogs/${prefix}-api`,
  };
}
