import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { ContractTable, LoadedContract } from '../shared/aws/table/table.ts';
import type { ExplanationStep } from '../shared/core/calendar/types.ts';
import type { StoredDeadline } from '../shared/core/deadlines/progress.ts';
import type { EvidenceEntry } from '../shared/core/evidence/chain.ts';
import type { StreamConsumer } from './dynamo/stream.ts';
import { type Told, tell } from './telling.ts';

export interface TimelineEntry extends Told {
  /** UTC instant. */
  readonly at: string;
  readonly contract: string;
}

/** What happened, in order, told from the evidence as it is written. */
export class Timeline {
  readonly entries: TimelineEntry[] = [];
  readonly #print: (entry: TimelineEntry) => void;
  readonly #explanations = new Map<string, readonly ExplanationStep[]>();

  constructor(print: (entry: TimelineEntry) => void = () => undefined) {
    this.#print = print;
  }

  /** Takes in what is recorded already, without printing it again. */
  async readBack(table: ContractTable, contracts: readonly LoadedContract[]): Promise<void> {
    for (const { head, deadlines } of contracts) {
      for (const deadline of deadlines) this.#explain(head.contract.id, deadline);
    }
    const evidence = await Promise.all(contracts.map(({ head }) => table.evidence(head.contract.id)));
    this.entries.push(...evidence.flat().flatMap((entry) => this.#entriesOf(entry)));
    this.entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }

  /** The deadlines come first: the evidence of a change is told with the explanation it left. */
  followers(): StreamConsumer[] {
    return [
      follower('timeline-deadlines', 'deadline#', ({ pk, deadline }) =>
        this.#explain(String(pk).slice('contract#'.length), deadline as StoredDeadline),
      ),
      follower('timeline', 'evidence#', ({ entry }) => {
        for (const told of this.#entriesOf(entry as EvidenceEntry)) {
          this.entries.push(told);
          this.#print(told);
        }
      }),
    ];
  }

  #explain(contract: string, { id, steps }: StoredDeadline): void {
    this.#explanations.set(`${contract} ${id}`, steps);
  }

  #entriesOf(entry: EvidenceEntry): TimelineEntry[] {
    const { at, contract } = entry;
    const stepsOf = (deadline: string) => this.#explanations.get(`${contract} ${deadline}`) ?? [];
    return tell(entry, stepsOf).map((told) => ({ at, contract, ...told }));
  }
}

function follower(
  functionName: string,
  sortKeyPrefix: string,
  take: (item: Record<string, unknown>) => void,
): StreamConsumer {
  return {
    functionName,
    sortKeyPrefix,
    batchSize: 100,
    handler: async ({ Records }: DynamoDBStreamEvent) => {
      for (const { dynamodb } of Records) {
        if (dynamodb?.NewImage) take(unmarshall(dynamodb.NewImage as Parameters<typeof unmarshall>[0]));
      }
      return { batchItemFailures: [] };
    },
  };
}
