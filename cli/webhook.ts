import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { PROVIDER_NAMES } from '../shared/core/webhooks/doors.ts';
import { PayloadError } from '../shared/core/webhooks/payload-error.ts';
import type { MappedEvent, Provider } from '../shared/core/webhooks/provider.ts';
import { findProvider } from '../shared/core/webhooks/providers.ts';

const USAGE = `usage: clauseclock webhook map --provider <${PROVIDER_NAMES.join('|')}> FILE [--json]
Prints what a webhook body becomes: one JSON line per contract event. FILE - reads standard input.`;

const BAD_INPUT = 1;
const BAD_USAGE = 2;

interface Io {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** `webhook map`. Resolves to the exit code: 1 for a body that cannot be read, 2 for wrong usage. */
export async function webhook(argv: readonly string[], io: Io): Promise<number> {
  const request = readArguments(argv);
  if (request === 'help') {
    io.out(USAGE);
    return 0;
  }
  if ('usageError' in request) {
    io.err(`${request.usageError}\n${USAGE}`);
    return BAD_USAGE;
  }
  try {
    const payload: unknown = JSON.parse((await readBody(request.file)).replace(/^\uFEFF/, ''));
    for (const event of request.provider.map(payload)) io.out(JSON.stringify(lineOf(event)));
    return 0;
  } catch (error) {
    io.err(`${request.file}: ${explain(error)}`);
    return BAD_INPUT;
  }
}

type Request = { readonly provider: Provider; readonly file: string } | { readonly usageError: string } | 'help';

function readArguments(argv: readonly string[]): Request {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { provider: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    if (values.help) return 'help';
    const [action, file, ...rest] = positionals;
    if (action !== 'map') return { usageError: `unknown action "${action ?? ''}"` };
    if (values.provider === undefined) return { usageError: '--provider is missing' };
    const provider = findProvider(values.provider);
    if (!provider) {
      return { usageError: `unknown provider "${values.provider}"; known are ${PROVIDER_NAMES.join(', ')}` };
    }
    if (file === undefined || rest.length > 0) return { usageError: 'give exactly one FILE' };
    return { provider, file };
  } catch (error) {
    return { usageError: error instanceof Error ? error.message : String(error) };
  }
}

function readBody(file: string): Promise<string> {
  return file === '-' ? text(process.stdin) : readFile(file, 'utf8');
}

function lineOf(event: MappedEvent) {
  const { kind, contract, customer, effectiveAt, dueAt, amount, eventId, currency, occurredAt, fact, data } = event;
  return { kind, contract, customer, effectiveAt, dueAt, amount, eventId, currency, occurredAt, fact, data };
}

function explain(error: unknown): string {
  if (error instanceof PayloadError) return error.message;
  if (error instanceof SyntaxError) return `body is not JSON: ${error.message}`;
  if (error instanceof Error && 'code' in error) return `cannot be read: ${error.message}`;
  throw error;
}
