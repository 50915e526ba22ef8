import { type DataKey, dataKeysOf } from '../shared/core/events/data-keys.ts';
import { EVENT_KINDS, nounOf } from '../shared/core/events/kinds.ts';
import type { TermsCatalog } from '../shared/core/terms/catalog.ts';
import { eventsAwaitedBy } from '../shared/core/terms/clause-events.ts';
import { kindsIn } from '../shared/core/terms/match.ts';
import type { Pack } from '../shared/core/terms/pack.ts';
import type { Provider } from '../shared/core/webhooks/provider.ts';

const INTRODUCTION = `# Every fact

Generated from the mappings and the packs by \`node scripts/generate-facts-table.ts\`; edit those, not this page.

What a payment provider’s messages become, and what the clauses of the newest packs make of it. One fact has one kind,
whichever provider tells of it. Kinds without a provider come in by API, or are Clauseclock’s own. A pack may name further
kinds, which are not listed here.

- **Amounts** are whole numbers of minor units by ISO 4217: 4900 of EUR are 49.00, 4900 of ISK are 4900 crowns. Providers
  that count otherwise are converted: Stripe counts ISK and UGX in hundredths, MGA in whole units.
- **Days**: \`dueOn\` is a day in the contract’s zone. Each such key may come as an instant instead, \`dueAt\`, which providers
  always send. \`periodEndsOn\` is the first day that is no longer part of the period.
- **Any fact** may carry \`effectiveOn\` (when it takes effect, if later than it happened), \`reason\` and \`snapshot\` (it says
  how things stand, whether or not anything has changed).
- **Tellings.** Each message is an event of its own. Planning takes consecutive tellings of equal value about one subject as
  one, at the time of the first, in whatever order they came. A snapshot takes back only what the same provider told.
- **Payments.** What remains of an invoice after a payment is what the provider says, else what was invoiced less what was
  paid and credited; a payment that names no amount is the whole. A payment that is told of with its invoice and without it
  within five minutes, in the same amount, is one payment.
- \`dueBasis\` says where a due date comes from: \`due_date\` and \`payment_terms\` are stated; what is charged automatically
  falls due by \`finalization\` or \`billing\`, which is said only once it fails.
- **What it is about.** A key without a question mark (\`change\`, \`request\`, \`claim\`) says which matter a fact is about. Where the
  API is not told it and exactly one is open, it is recorded for that one; where none or several are, it answers 422 and names them. A payment
  need not name its invoice: where it changes nothing of an open one, the evidence of the event says of which clauses.
- **Requests about personal data.** \`from\` says who asks: \`data-subject\` or \`authority\`. \`immediate\` is true where an
  authority demands an answer at once. Neither opens the time for answering a data subject; a request that says neither does.

A key with a question mark is not always there. A message whose conditions are not met is \`informational\`, like the types
at the end.`;

const COLUMNS = ['Kind', 'Data', 'Stripe', 'Paddle', 'Clauses'] as const;
const CLOCKLESS: ReadonlySet<string> = new Set(['informational', 'unmapped']);
const ANY: ReadonlySet<string> = new Set(['effectiveOn', 'reason', 'snapshot']);

/** The page of all canonical kinds of fact, in Markdown. */
export function factsTable(catalog: TermsCatalog, stripe: Provider, paddle: Provider): string {
  const packs = [...catalog.values()].flatMap((versions) => versions.at(-1) ?? []);
  const kinds = EVENT_KINDS.filter((kind) => !CLOCKLESS.has(kind));
  const nouns = [...new Set(kinds.map(nounOf))];
  const sections = nouns.map((noun) => {
    const rows = kinds
      .filter((kind) => nounOf(kind) === noun)
      .map((kind) =>
        row([`\`${kind}\``, dataOf(kind), sentBy(stripe, kind), sentBy(paddle, kind), clausesOf(kind, packs)]),
      );
    return [`## ${noun}`, [row(COLUMNS), row(COLUMNS.map(() => '---')), ...rows].join('\n')].join('\n\n');
  });
  return `${[INTRODUCTION, ...sections, withoutClock([stripe, paddle])].join('\n\n')}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A cell of several lines; a dash where there is nothing to say. */
function lines(texts: readonly string[]): string {
  return texts.length === 0 ? '–' : texts.map((text) => text.replaceAll('|', '\\|')).join('<br>');
}

function dataOf(kind: string): string {
  const keys = Object.entries(dataKeysOf(kind) ?? {}).filter(
    ([name, key]) => !ANY.has(name) || key.values !== undefined,
  );
  return lines(keys.map(([name, key]) => `\`${name}${key.always ? '' : '?'}\`${unitOf(name, key)}`));
}

function unitOf(name: string, { holds, values }: DataKey): string {
  if (values !== undefined) return `: ${values.join(', ')}`;
  if (name === 'currency') return ': ISO 4217';
  const units = {
    text: '',
    day: ': a day',
    amount: ': minor units',
    number: ': a number',
    flag: ': true or false',
    object: ': what changed',
  };
  return units[holds];
}

/** The types of message that become a kind, with their condition and the data keys that they may carry. */
function sentBy({ mappings }: Provider, kind: string): string {
  const told = [...mappings].flatMap(([type, { rules }]) =>
    rules
      .filter((rule) => rule.kind === kind)
      .map(({ when, carries }) => ({
        type: `\`${type}\``,
        says: [
          ...(when === undefined ? [] : [` where ${when}`]),
          ...(carries.length === 0 ? [] : [` with ${carries.map((key) => `\`${key}\``).join(' ')}`]),
        ].join(','),
      })),
  );
  return lines(
    [...Map.groupBy(told, ({ says }) => says)].map(([says, same]) => same.map(({ type }) => type).join(', ') + says),
  );
}

const EFFECTS: ReadonlyMap<string, string> = new Map([
  ['on', 'starts'],
  ['satisfiedBy', 'meets'],
  ['from', 'moves'],
  ['endedBy', 'ends'],
  ['reopenedBy', 'reopens'],
  ['suspendedBy', 'pauses'],
  ['resumedBy', 'resumes'],
  ['extendedBy', 'extends'],
  ['startsAgain', 'starts again'],
]);

function clausesOf(kind: string, packs: readonly Pack[]): string {
  const found = new Map<string, string[]>();
  for (const pack of packs) {
    for (const clause of pack.clauses) {
      const awaited = eventsAwaitedBy(clause).filter(({ events }) => kindsIn(events).includes(kind));
      for (const effect of new Set(awaited.map(({ path }) => EFFECTS.get(path[0] ?? '') ?? 'counts for'))) {
        found.set(effect, [...(found.get(effect) ?? []), `\`${pack.pack}/${clause.id}\``]);
      }
    }
  }
  return lines([...found].map(([effect, clauses]) => `${effect} ${clauses.join(', ')}`));
}

function withoutClock(providers: readonly Provider[]): string {
  const lists = providers.map(({ name, informational }) => {
    const types = [...informational].sort().map((type) => `\`${type}\``);
    return `**${name}**: ${types.join(', ')}.`;
  });
  return [
    '## Without a clock',
    'These types are known and `informational`: another type tells the fact, or no clause turns on it. Any other is `unmapped`.',
    ...lists,
  ].join('\n\n');
}
