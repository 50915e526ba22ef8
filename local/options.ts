import { parseArgs } from 'node:util';
import { PROVIDER_NAMES } from '../shared/core/webhooks/doors.ts';
import { liveSecrets, secretVariable } from './environment.ts';
import { parseInstant } from './time/instant.ts';

export const USAGE = `usage: npm start -- [options]

  --port N          the port of the API and the console (4800; 0 picks a free one)
  --data DIR        keep everything in this folder, and go on where it stood; nothing is kept when absent
  --clock INSTANT   where the clock of a new folder starts (the sample story's own day; now with --empty)
  --empty           no sample story, and none later in this folder
  --until INSTANT   play the story and move the clock to this instant (without it: to where the story pauses)
  --exit            then print the ledger of notices, check everything, and end (0, or 1 for any inconsistency)
  --help

An INSTANT has a date, a time and Z or an offset: 2026-11-20T08:00:00Z.

environment:
${PROVIDER_NAMES.map((provider) => `  ${secretVariable(provider).padEnd(23)} the secret of ${provider}'s webhooks, or a JSON list of several live ones (whsec_local_${provider})`).join('\n')}`;

export interface Options {
  readonly port: number;
  readonly data: string | undefined;
  readonly clock: string | undefined;
  readonly empty: boolean;
  readonly until: string | undefined;
  readonly exit: boolean;
  readonly help: boolean;
}

/** The command line or the environment was wrong; the message contains the usage. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

export function readOptions(argv: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: '4800' },
        data: { type: 'string' },
        clock: { type: 'string' },
        empty: { type: 'boolean', default: false },
        until: { type: 'string' },
        exit: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    for (const name of ['clock', 'until'] as const) {
      const instant = values[name];
      if (instant !== undefined) parseInstant(instant, `--${name}`);
    }
    const { data, clock, until, empty, exit, help } = values;
    if (data === '') throw new Error('--data: give a folder.');
    for (const provider of PROVIDER_NAMES) liveSecrets(provider);
    return { port: readPort(values.port), data, clock, until, empty, exit, help };
  } catch (error) {
    throw new OptionsError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

/**
 * Refuses an `--until` before the clock’s time: the clock only goes forward.
 * @throws OptionsError
 */
export function checkUntil(until: string | undefined, now: string): void {
  if (until === undefined || parseInstant(until) >= parseInstant(now)) return;
  throw new OptionsError(
    `--until ${until} lies before the clock's ${now}. Give a later instant, or start with another --clock or --data folder.`,
  );
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port;
  throw new Error(`--port ${text}: use a number from 0 to 65535.`);
}
