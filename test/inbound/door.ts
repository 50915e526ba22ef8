import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { FaultPlan } from '../../local/aws/faults.ts';
import { withFaults } from '../../local/aws/with-faults.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { motionlessTimer } from '../../local/time/clock.ts';
import { CustomerTable } from '../../shared/aws/table/customers.ts';
import { DeliveryTable } from '../../shared/aws/table/deliveries.ts';
import { DeliveryStore } from '../../shared/aws/table/delivery-store.ts';
import { keys } from '../../shared/aws/table/keys.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import type { Contract } from '../../shared/core/events/contract.ts';
import { type IntakeRules, NO_RULES } from '../../shared/core/intake/rules.ts';
import { findDoor } from '../../shared/core/webhooks/doors.ts';
import type { Delivery } from '../../shared/inbound/delivery.ts';
import { deliveryId, digest } from '../../shared/inbound/delivery-id.ts';
import type { InboundDependencies, InboundSettings } from '../../shared/inbound/dependencies.ts';
import { workDelivery } from '../../shared/inbound/work-delivery.ts';
import { createContract } from '../../shared/recording/create-contract.ts';
import { waitingUnder } from '../../shared/recording/waiting.ts';
import { sourceTerms } from '../../shared/runtime/terms.ts';
import { CapturedTelemetry } from '../harness/telemetry.ts';

export const NOW = '2026-11-20T08:00:00Z';
const terms = sourceTerms();

export type Json = Readonly<Record<string, unknown>>;

/** What comes in at the door and is worked on, on a table in memory. */
export class Door {
  readonly faults = new FaultPlan();
  readonly telemetry = new CapturedTelemetry();
  readonly dependencies: InboundDependencies;
  /** Deliveries that are to be worked on again. */
  readonly woken: string[] = [];
  now = NOW;
  readonly dynamodb: DynamoDBClient;

  constructor(settings: Partial<InboundSettings> = {}, intake: IntakeRules = NO_RULES) {
    this.dynamodb = memoryDatabase().dynamodb;
    const client = withFaults(this.dynamodb, 'table', this.faults);
    this.dependencies = {
      ...terms,
      intake,
      customers: new CustomerTable(client, 'contracts'),
      table: new ContractTable(client, 'contracts'),
      deliveries: new DeliveryTable(client, 'contracts'),
      clock: { now: () => this.now },
      timer: motionlessTimer,
      telemetry: this.telemetry.of('record-webhook'),
      inbound: { retentionDays: 90, acceptsTestData: true, accounts: [], ...settings },
      fromAddress: 'notices@provider.example',
      wake: async (deliveries) => void this.woken.push(...deliveries),
    };
  }

  get table(): ContractTable {
    return this.dependencies.table;
  }

  /** Stores a delivery as it came in and answers its id. */
  async store(provider: string, body: unknown, changes: Partial<Delivery> = {}): Promise<string> {
    const bytes = body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body));
    const hash = digest(bytes);
    const eventId = findDoor(provider)?.envelopeOf(body).id ?? null;
    const received: Omit<Delivery, 'parts'> = {
      id: deliveryId(provider, 'default', eventId ?? hash),
      provider,
      account: 'default',
      eventId,
      type: null,
      mode: 'live',
      receivedAt: this.now,
      hash,
      bytes: bytes.byteLength,
      headers: {},
      secret: 'default',
      revision: 1,
      state: 'stored',
      attempts: 0,
      facts: [],
      replays: [],
      ...changes,
    };
    await new DeliveryStore(this.dynamodb, 'contracts').store(received, bytes);
    return received.id;
  }

  /** Works on a delivery, and on all that it wakes. */
  async work(id: string): Promise<Delivery> {
    const worked = await workDelivery(this.dependencies, id);
    if (worked === undefined) throw new Error(`there is no delivery ${id}`);
    await this.drain();
    return this.delivery(id);
  }

  async deliver(provider: string, body: unknown, changes: Partial<Delivery> = {}): Promise<Delivery> {
    return this.work(await this.store(provider, body, changes));
  }

  async drain(): Promise<void> {
    for (let next = this.woken.shift(); next !== undefined; next = this.woken.shift()) {
      await workDelivery(this.dependencies, next);
    }
  }

  /** Works on a delivery, and leaves what it wakes for later. */
  workAlone(id: string): Promise<Delivery | undefined> {
    return workDelivery(this.dependencies, id);
  }

  /** Creates a contract, `turns` turns from now, and leaves what it wakes for later. */
  async createAlone(contract: Contract, turns = 0): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
    const created = await createContract(this.dependencies, contract);
    if (created.outcome !== 'created') throw new Error(JSON.stringify(created));
  }

  async create(contract: Contract): Promise<void> {
    await this.createAlone(contract);
    await this.drain();
  }

  async delivery(id: string): Promise<Delivery> {
    const delivery = await this.dependencies.deliveries.read(id);
    if (delivery === undefined) throw new Error(`there is no delivery ${id}`);
    return delivery;
  }

  async kinds(contract: string): Promise<string[]> {
    return ((await this.table.load(contract))?.events ?? []).map(({ kind }) => kind).sort();
  }

  async waiting(provider: string, reference: string): Promise<string[]> {
    return waitingUnder(this.table, [{ provider, reference }]);
  }

  /** The item of a delivery as the table holds it. */
  async item(id: string): Promise<Json> {
    const Key = marshall(keys.delivery(id));
    const { Item = {} } = await this.dynamodb.send(new GetItemCommand({ TableName: 'contracts', Key }));
    return unmarshall(Item);
  }
}

/** A contract known under these ids of providers. */
export function contractOf(id: string, references: Contract['references'], more: Partial<Contract> = {}): Contract {
  return {
    id,
    terms: 'exoopus',
    timezone: 'Europe/Bucharest',
    holidays: ['RO'],
    customer: { email: 'ana@acme.example', locale: 'en' },
    references,
    ...more,
  };
}
