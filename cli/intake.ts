import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { contractFrom, type Intake, type IntakeTerms } from '../shared/core/intake/contract-from.ts';
import { latestOf } from '../shared/core/intake/customers.ts';
import { findDoor, PROVIDER_NAMES } from '../shared/core/webhooks/doors.ts';
import { PayloadError } from '../shared/core/webhooks/payload-error.ts';
import type { Provider } from '../shared/core/webhooks/provider.ts';
import { findProvider } from '../shared/core/webhooks/providers.ts';
import type { CustomerSnapshot, SubscriptionSnapshot } from '../shared/core/webhooks/snapshots.ts';
import { PackError } from '../shared/desk/reading/read-pack.ts';
import { INTAKE, loadIntake } from '../shared/runtime/intake.ts';
import { readTextFile, UnreadableFileError } from '../shared/runtime/text-file.ts';
import { type CommandLine, UsageError } from './command-line.ts';
import { folderNamed, tellUnreadable, termsIn } from './packs-at-hand.ts';
import { wrap } from './wrap.ts';

const USAGE = `usage: clauseclock intake --dry-run FILE… [--terms-dir DIR] [--json]

  --dry-run         tells what would be created; a deployed Clauseclock creates it by itself
  FILE              a webhook body of ${PROVIDER_NAMES.join(' or ')} as JSON, or a list of them;
                    - reads standard input
  --terms-dir DIR   a folder of packs with an ${INTAKE}; the project's own if not given
  --json            one JSON line for each message about a subscription

Tells of each message about a subscription which contract the rules would make of it, or why it
would wait. Messages about customers, in any of the files, tell the customers' addresses.

Exit code 1 for a file that cannot be read or rules that cannot be used, 2 for a wrong call.`;

/** A message about a subscription, and what comes of it. */
interface Result {
  readonly file: string;
  /** The provider's id of it. */
  readonly message: string | null;
  readonly subscription: SubscriptionSnapshot;
  readonly outcome: Intake;
}

/** Tells what contracts the rules of intake would make of the given webhooks. Nothing is created. */
export async function intake(argv: string[], line: CommandLine): Promise<number> {
  const { values, positionals: files } = readOptions(argv);
  if (values.help) {
    line.out(USAGE);
    return 0;
  }
  if (!values['dry-run'])
    throw new UsageError(`Contracts are created by a deployed Clauseclock; here say --dry-run.\n${USAGE}`);
  if (files.length === 0) throw new UsageError(`Name at least one FILE.\n${USAGE}`);
  try {
    const terms = termsAndRules(values['terms-dir'], line);
    const results = outcomesOf(files.flatMap(messagesIn), terms);
    for (const result of results) line.out(values.json ? JSON.stringify(jsonOf(result)) : textOf(result));
    if (results.length === 0) line.err('No message in these files is about a subscription.');
    return 0;
  } catch (error) {
    if (!(error instanceof BodyError || error instanceof PackError)) throw error;
    line.err(error.message);
    return 1;
  }
}

function readOptions(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        'terms-dir': { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

function termsAndRules(directory: string | undefined, line: CommandLine): IntakeTerms {
  const terms = termsIn(directory);
  tellUnreadable(terms, line);
  const rules = loadIntake(folderNamed(directory), terms);
  if (rules.rules.length === 0) line.err(`There are no rules: the folder has no ${INTAKE}, or an empty one.`);
  return { ...terms, intake: rules };
}

/** A file that cannot be read as webhook bodies. */
class BodyError extends Error {
  override readonly name = 'BodyError';
}

interface Message {
  readonly file: string;
  readonly id: string | null;
  readonly subscription: SubscriptionSnapshot | null;
  readonly customer: CustomerSnapshot | null;
}

function messagesIn(file: string): Message[] {
  return [contentOf(file)].flat().map((payload) => {
    const provider = providerOf(payload);
    try {
      return {
        file,
        id: findDoor(provider.name)?.envelopeOf(payload).id ?? null,
        subscription: provider.subscriptionOf(payload),
        customer: provider.customerOf(payload),
      };
    } catch (error) {
      if (error instanceof PayloadError) throw new BodyError(`${file}: ${error.message}`);
      throw error;
    }
  });
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(file === '-' ? readFileSync(0, 'utf8') : readTextFile(file));
  } catch (error) {
    if (error instanceof UnreadableFileError) throw new BodyError(`${file}: ${error.message}`);
    if (error instanceof SyntaxError) throw new BodyError(`${file}: body is not JSON: ${error.message}`);
    throw error;
  }
}

/** Only Paddle's envelope has an `event_type`. */
function providerOf(payload: unknown): Provider {
  const isPaddle = typeof payload === 'object' && payload !== null && 'event_type' in payload;
  const provider = findProvider(isPaddle ? 'paddle' : 'stripe');
  if (provider === undefined) throw new TypeError('there is no such provider');
  return provider;
}

function outcomesOf(messages: readonly Message[], terms: IntakeTerms): Result[] {
  const customers = messages.flatMap(({ customer }) => customer ?? []);
  return messages.flatMap(({ file, id, subscription }) => {
    if (subscription === null) return [];
    const { provider, customer } = subscription;
    const told = customers.filter((one) => one.provider === provider && one.id === customer);
    return { file, message: id, subscription, outcome: contractFrom(subscription, latestOf(told), terms) };
  });
}

function jsonOf({ file, message, subscription: { provider, id }, outcome }: Result) {
  const told = 'contract' in outcome ? { rule: outcome.rule, contract: outcome.contract } : outcome;
  return { file, message, provider, subscription: id, ...told };
}

function textOf({ subscription: { id }, outcome }: Result): string {
  if ('waits' in outcome) return wrap(`${id} waits, ${outcome.waits}: ${outcome.detail}`, '', '  ');
  if ('none' in outcome)
    return `${id} becomes no contract: it has ${outcome.none === 'ended' ? 'ended' : 'not started'}.`;
  const { contract, rule } = outcome;
  const { terms, version, law, startsOn, billing } = contract;
  const facts = [
    `${version === undefined ? terms : `${terms}@${version}`} by rule ${rule}`,
    ...(law === undefined ? [] : [`law ${law}`]),
    ...(startsOn === undefined ? [] : [`from ${startsOn}`]),
    ...(billing === undefined ? [] : [`billed every ${billing.cycle}`]),
  ];
  return wrap(`${id} becomes ${contract.id}: ${facts.join(', ')}.`, '', '  ');
}
