import type { SendingTable } from '../aws/table/sending.ts';
import { canonicalJson, digest } from '../core/events/canonical.ts';
import {
  type Hold,
  isInForce,
  MOST_FREED,
  MOST_HOLDS,
  MOST_PACKS,
  type SendingState,
  type Switch,
  switched,
} from '../core/notices/sending.ts';
import { CONFLICT, untilSettled } from '../recording/attempt.ts';
import type { Clock, Timer } from '../runtime/clock.ts';

export interface SwitchDependencies {
  readonly table: { readonly sending: SendingTable };
  readonly clock: Clock;
  readonly timer: Timer;
}

type Without<Union, Names extends PropertyKey> = Union extends unknown ? Omit<Union, Names> : never;
/** What a person asks for: a hold without what it gets as it is placed. */
export type HoldRequest = Without<Hold, 'id' | 'at' | 'released'>;

/** `too-many`: as many as there may be are in force; or so many were released that the sweep has to catch up. */
export type HoldResult =
  | { readonly outcome: 'placed' | 'known' | 'released'; readonly hold: Hold }
  | { readonly outcome: 'too-many' | 'unknown' };

export type SwitchResult =
  | { readonly outcome: 'switched' | 'known'; readonly state: SendingState }
  | { readonly outcome: 'too-many' };

/**
 * Places a hold: every claim after this stops at it. The same request while such a hold is in force places no other.
 * @throws BusyContractError
 */
export function placeHold(dependencies: SwitchDependencies, request: HoldRequest): Promise<HoldResult> {
  return changing(dependencies, async (sending, state, now) => {
    const holds = await sending.holdsOf(state);
    const known = holds.find((one) => isInForce(one, now) && digestOf(requestOf(one)) === digestOf(request));
    if (known) return { outcome: 'known', hold: known };
    if (state.holds.length >= MOST_HOLDS) return { outcome: 'too-many' };
    const at = `${now.slice(0, 19)}Z`.replaceAll(/[-:]/g, '');
    const id = `hold-${at}-${digestOf({ ...request, now, revision: state.revision }).slice(0, 12)}`;
    const hold: Hold = { ...request, id, at: now };
    const written = await sending.write({ ...state, holds: [...state.holds, id] }, [hold]);
    return written ? { outcome: 'placed', hold } : CONFLICT;
  });
}

/**
 * Releases a hold; the sweep lets the letters go that waited for it. Released once, it stays as it is.
 * @throws BusyContractError
 */
export function releaseHold(
  dependencies: SwitchDependencies,
  id: string,
  { by, reason }: Pick<Switch, 'by' | 'reason'>,
): Promise<HoldResult> {
  return changing(dependencies, async (sending, state, now) => {
    const hold = await sending.hold(id);
    if (!hold) return { outcome: 'unknown' };
    if (hold.released) return { outcome: 'known', hold };
    if (state.freed.length >= MOST_FREED) return { outcome: 'too-many' };
    const released: Hold = { ...hold, released: { by, reason, at: now } };
    const written = await sending.write(withoutHold(state, id, now), [released]);
    return written ? { outcome: 'released', hold: released } : CONFLICT;
  });
}

function withoutHold(state: SendingState, id: string, now: string): SendingState {
  const holds = state.holds.filter((one) => one !== id);
  return { ...state, holds, freed: [...state.freed, { group: id, at: now }] };
}

/**
 * Says what may be sent at the stage, or by a pack. Said twice, the first stays.
 * @throws BusyContractError
 */
export function switchSending(
  dependencies: SwitchDependencies,
  { value, by, reason }: Pick<Switch, 'value' | 'by' | 'reason'>,
  pack?: string,
): Promise<SwitchResult> {
  return changing(dependencies, async (sending, state, now) => {
    const before = pack === undefined ? state.stage : state.packs[pack];
    if (before?.value === value && state.revision > 0) return { outcome: 'known', state };
    const set = { value, by, reason, at: now };
    const packs = { ...state.packs, ...(pack !== undefined && { [pack]: set }) };
    const after = switched(state, pack === undefined ? { stage: set } : { packs }, now);
    if (Object.keys(packs).length > MOST_PACKS || after.freed.length > MOST_FREED) return { outcome: 'too-many' };
    const written = await sending.write(after);
    return written ? { outcome: 'switched', state: { ...after, revision: after.revision + 1 } } : CONFLICT;
  });
}

/** Releases the holds whose time is over. Answers how many. */
export function releaseExpired(dependencies: SwitchDependencies): Promise<number> {
  return changing(dependencies, async (sending, state, now) => {
    const over = (await sending.holdsOf(state)).filter((one) => !isInForce(one, now));
    const taken = over.slice(0, MOST_FREED - state.freed.length);
    if (taken.length === 0) return 0;
    const released = taken.map((hold): Hold => {
      const { by, until: at = now } = hold;
      return { ...hold, released: { by, reason: 'its time is over', at } };
    });
    const after = released.reduce((rest, { id }) => withoutHold(rest, id, now), state);
    return (await sending.write(after, released)) ? released.length : CONFLICT;
  });
}

/** Takes groups off that were found empty. */
export function forgetFreed(dependencies: SwitchDependencies, groups: readonly string[]): Promise<void> {
  return changing(dependencies, async (sending, state) => {
    const freed = state.freed.filter(({ group }) => !groups.includes(group));
    if (freed.length < state.freed.length && !(await sending.write({ ...state, freed }))) return CONFLICT;
    return undefined;
  });
}

function changing<Result>(
  { table, clock, timer }: SwitchDependencies,
  change: (sending: SendingTable, state: SendingState, now: string) => Promise<Result | typeof CONFLICT>,
): Promise<Result> {
  return untilSettled({ timer }, 'of all', async () => {
    const now = clock.now();
    return change(table.sending, await table.sending.current(now), now);
  });
}

function requestOf({ id: _id, at: _at, released: _released, ...request }: Hold): HoldRequest {
  return request;
}

function digestOf(value: unknown): string {
  return digest('clauseclock/hold/1', canonicalJson(value));
}
