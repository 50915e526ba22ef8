import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { FaultPlan } from '../../local/aws/faults.ts';
import { withFaults } from '../../local/aws/with-faults.ts';
import { memoryDatabase } from '../../local/dynamo/database.ts';
import { Enumeration } from '../../shared/aws/table/enumeration.ts';
import { ContractTable } from '../../shared/aws/table/table.ts';
import { overContracts, overOpenRungs } from '../../shared/jobs/stages.ts';
import { BareContracts, openDeadline } from '../harness/bare-contracts.ts';
import { Walking } from './walking.ts';

const ids = Array.from({ length: 40 }, (_, n) => `contract-${n}`);
const faults = new FaultPlan();
let dynamodb: DynamoDBClient;
let enumeration: Enumeration;
let contracts: BareContracts;

beforeEach(async () => {
  faults.clear();
  dynamodb = withFaults(memoryDatabase().dynamodb, 'table', faults) as DynamoDBClient;
  enumeration = new Enumeration(dynamodb, 'table');
  contracts = new BareContracts(new ContractTable(dynamodb, 'table'));
  for (const [n, id] of ids.entries()) {
    await contracts.write(
      id,
      Array.from({ length: n % 60 }, (_, d) =>
        openDeadline(`d~${d}`, d % 2 === 0 ? '2027-01-01T09:00:00Z' : undefined),
      ),
    );
  }
});

describe('a job over contracts', () => {
  it('reaches every one that was there when it began, though its runs die and more come meanwhile', async () => {
    const reached: string[] = [];
    const walking = new Walking(
      ...overContracts(enumeration, async (contract) => {
        if (reached.length % 7 === 0) await contracts.write(`meanwhile-${reached.length}`);
        reached.push(contract);
        return 'reached';
      }),
    );
    walking.dynamodb = dynamodb;
    await walking.start();
    faults.arm({ service: 'table', operation: 'Scan', fault: 'crash-after', skip: 1, times: 3 });
    const job = await walking.runToEnd();
    expect(walking.errors).toHaveLength(3);
    expect(job).toMatchObject({ state: 'finished', failed: 0 });
    expect(ids.filter((id) => !reached.includes(id))).toEqual([]);
    expect(job.counts.reached).toBeGreaterThanOrEqual(ids.length);
  });

  it('names the contract at which something fails', async () => {
    const walking = new Walking(
      ...overContracts(enumeration, async (contract) => {
        if (contract === 'contract-7') throw new RangeError('not this one');
        return undefined;
      }),
    );
    walking.dynamodb = dynamodb;
    await walking.start();
    const job = await walking.runToEnd();
    expect(job).toMatchObject({ done: 39, failed: 1 });
    expect(job.failures).toEqual([{ item: 'contract contract-7', error: 'RangeError' }]);
  });
});

describe('a job over deadlines with a step to come', () => {
  it('reaches each of them once, and no other', async () => {
    const reached: string[] = [];
    const walking = new Walking(
      ...overOpenRungs(enumeration, async ({ contract, deadline }) => {
        reached.push(`${contract} ${deadline}`);
        return undefined;
      }),
    );
    walking.dynamodb = dynamodb;
    await walking.start();
    const job = await walking.runToEnd();
    const wanted = ids.flatMap((id, n) => Array.from({ length: Math.ceil(n / 2) }, (_, d) => `${id} d~${2 * d}`));
    expect(reached.toSorted()).toEqual(wanted.toSorted());
    expect(job).toMatchObject({ state: 'finished', done: wanted.length, failed: 0 });
  });
});
