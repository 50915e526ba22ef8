import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { ContractTable, LoadedContract } from '../shared/aws/table/table.ts';
import type { EvidenceEntry } from '../shared/core/evidence/chain.ts';
import type { StreamConsumer } from './dynamo/stream.ts';

export interface TimelineEntry {
  readonly at: string;
  readonly kind: 'event' | 'deadline' | 'notice' | 'delivery';
  /** The evidence's type, such as `notice.delivered`. */
  readonly type: string;
  readonly contract: string;
  readonly text: string;
}

interface Change {
  readonly change: string;
  readonly deadline: string;
  readonly clause: string;
  readonly date: string;
  readonly dateBefore?: string;
  readonly state: string;
  readonly why: string;
}

interface PreparedNotice {
  readonly party: string;
  readonly subject: string;
}

/** What happened, in order, told from the evidence as it is written. */
export class Timeline {
  readonly entries: TimelineEntry[] = [];
  readonly #print: (entry: TimelineEntry) => void;

  constructor(print: (entry: TimelineEntry) => void = () => undefined) {
    this.#print = print;
  }

  /** Takes in what is recorded already, without printing it again. */
  async readBack(table: ContractTable, contracts: readonly LoadedContract[]): Promise<void> {
    const evidence = await Promise.all(contracts.map(({ head }) => table.evidence(head.contract.id)));
    this.entries.push(...evidence.flat().flatMap(entriesOf));
    this.entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }

  follower(): StreamConsumer {
    return {
      functionName: 'timeline',
      sortKeyPrefix: 'evidence#',
      batchSize: 100,
      handler: async ({ Records }: DynamoDBStreamEvent) => {
        for (const { dynamodb } of Records) {
          if (!dynamodb?.NewImage) continue;
          const image = unmarshall(dynamodb.NewImage as Parameters<typeof unmarshall>[0]);
          for (const entry of entriesOf(image.entry as EvidenceEntry)) {
            this.entries.push(entry);
            this.#print(entry);
          }
        }
        return { batchItemFailures: [] };
      },
    };
  }
}

function entriesOf({ at, contract, type, text, facts }: EvidenceEntry): TimelineEntry[] {
  const changes = ((facts.changes ?? []) as Change[]).filter(({ change }) => change !== 'restated');
  const notices = (facts.notices ?? []) as PreparedNotice[];
  return [
    { at, contract, type, kind: kindOf(type), text },
    ...changes.map((change) => deadlineEntry(at, contract, change)),
    ...notices.map((notice) => noticeEntry(at, contract, notice)),
  ];
}

function noticeEntry(at: string, contract: string, { party, subject }: PreparedNotice): TimelineEntry {
  return { at, contract, type: 'notice.prepared', kind: 'notice', text: `To the ${party}: ${subject}` };
}

function deadlineEntry(at: string, contract: string, { clause, why }: Change): TimelineEntry {
  return { at, contract, type: 'deadline.changed', kind: 'deadline', text: `${clause}: ${why}` };
}

const REPORTS = new Set([
  'notice.sent',
  'notice.delivered',
  'notice.delayed',
  'notice.bounced',
  'notice.complained',
  'notice.suppressed',
  'notice.rejected',
]);

function kindOf(type: string): TimelineEntry['kind'] {
  if (REPORTS.has(type)) return 'delivery';
  if (type.startsWith('notice.') || type === 'step.fired') return 'notice';
  return type.startsWith('deadline') ? 'deadline' : 'event';
}
