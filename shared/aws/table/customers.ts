import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { type CustomerRecord, customerRecordSchema } from '../../core/intake/customers.ts';
import { type ShownCustomer, shownCustomerSchema } from '../../core/intake/shown-customer.ts';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { type ItemKey, keys } from './keys.ts';
import { pack, type TableItem, unpack } from './pack.ts';

/** How long it is known that a customer was deleted, so that an older message does not bring the customer back. */
const DELETED_KEPT_MS = 90 * 24 * 60 * 60_000;

/** The customers of providers in the one table: an item each, and one for each subscription with whose customer it is shown. */
export class CustomerTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async read(provider: string, id: string): Promise<CustomerRecord | undefined> {
    const item = await this.#get(keys.customerRecord(provider, id));
    return item && recordIn(unpack(item).customer);
  }

  /** The customer with whom the latest message shows a subscription. */
  async shown(provider: string, subscription: string): Promise<ShownCustomer | undefined> {
    const item = await this.#get(keys.shownCustomer(provider, subscription));
    return item && shownCustomerSchema.parse(unpack(item).shown);
  }

  /**
   * Writes a record if the stored revision is one lower, or for revision 1 if none is stored. False otherwise: another
   * message was written first.
   */
  save(record: CustomerRecord): Promise<boolean> {
    const before = record.revision - 1;
    return this.#put(
      itemOf(record),
      before === 0 ? NOT_THERE : { condition: 'customer.revision = :before', values: { ':before': before } },
    );
  }

  /** Writes what a message shows in place of what was read. False if another message was written meanwhile. */
  show(shown: ShownCustomer, read: ShownCustomer | undefined): Promise<boolean> {
    const replaced = { condition: 'shown.message = :message', values: { ':message': read?.message } };
    return this.#put(
      pack({ ...keys.shownCustomer(shown.provider, shown.subscription), shown: shownCustomerSchema.parse(shown) }),
      read === undefined ? NOT_THERE : replaced,
    );
  }

  async #get(key: ItemKey): Promise<TableItem | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: pack({ ...key }), ConsistentRead: true }),
    );
    return Item;
  }

  async #put(Item: TableItem, { condition, values }: Condition): Promise<boolean> {
    const given = values && { ExpressionAttributeValues: pack(values) };
    try {
      await this.#client.send(
        new PutItemCommand({ TableName: this.#table, Item, ConditionExpression: condition, ...given }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

interface Condition {
  readonly condition: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

const NOT_THERE: Condition = { condition: 'attribute_not_exists(pk)' };

/**
 * Metadata is stored as pairs, and what messages told as JSON: a map with a key such as `constructor` cannot be marshalled.
 */
function itemOf(record: CustomerRecord) {
  const { values, told, ...customer } = customerRecordSchema.parse(record);
  const stored = {
    values: values && { ...values, metadata: Object.entries(values.metadata) },
    told: told && JSON.stringify(told),
  };
  const expiry = Math.ceil((Date.parse(customer.at) + DELETED_KEPT_MS) / 1000);
  return pack({
    ...keys.customerRecord(customer.provider, customer.id),
    customer: { ...customer, ...stored },
    ...(customer.change === 'deleted' && { [TABLE_SCHEMA.expiry]: expiry }),
  });
}

function recordIn({ values, told, ...customer }: Readonly<Record<string, unknown>>): CustomerRecord {
  if (values === undefined) return customerRecordSchema.parse(customer);
  const { metadata, ...others } = storedValues.parse(values);
  return customerRecordSchema.parse({
    ...customer,
    values: { ...others, metadata: Object.fromEntries(metadata) },
    told: typeof told === 'string' ? JSON.parse(told) : told,
  });
}

const storedValues = z.looseObject({ metadata: z.array(z.tuple([z.string(), z.string()])) });
