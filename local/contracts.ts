import { type DynamoDBClient, ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import type { ContractTable, LoadedContract } from '../shared/aws/table/table.ts';
import { RESOURCES } from './environment.ts';

/** Every contract in the local table, by id. A scan: fit for one machine's samples. */
export async function allContracts(dynamodb: DynamoDBClient, table: ContractTable): Promise<LoadedContract[]> {
  const ids: string[] = [];
  let ExclusiveStartKey: ScanCommandOutput['LastEvaluatedKey'];
  const page = (start: ScanCommandOutput['LastEvaluatedKey']) =>
    dynamodb.send(
      new ScanCommand({
        TableName: RESOURCES.table,
        ConsistentRead: true,
        FilterExpression: 'sk = :head AND begins_with(pk, :contract)',
        ExpressionAttributeValues: { ':head': { S: 'contract' }, ':contract': { S: 'contract#' } },
        ProjectionExpression: 'pk',
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
  do {
    const { Items = [], LastEvaluatedKey } = await page(ExclusiveStartKey);
    ids.push(...Items.map((item) => item.pk?.S?.slice('contract#'.length) ?? ''));
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
  const loaded = await Promise.all(ids.sort().map((id) => table.load(id)));
  return loaded.filter((contract) => contract !== undefined);
}
