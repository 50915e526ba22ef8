import type { Terms } from './bundled-terms.ts';
import type { Clock } from './clock.ts';
import type { Telemetry } from './log.ts';

/**
 * What every function is assembled from, besides its environment and the clients of the services it uses. `handler`
 * passes the parts of a real Lambda, the local stack its own.
 */
export interface FunctionParts {
  readonly clock: Clock;
  /** Logs and metrics of the function with that name. */
  readonly telemetry: (service: string) => Telemetry;
}

/** The parts of a function that needs terms packs and holiday tables. */
export interface TermsParts extends FunctionParts {
  /** Loads the packs and holiday tables of a folder. */
  readonly terms: (directory: string) => Terms;
}
