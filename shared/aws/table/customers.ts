import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { type CustomerRecord, customerRecordSchema } from '../../core/intake/customers.ts';
import { TABLE_SCHEMA } from '../table-schema.ts';
import { keys } from './keys.ts';
import { pack } from './pack.ts';

/** How long it is known that a customer was deleted, so that an older message does not bring the customer back. */
const DELETED_KEPT_MS = 90 * 24 * 60 * 60_000;

/** The customers of providers in the one table: an item each. */
export class CustomerTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async read(provider: string, id: string): Promise<CustomerRecord | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({
        TableName: this.#table,
        Key: pack(keys.customerRecord(provider, id)),
        ConsistentRead: true,
      }),
    );
    return Item && recordIn(unmarshall(Item).customer);
  }

  /**
   * Writes a record if the stored revision is one lower, or for revision 1 if none is stored. False otherwise: another
   * message was written first.
   */
  async save(record: CustomerRecord): Promise<boolean> {
    const before = record.revision - 1;
    const condition =
      before === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'customer.revision = :before',
            ExpressionAttributeValues: pack({ ':before': before }),
          };
    try {
      await this.#client.send(new PutItemCommand({ TableName: this.#table, Item: itemOf(record), ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

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
