import { parseArgs } from 'node:util';
import { parseInstant } from './time/instant.ts';

export const USAGE = `usage: npm start -- [options]

  --port N          the port of the API and the console (4800; 0 picks a free one)
  --data DIR        keep everything in this folder; in memory when absent
  --clock INSTANT   where the clock starts (the sample story's own day; today with --empty)
  --empty           no sample story
  --until INSTANT   play the story, then move the clock to this instant
  --exit            then print the ledger of notices, check everything, and end (0, or 1 for any inconsistency)
  --help`;

export interface Options {
  readonly port: number;
  readonly data: string | undefined;
  readonly clock: string | undefined;
  readonly empty: boolean;
  readonly until: string | undefined;
  readonly exit: boolean;
  readonly help: boolean;
}

/** The command line was wrong; the message says how it is right. */
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
    return { port: readPort(values.port), data, clock, until, empty, exit, help };
  } catch (error) {
    throw new OptionsError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port;
  throw new Error(`--port ${text}: use a number from 0 to 65535.`);
}
