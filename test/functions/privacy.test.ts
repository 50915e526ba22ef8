import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { localSecret } from '../../local/environment.ts';
import { createTelemetry } from '../../shared/runtime/log.ts';
import { createContract, failedPayment, fresh, recordEvent, stripeEvent } from '../harness/samples.ts';
import { startTestStack, TEST_START, type TestStack } from '../harness/stack.ts';

/** Stands in every field that holds something personal. */
const CANARY = 'Zaphod-Canary';
const EMAIL = 'zaphod.canary@private.example';

const printed: string[] = [];
let test: TestStack;

beforeAll(async () => {
  // The log as it is written in the cloud, caught where it leaves the process.
  for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...parts) => void printed.push(parts.map(String).join(' ')));
  }
  const telemetry = (service: string) => createTelemetry(service, (line) => void printed.push(line));
  test = await startTestStack({ telemetry });
});
afterAll(async () => {
  await test.stop();
  vi.restoreAllMocks();
});

function log(): string {
  return printed.join('\n');
}

function expectNothingPrivate(): void {
  const all = log();
  for (const secret of ['Zaphod', 'zaphod', 'private.example', localSecret('stripe'), localSecret('paddle')]) {
    expect(all).not.toContain(secret);
  }
}

const customer = { name: CANARY, email: EMAIL };

describe('the log', () => {
  it('tells what happened, with ids and codes', async () => {
    const contract = await createContract(test, { customer });
    await test.webhook('stripe', failedPayment(contract, 'in_1', '2026-11-20T00:00:00Z', TEST_START));
    expect(log()).toContain('"code":"CONTRACT_CREATED"');
    expect(log()).toContain(`"contract":"${contract}"`);
    expect(log()).toContain('EventRecorded');
    expectNothingPrivate();
  });

  it('holds nothing of a refused input', async () => {
    await test.post('/contracts', { id: fresh('c'), terms: CANARY, customer: { ...customer, email: CANARY } });
    await test.post('/contracts', `{"customer": {"email": "${EMAIL}" `);
    await test.post('/contracts', { id: fresh('c'), terms: 'exoopus', customer, [CANARY]: EMAIL });
    const contract = await createContract(test, { customer });
    await recordEvent(test, contract, CANARY, EMAIL, { note: EMAIL });
    await recordEvent(test, CANARY, 'support.requested', TEST_START, { note: EMAIL });
    await test.get('/deadlines', { from: EMAIL });
    expectNothingPrivate();
  });

  it('holds nothing of a refused or unreadable webhook', async () => {
    const body = stripeEvent('invoice.paid', { id: 'in_1', customer_email: EMAIL, customer_name: CANARY }, TEST_START);
    await test.webhook('stripe', body, { secret: CANARY });
    await test.webhook('stripe', body, { signature: `t=1,v1=${CANARY}` });
    await test.webhook('stripe', `{"customer_email": "${EMAIL}`);
    await test.webhook('stripe', { ...body, id: EMAIL, created: CANARY });
    await test.webhook('stripe', body);
    expect(log()).toContain('"code":"WEBHOOK_REJECTED"');
    expectNothingPrivate();
  });

  it('holds nothing of what fails on the way', async () => {
    const { faults, engine } = test.stack;
    const contract = await createContract(test, { customer });
    for (const service of ['table', 'secrets'] as const) {
      for (const fault of ['throttle', 'error', 'timeout'] as const) {
        faults.arm({ service, fault, times: 3 });
        await recordEvent(test, contract, 'support.requested', TEST_START, { ticket: CANARY });
        await test.webhook('stripe', failedPayment(contract, fresh('in'), '2026-11-20T00:00:00Z', TEST_START));
        faults.clear();
      }
    }
    await test.webhook('stripe', failedPayment(contract, 'in_2', '2026-11-20T00:00:00Z', TEST_START));
    faults.arm({ service: 'mail', fault: 'error', times: 2 });
    faults.arm({ service: 'scheduler', fault: 'error', operation: 'CreateSchedule', times: 2 });
    faults.arm({ service: 'table', fault: 'throttle', operation: 'TransactWriteItems', skip: 3, times: 3 });
    await engine.advanceTo('2026-12-06T00:00:00Z');
    const codes = ['REQUEST_FAILED', 'MESSAGE_FAILED', 'NOTICE_UNKNOWN', 'NOTICE_ACCEPTED', 'DELIVERY_RECORDED'];
    for (const code of codes) expect(log()).toContain(`"code":"${code}"`);
    expectNothingPrivate();
  });

  it('holds nothing of a message that cannot be read, or an address that bounces', async () => {
    const { queues, engine } = test.stack;
    await queues.put(queues.arn('notices'), JSON.stringify({ kind: CANARY, to: EMAIL }));
    // A parser's own message would quote it.
    await queues.put(queues.arn('notices'), CANARY);
    await queues.put(queues.arn('deliveries'), `{"eventType": "Bounce", "mail": {"destination": ["${EMAIL}"`);
    await queues.put(
      queues.arn('deliveries'),
      JSON.stringify({ eventType: 'Bounce', mail: { tags: { contract: ['x'], notice: ['y'] }, to: EMAIL } }),
    );
    const bouncing = { name: CANARY, email: `bounce+${CANARY}@simulator.amazonses.com` };
    const contract = await createContract(test, { customer: bouncing });
    await recordEvent(test, contract, 'contract.terminated', test.stack.clock.now());
    await engine.advanceBy('P2D');
    expect(log()).toContain('NoticeUndeliverable');
    expectNothingPrivate();
  });
});
