import type { DynamoDBStreamEvent } from 'aws-lambda';
import { readDeadline, readEvidence } from '../shared/aws/table/items.ts';
import type { TableItem } from '../shared/aws/table/pack.ts';
import type { ContractTable, LoadedContract } from '../shared/aws/table/table.ts';
import type { StoredDeadline } from '../shared/core/deadlines/progress.ts';
import type { EvidenceEntry } from '../shared/core/evidence/chain.ts';
import { told } from '../shared/core/evidence/sentences.ts';
import { wordsOf } from '../shared/core/words/words.ts';
import { packsAtHand } from './catalog.ts';
import type { StreamConsumer } from './dynamo/stream.ts';
import { linesOf, type Told } from './telling.ts';

export interface TimelineEntry extends Told {
  /** UTC instant. */
  readonly at: string;
  readonly contract: string;
}

/** What happened, in order, told from the evidence as it is written. */
export class Timeline {
  readonly entries: TimelineEntry[] = [];
  readonly #print: (entry: TimelineEntry) => void;
  readonly #deadlines = new Map<string, StoredDeadline>();

  constructor(print: (entry: TimelineEntry) => void = () => undefined) {
    this.#print = print;
  }

  /** Takes in what is recorded already, without printing it again. */
  async readBack(table: ContractTable, contracts: readonly LoadedContract[]): Promise<void> {
    for (const { head, deadlines } of contracts) {
      for (const deadline of deadlines) this.#note(head.contract.id, deadline);
    }
    const evidence = await Promise.all(contracts.map(({ head }) => table.evidence(head.contract.id)));
    this.entries.push(...evidence.flat().flatMap((entry) => this.#entriesOf(entry)));
    this.entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }

  /** Deadlines are followed before evidence: a change is shown with the explanation that it gave its deadline. */
  followers(): StreamConsumer[] {
    return [
      follower('timeline-deadlines', 'deadline#', (item) => this.#note(String(item.contract?.S), readDeadline(item))),
      follower('timeline', 'evidence#', (item) => {
        for (const line of this.#entriesOf(readEvidence(item))) {
          this.entries.push(line);
          this.#print(line);
        }
      }),
    ];
  }

  #note(contract: string, deadline: StoredDeadline): void {
    this.#deadlines.set(`${contract} ${deadline.id}`, deadline);
  }

  #entriesOf(entry: EvidenceEntry): TimelineEntry[] {
    const { at, contract } = entry;
    const deadlineOf = (id: string) => this.#deadlines.get(`${contract} ${id}`);
    const words = wordsOf(packsAtHand());
    return linesOf(told(entry, words), deadlineOf, words).map((line) => ({ at, contract, ...line }));
  }
}

function follower(functionName: string, sortKeyPrefix: string, take: (item: TableItem) => void): StreamConsumer {
  return {
    functionName,
    sortKeyPrefix,
    batchSize: 100,
    handler: async ({ Records }: DynamoDBStreamEvent) => {
      for (const { dynamodb } of Records) {
        if (dynamodb?.NewImage) take(dynamodb.NewImage as TableItem);
      }
      return { batchItemFailures: [] };
    },
  };
}
