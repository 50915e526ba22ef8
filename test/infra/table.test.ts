import { describe, expect, it } from 'vitest';
import { TABLE_SCHEMA } from '../../shared/aws/table-schema.ts';
import { resourcesOf, synthesize, target } from './synthesized.ts';

const { data } = synthesize();
const tables = Object.values(data.findResources('AWS::DynamoDB::Table'));
const table = tables[0]?.Properties;

describe('the table', () => {
  it('is the only one', () => expect(tables).toHaveLength(1));

  it('can be restored to any second and not be deleted', () => {
    expect(table.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(table.DeletionProtectionEnabled).toBe(true);
    expect(tables[0]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('is encrypted with its own key, which is rotated and outlives the stack', () => {
    const [key, ...others] = Object.entries(data.findResources('AWS::KMS::Key'));
    expect(others).toEqual([]);
    expect(table.SSESpecification.SSEType).toBe('KMS');
    expect(target(table.SSESpecification.KMSMasterKeyId)).toBe(key?.[0]);
    expect(key?.[1]).toMatchObject({ DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
  });

  it('has the keys and indexes of its schema, and streams both images', () => {
    const keys = (partition: string, sort: string) => [
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ];
    expect(table.KeySchema).toEqual(keys(TABLE_SCHEMA.partitionKey, TABLE_SCHEMA.sortKey));
    expect(table.GlobalSecondaryIndexes).toEqual(
      Object.values(TABLE_SCHEMA.indexes).map((index) => ({
        IndexName: index.name,
        KeySchema: keys(index.partitionKey, index.sortKey),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    );
    expect(table.StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
    expect(table.BillingMode).toBe('PAY_PER_REQUEST');
  });

  it('lets items go whose time is over', () => {
    expect(table.TimeToLiveSpecification).toEqual({ AttributeName: TABLE_SCHEMA.expiry, Enabled: true });
  });

  it('is named in an output', () => {
    const id = Object.keys(data.findResources('AWS::DynamoDB::Table'))[0];
    data.hasOutput('TableName', { Value: { Ref: id } });
    expect(resourcesOf(data, 'AWS::DynamoDB::Table')).toHaveLength(1);
  });
});
