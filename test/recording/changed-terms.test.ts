import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../cli/command-line.ts';
import { caseFor, checkKindsInForce } from '../../cli/plan/input.ts';
import { plan } from '../../cli/plan/plan.ts';
import { viewOf } from '../../cli/plan/view.ts';
import { failuresOf, type GoldenCase } from '../../shared/desk/plans/golden-cases.ts';
import { sourceFolder } from '../../shared/runtime/terms.ts';
import { nextExoopus } from '../harness/exoopus-next.ts';
import { createContract, recordEvent } from '../harness/samples.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';

/** The next version is of a provider with another name, and has a kind of event with which the duty that it adds is done. */
function withInventory(): string {
  return nextExoopus()
    .replace(/\nprovider: .*\n/, '\nprovider: Exoopus International\n')
    .replace('\nevents:\n', '\nevents:\n  inventory.sent: The customer was told what data is held.\n')
    .replace('satisfiedBy: informational\n', 'satisfiedBy: inventory.sent\n');
}

const folder = mkdtempSync(join(tmpdir(), 'clauseclock-changed-'));
for (const name of ['exoopus', 'gdpr', 'calendars'])
  cpSync(join(sourceFolder(), name), join(folder, name), { recursive: true });
writeFileSync(join(folder, 'exoopus/2026-07.yaml'), withInventory());

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack({ termsDirectory: folder, clock: '2026-05-01T06:00:00Z' });
});
afterAll(() => test.stop());

type Told = readonly [kind: string, occurredAt: string, data?: Readonly<Record<string, string>>];

const ANNOUNCED: Told = [
  'terms-change.announced',
  '2026-05-01T09:00:00+03:00',
  { change: 'c1', toVersion: '2026-07', effectiveOn: '2026-07-01' },
];
const EFFECTIVE: Told = ['terms-change.effective', '2026-07-01', { toVersion: '2026-07' }];
const LATER: Told = ['terms-change.effective', '2027-01-01', { toVersion: '2026-07' }];

/** The facts before, and when an inventory is said to have been sent; whether that means anything then. */
const TABLE: readonly (readonly [string, readonly Told[], string, boolean])[] = [
  ['no change at all', [], '2026-06-15', false],
  ['the day before a change that is told of', [EFFECTIVE], '2026-06-30', false],
  ['the last second before it', [EFFECTIVE], '2026-06-30T23:59:59+03:00', false],
  ['its first moment', [EFFECTIVE], '2026-07-01T00:00:00+03:00', true],
  ['its day', [EFFECTIVE], '2026-07-01', true],
  ['before a change in the future', [LATER], '2026-12-31', false],
  ['after a change in the future', [LATER], '2027-01-01', true],
];

/** What is wrong by HTTP, on the command line, and in a golden case; undefined where it is taken. */
async function verdicts(before: readonly Told[], [kind, occurredAt, data = {}]: Told) {
  const contract = await createContract(test, { version: '2026-01' });
  for (const [known, at, more] of before) {
    expect((await recordEvent(test, contract, known, at, more)).status).toBe(201);
  }
  const { status, body } = await recordEvent(test, contract, kind, occurredAt, data);
  const events = [...before, [kind, occurredAt, data] as const].map(textOf);
  return {
    api: status === 201 ? undefined : `${status} ${body.errors[0].field}: ${body.errors[0].detail}`,
    command: complaintOf(() => onTheCommandLine(events)),
    golden: inAGoldenCase(events),
  };
}

function textOf([kind, occurredAt, data = {}]: Told): string {
  return [`${kind}@${occurredAt}`, ...Object.entries(data).map(([key, value]) => `${key}=${value}`)].join(',');
}

const PLACE = { startsOn: '2026-01-15', timezone: 'Europe/Bucharest', holidays: ['RO'] };
const CONTRACT = join(folder, 'contract.json');
writeFileSync(CONTRACT, JSON.stringify({ ...PLACE, terms: 'exoopus', version: '2026-01' }));

/** What the command would say, on packs that are read once. */
function onTheCommandLine(event: readonly string[]): string | undefined {
  const found = caseFor(test.terms, { contract: CONTRACT, event });
  checkKindsInForce(viewOf(test.terms, found, undefined).plan.agreement, found.given);
  return undefined;
}

function complaintOf(call: () => string | undefined): string | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

function inAGoldenCase(events: readonly string[]): string | undefined {
  const [pack] = test.terms.catalog.get('exoopus') ?? [];
  const golden: GoldenCase = { case: 'inventory', contract: PLACE, events: [...events] };
  return pack && failuresOf(golden, pack, test.terms)[0];
}

describe('a kind of event that only the next version of the terms declares', () => {
  it.each(TABLE)('%s', async (_, before, occurredAt, isKnown) => {
    const { api, command, golden } = await verdicts(before, ['inventory.sent', occurredAt]);
    if (isKnown) {
      expect({ api, command, golden }).toEqual({});
      return;
    }
    const inForce = 'exoopus@2026-01 is in force at that time and does not know the kind inventory.sent';
    expect(api).toBe(
      `422 kind: ${inForce}, which exoopus@2026-07 declares. Record the change of terms first, or correct the time.`,
    );
    expect(command).toContain(`--event inventory.sent@${occurredAt}: ${inForce}, which exoopus@2026-07 declares.`);
    expect(golden).toContain('exoopus@2026-01 is in force then, and only exoopus@2026-07 has it');
  });

  it('that no version declares is a slip of the pen', async () => {
    const { api, command, golden } = await verdicts([], ['inventry.sent', '2026-06-01']);
    expect(api).toBe(
      '422 kind: Neither Clauseclock nor exoopus@2026-01 knows the kind inventry.sent. Check its spelling, or name it in the pack.',
    );
    expect(command).toContain('there is no kind of event inventry.sent');
    expect(golden).toContain('there is no kind of event inventry.sent');
  });

  it('and a value that its key never has, are told apart everywhere', async () => {
    const wrong = { request: 'r1', role: 'Processor' };
    const { api, command, golden } = await verdicts([], ['subject-request.received', '2026-06-01', wrong]);
    expect(api).toMatch(/^422 data\.role: .*controller, processor/);
    expect(command).toContain('data.role: Processor is none of controller, processor');
    expect(golden).toContain('role is one of controller, processor');
  });
});

describe('a change that comes by the lapse of the time to object', () => {
  it('makes the kind known from its moment on, until a late objection undoes it', async () => {
    const contract = await createContract(test, { version: '2026-01' });
    const inventory = async (occurredAt: string) =>
      (await recordEvent(test, contract, 'inventory.sent', occurredAt)).status;
    await recordEvent(test, contract, ...ANNOUNCED);
    expect(await inventory('2026-07-02')).toBe(422);
    await test.advanceTo('2026-07-01T06:00:00Z');
    expect(await inventory('2026-06-30')).toBe(422);
    expect(await inventory('2026-07-01')).toBe(201);
    await recordEvent(test, contract, 'contract.terminated', '2026-07-10T12:00:00+03:00');
    expect(await inventory('2026-07-12')).toBe(201);
    const { deadlines } = (await test.get(`/contracts/${contract}/deadlines`)).body;
    expect(deadlines.find(({ id }: { id: string }) => id === 'inventory')).toMatchObject({
      state: 'met',
      terms: 'exoopus@2026-07',
    });
    await recordEvent(test, contract, 'terms-change.rejected', '2026-06-15', { change: 'c1' });
    expect(await inventory('2026-07-14')).toBe(422);
    // The rejection ends the contract with the day before the change, which is over.
    await test.advanceTo('2026-07-15T06:00:00Z');
    expect(await test.check()).toEqual([]);
  });

  it('does the same on the command line, where lapses are taken in', async () => {
    const events = [textOf(ANNOUNCED), 'inventory.sent@2026-07-12'].flatMap((event) => ['--event', event]);
    const call = (...more: string[]) =>
      plan(['--contract', CONTRACT, '--terms-dir', folder, ...events, ...more], { out: () => {}, err: () => {} });
    await expect(call()).rejects.toThrow(/does not know the kind inventory\.sent.*or take lapses in with --as-of\./);
    expect(await call('--as-of', '2026-07-15')).toBe(0);
  });
});

describe('a letter about a statute', () => {
  it('comes from the provider as the terms in force at the time name it', async () => {
    const contract = await createContract(test, { version: '2026-01', statutes: ['gdpr'] });
    const sender = async (request: string, occurredAt: string) => {
      const { body } = await recordEvent(test, contract, 'subject-request.received', occurredAt, { request });
      await test.advanceTo(
        body.deadlines.find(({ clause }: { clause: string }) => clause === 'subject-response').instant,
      );
      return test.stack.mail.inbox().findLast((message) => message.contract === contract)?.text;
    };
    const day = (days: number) => new Date(Date.parse(test.stack.clock.now()) + days * 86_400_000).toISOString();
    expect(await sender('r1', day(0))).toContain('To Exoopus, operations');
    await recordEvent(test, contract, 'terms-change.effective', day(0), { toVersion: '2026-07' });
    expect(await sender('r2', day(1))).toContain('To Exoopus International, operations');
  });
});
