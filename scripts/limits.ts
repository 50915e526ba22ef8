import { API, CONTRACT, WEBHOOK } from './limits-of-facts.ts';
import { JOBS, PACKS, SENDING } from './limits-of-work.ts';
import { type LimitGroup, limitsPage } from './limits-table.ts';

const DAYS = `## Days

Days are those of the years 1 to 9999, by the Gregorian calendar. An event whose deadline would end after 31 December 9999 is answered
422 by the field that it is counted from (\`occurredAt\`, \`data.dueOn\`, \`startsOn\`); a webhook that tells such a day is set aside. Business
days are counted as far as the holiday tables go: beyond, a clause is not countable, until the table is extended
([lists](api.md#the-answer-to-an-event)).

## Beside these

The local server has the limits of API Gateway and Lambda on bodies too (\`local/aws/payloads.ts\`), so that a test sees what the cloud
would refuse. API Gateway takes 10,240 bytes of path, query and headers; a cursor has 3,400 at most. Amounts of money are whole minor units up to
9,007,199,254,740,991; a sum beyond is answered 422 naming \`data.amount\`.
`;

/** Every limit, by what it is about. */
export const LIMITS: readonly LimitGroup[] = [API, CONTRACT, WEBHOOK, SENDING, JOBS, PACKS];

export function limitsOfCode(): string {
  return limitsPage(LIMITS, DAYS);
}
