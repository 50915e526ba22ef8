import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headItem, readHead } from '../../shared/aws/table/items.ts';
import { type Change, PROVIDER_FIELDS } from '../../shared/core/events/amendment.ts';
import { amend } from '../../shared/recording/amend.ts';
import { mayProviderSet } from '../../shared/recording/amended-customer.ts';
import { createContract as createWith } from '../../shared/recording/create-contract.ts';
import { openSuspension } from '../harness/notices.ts';
import { contractBody, createContract, fresh, recordEvent } from '../harness/samples.ts';
import { type Answer, startTestStack, type TestStack } from '../harness/stack.ts';

let test: TestStack;
beforeAll(async () => {
  test = await startTestStack();
});
afterAll(() => test.stop());

const BY = { by: 'ana', reason: 'they wrote to us' };
const NEW = 'bo@acme.example';

const change = (contract: string, asked: object, more: object = {}): Promise<Answer> =>
  test.patch(`/contracts/${contract}`, { change: asked, ...BY, ...more });
const headOf = async (contract: string) => {
  const head = await test.stack.table.head(contract);
  if (!head) throw new Error(`no contract ${contract}`);
  return head;
};
const wake = async () => {};
const fromAddress = 'notices@provider.example';
const dependencies = () => ({
  ...test.terms,
  table: test.stack.table,
  clock: test.stack.clock,
  timer: test.stack.timer,
  wake,
  fromAddress,
});

describe('an amendment of the customer', () => {
  it('rewrites the contract and records what changed, who did it and why, in one step', async () => {
    const contract = await createContract(test);
    const before = await headOf(contract);
    const { status, body } = await change(contract, { customer: { email: NEW, name: null, timezone: 'Asia/Tokyo' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ outcome: 'amended', deadlines: [], notStarted: [], notApplied: [] });
    const customer = { email: NEW, locale: 'en', timezone: 'Asia/Tokyo' };
    expect(body.contract).toEqual({ ...before.contract, customer });
    const after = await headOf(contract);
    expect(after.contract.customer).toEqual(customer);
    expect(after.revision).toBe(before.revision + 1);
    const data = { change: { customer: { name: null, email: NEW, timezone: 'Asia/Tokyo' } }, ...BY };
    expect(body.event).toMatchObject({ kind: 'contract.amended', data });
    expect((await test.get(`/contracts/${contract}`)).body.events).toEqual([body.event]);
    const { entries } = (await test.get(`/contracts/${contract}/evidence`)).body;
    const entry = entries.find(({ type }: { type: string }) => type === 'contract.amended');
    expect(entry.text).toBe(
      'Contract amended by ana (they wrote to us): customer.name is – instead of Acme SRL and customer.email is bo@acme.example instead of ana@acme.example and customer.timezone is Asia/Tokyo instead of –.',
    );
    expect(await test.check()).toEqual([]);
  });

  it('a second time changes nothing', async () => {
    const contract = await createContract(test);
    await change(contract, { customer: { email: NEW } });
    const { revision } = await headOf(contract);
    const { status, body } = await change(contract, { customer: { email: NEW } });
    expect([status, body.outcome, body.event]).toEqual([200, 'unchanged', undefined]);
    expect((await headOf(contract)).revision).toBe(revision);
  });

  it('leaves the contract to be created again as it was, and as it stands, and not as another', async () => {
    const { id, ...rest } = contractBody(fresh('contract'));
    const created = { id, ...rest };
    expect((await test.post('/contracts', created)).status).toBe(201);
    const customer = { ...rest.customer, email: NEW };
    await change(id, { customer: { email: NEW }, references: { add: { stripe: [fresh('sub')] } } });
    const again = await test.post('/contracts', created);
    expect([again.status, again.body]).toEqual([200, (await headOf(id)).contract]);
    const asItStands = { ...created, customer, references: again.body.references };
    expect((await test.post('/contracts', asItStands)).status).toBe(200);
    const other = await test.post('/contracts', { ...created, customer: { ...customer, email: 'cy@acme.example' } });
    expect([other.status, other.body.errors[0].field]).toEqual([409, 'customer']);
  });

  it('there and back again within one moment is three events', async () => {
    const contract = await createContract(test);
    for (const email of [NEW, 'ana@acme.example', NEW])
      expect((await change(contract, { customer: { email } })).status).toBe(200);
    expect((await test.get(`/contracts/${contract}`)).body.events).toHaveLength(3);
    expect((await headOf(contract)).contract.customer.email).toBe(NEW);
  });

  it('that is only asked for says what would change and stores nothing', async () => {
    const contract = await createContract(test);
    const before = await headOf(contract);
    const { status, body } = await change(contract, { customer: { email: NEW } }, { dryRun: true });
    expect(status).toBe(200);
    expect(body).toMatchObject({ outcome: 'amended', dryRun: true, contract: { customer: { email: NEW } } });
    expect(body.event.data.change).toEqual({ customer: { email: NEW } });
    expect(await headOf(contract)).toEqual(before);
    expect((await test.get(`/contracts/${contract}`)).body.events).toEqual([]);
  });

  it('of two at once is both, one after the other', async () => {
    const contract = await createContract(test);
    const answers = await Promise.all([
      change(contract, { customer: { email: NEW } }),
      change(contract, { customer: { name: 'Acme Holding' } }),
      recordEvent(test, contract, 'support.requested', '2026-11-20', { ticket: 'T-1' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 201]);
    expect((await headOf(contract)).contract.customer).toMatchObject({ email: NEW, name: 'Acme Holding' });
    expect((await test.get(`/contracts/${contract}`)).body.events).toHaveLength(3);
  });

  it('moves no stored date, whatever the customer’s zone', async () => {
    const { contract, deadline } = await openSuspension(test);
    const { body } = await change(contract, { customer: { timezone: 'Pacific/Kiritimati', locale: 'ro' } });
    expect(body.deadlines).toEqual([]);
    expect((await test.stack.table.load(contract))?.deadlines).toEqual([deadline]);
  });

  it('sends what is told from then on to the new address', async () => {
    const own = await startTestStack();
    try {
      const suspension = await openSuspension(own, { customer: { name: 'Acme', email: 'old@acme.example' } });
      await own.advanceTo(suspension.at('reminder'));
      await own.patch(`/contracts/${suspension.contract}`, { change: { customer: { email: NEW } }, ...BY });
      await own.advanceTo(suspension.at('due'));
      const sent = own.stack.mail.inbox().filter(({ to }) => to.includes('acme.example'));
      const addresses = sent.map(({ to }) => to);
      expect(new Set(addresses.slice(0, -1))).toEqual(new Set(['old@acme.example']));
      expect(addresses.at(-1)).toBe(NEW);
    } finally {
      await own.stop();
    }
  });

  it('cannot be withdrawn, corrected or recorded by itself', async () => {
    const contract = await createContract(test);
    const { event } = (await change(contract, { customer: { email: NEW } })).body;
    const withdrawn = await recordEvent(test, contract, 'event.withdrawn', '2026-11-20', { event: event.id });
    expect([withdrawn.status, withdrawn.body.errors[0].field]).toEqual([422, 'data.event']);
    const corrected = await test.post(`/contracts/${contract}/events/${event.id}/correct`, {
      event: { kind: 'support.requested', occurredAt: '2026-11-20', data: { ticket: 'T-1' } },
      ...BY,
    });
    expect([corrected.status, corrected.body.errors[0].field]).toEqual([422, 'event']);
    const recorded = await recordEvent(test, contract, 'contract.amended', '2026-11-20', {});
    expect([recorded.status, recorded.body.errors[0].field]).toEqual([422, 'kind']);
  });
});

describe('an amendment is refused', () => {
  const customer = { email: NEW };
  it.each([
    ['without a change', { change: undefined }, ['change']],
    ['with an empty change', { change: {} }, ['change']],
    ['with a change of nothing', { change: { customer: {}, references: {} } }, ['change']],
    ['without a name', { by: undefined }, ['by']],
    ['without a reason', { reason: '' }, ['reason']],
    ['with an address that is none', { change: { customer: { email: 'bo' } } }, ['change.customer.email']],
    ['without any address', { change: { customer: { email: null } } }, ['change.customer.email']],
    ['with a name of two lines', { change: { customer: { name: 'A\nB' } } }, ['change.customer.name']],
    ['with half a character', { change: { customer: { name: 'A\ud83d' } } }, ['change.customer.name']],
    ['with a language nobody speaks', { change: { customer: { locale: 'english' } } }, ['change.customer.locale']],
    ['with a zone that is none', { change: { customer: { timezone: 'Mars/Base' } } }, ['change.customer.timezone']],
    ['with a field nobody knows', { change: { customer: { phone: '1' } } }, ['change.customer.phone']],
    ['with a field of the contract nobody knows', { change: { customer, color: 'red' } }, ['change.color']],
    ['of other terms', { change: { customer, terms: 'eloomi', version: '5.9' } }, ['change.terms', 'change.version']],
    ['of law and zone', { change: { law: 'DK', timezone: 'UTC' } }, ['change.timezone', 'change.law']],
    ['from a day on', { from: '2026-12-01' }, ['from']],
    ['for some things only', { appliesTo: 'new' }, ['appliesTo']],
    ['with a dry run that is neither', { dryRun: 'yes' }, ['dryRun']],
    [
      'with a list of references that is none',
      { change: { references: { add: { stripe: 'sub_1' } } } },
      ['change.references.add.stripe'],
    ],
    [
      'with references written outright',
      { change: { references: { stripe: ['sub_1'] } } },
      ['change.references.stripe'],
    ],
    [
      'with a provider nobody knows',
      { change: { references: { add: { strip: ['sub_1'] } } } },
      ['change.references.add.strip'],
    ],
    [
      'from the contract itself',
      { change: { references: { add: { stripe: ['a'] }, moveFrom: 'SELF' } } },
      ['change.references.moveFrom'],
    ],
    [
      'from a contract without saying what',
      { change: { references: { moveFrom: 'other' } } },
      ['change.references.moveFrom'],
    ],
    [
      'with one under add and remove',
      { change: { references: { add: { stripe: ['a'] }, remove: { stripe: ['a'] } } } },
      ['change.references.remove.stripe'],
    ],
  ])('%s, naming the field', async (_, more, fields) => {
    const contract = await createContract(test);
    const before = await headOf(contract);
    const body = JSON.parse(JSON.stringify({ change: { customer }, ...BY, ...more }).replace('SELF', contract));
    const answer = await test.patch(`/contracts/${contract}`, body);
    expect([answer.status, answer.body.errors.map(({ field }: { field: string }) => field)]).toEqual([422, fields]);
    expect(await headOf(contract)).toEqual(before);
  });

  it('of a contract that is not there', async () => {
    const { status, body } = await change('nobody', { customer });
    expect([status, body.errors[0].field]).toEqual([404, 'contract']);
  });
});

describe('what a provider says about a customer', () => {
  const source = { provider: 'stripe', eventId: 'evt_1', type: 'customer.updated' };
  const byProvider = (contract: string, customer: NonNullable<Change['customer']>) =>
    amend(dependencies(), { contract, change: { customer }, by: 'stripe', reason: 'customer.updated', source });

  async function fromProvider(): Promise<string> {
    const contract = fresh('intake');
    const body = { ...contractBody(contract), customer: { name: 'Acme', email: 'billing@acme.example', locale: 'en' } };
    const result = await createWith(dependencies(), body, { providerSet: PROVIDER_FIELDS });
    expect(result.outcome).toBe('created');
    return contract;
  }

  it('follows the provider as long as no person said otherwise', async () => {
    const contract = await fromProvider();
    expect(await byProvider(contract, { email: NEW, name: null })).toMatchObject({ outcome: 'amended', kept: [] });
    expect((await headOf(contract)).contract.customer).toEqual({ email: NEW, locale: 'en' });
    expect(mayProviderSet(await headOf(contract), 'email')).toBe(true);
  });

  it('never overwrites what a person set, even to the same value', async () => {
    const contract = await fromProvider();
    const same = await change(contract, { customer: { email: 'billing@acme.example' } });
    expect(same.body.outcome).toBe('amended');
    const head = await headOf(contract);
    expect([mayProviderSet(head, 'email'), mayProviderSet(head, 'name')]).toEqual([false, true]);
    const result = await byProvider(contract, { email: NEW, name: 'Acme AG' });
    expect(result).toMatchObject({ outcome: 'amended', kept: ['email'] });
    expect((await headOf(contract)).contract.customer).toMatchObject({
      email: 'billing@acme.example',
      name: 'Acme AG',
    });
    expect(await byProvider(contract, { email: NEW })).toMatchObject({ outcome: 'unchanged', kept: ['email'] });
  });

  it('never sets a zone, nor anything of a contract that a person created', async () => {
    const contract = await fromProvider();
    expect(await byProvider(contract, { timezone: 'Asia/Tokyo' })).toMatchObject({
      outcome: 'unchanged',
      kept: ['timezone'],
    });
    const own = await createContract(test);
    expect(await byProvider(own, { email: NEW, name: 'X' })).toMatchObject({
      outcome: 'unchanged',
      kept: ['name', 'email'],
    });
  });

  it('loses to a person who decides at the same time', async () => {
    const contract = await fromProvider();
    await Promise.all([
      byProvider(contract, { email: NEW }),
      change(contract, { customer: { email: 'ceo@acme.example' } }),
    ]);
    await byProvider(contract, { email: NEW });
    expect((await headOf(contract)).contract.customer.email).toBe('ceo@acme.example');
  });

  it('is kept beside the head, where older code does not stumble over it', async () => {
    const item = headItem({ ...(await headOf(await fromProvider())) });
    expect(Object.keys(item.head?.M ?? {})).not.toContain('providerSet');
    expect(readHead(item).providerSet).toEqual(['name', 'email', 'locale']);
  });
});
