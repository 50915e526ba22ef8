import * as z from 'zod';
import { contractIdSchema } from '../events/contract.ts';
import { bySchema, reasonSchema } from '../events/person.ts';
import { nameText } from '../terms/text.ts';
import type { NoticeRecord } from './record.ts';

/** What may be sent, the strictest first: nothing but escalations, letters to operations, or everything. */
export const SENDING_VALUES = ['off', 'operations-only', 'on'] as const;
export type SendingValue = (typeof SENDING_VALUES)[number];

/** Most holds in force at once: every claim reads them. */
export const MOST_HOLDS = 50;
/** Most packs with a switch of their own. */
export const MOST_PACKS = 100;
/** Most groups of letters that the sweep lets go at once. */
export const MOST_FREED = 200;

const versionText = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/, 'use a version of the pack, such as 2026-01');
const packText = z.string('name a terms pack, such as exoopus').pipe(nameText);

/** Which letters a hold stops: all, those by a pack (or one version of it), by one clause of it, or of one contract. */
export const HOLD_SCOPES = [
  z.strictObject({ scope: z.literal('all') }),
  z.strictObject({ scope: z.literal('pack'), pack: packText, version: versionText.optional() }),
  z.strictObject({ scope: z.literal('clause'), pack: packText, version: versionText.optional(), clause: nameText }),
  z.strictObject({ scope: z.literal('contract'), contract: contractIdSchema }),
] as const;

/** Names a hold, and sorts by when it was placed: `hold-20261120T080000Z-0123456789ab`. */
export const holdIdSchema = z.string().regex(/^hold-\d{8}T\d{6}Z-[0-9a-f]{12}$/);

const said = { by: bySchema, reason: reasonSchema, at: z.string() };
const placed = {
  id: holdIdSchema,
  ...said,
  until: z.string().optional().describe('From then on (instant, UTC) it stops nothing. Absent: until it is released.'),
  released: z.strictObject(said).optional().describe('Who released it, when and why. Absent while it stops letters.'),
};
const [all, pack, clause, contract] = HOLD_SCOPES;

/** A person's stop on letters to customers. */
export const holdSchema = z.discriminatedUnion('scope', [
  all.extend(placed),
  pack.extend(placed),
  clause.extend(placed),
  contract.extend(placed),
]);
export type Hold = z.infer<typeof holdSchema>;

const switchSchema = z.strictObject({ value: z.enum(SENDING_VALUES), ...said });
export type Switch = z.infer<typeof switchSchema>;

/** What may be sent at a stage: the switches, and the holds in force. */
export const sendingStateSchema = z.strictObject({
  /** Rises with every write. A claim holds only while it is the one that was read; 0 if nothing is stored. */
  revision: z.int().nonnegative(),
  stage: switchSchema,
  packs: z.record(z.string(), switchSchema),
  /** The holds that are not released. */
  holds: z.array(holdIdSchema).max(MOST_HOLDS),
  /** Groups of letters that wait for nothing any more since `at`, until the sweep has found them empty. */
  freed: z.array(z.strictObject({ group: z.string(), at: z.string() })).max(MOST_FREED),
});
export type SendingState = z.infer<typeof sendingStateSchema>;

/** What stops a letter, and who said so. */
export interface Stop {
  /** The letters that wait for the same: a hold's id, or that of a switch. */
  readonly group: string;
  readonly by: string;
  readonly reason: string;
  /** When they said so (instant, UTC). */
  readonly since: string;
  /** The hold. */
  readonly hold?: string;
  /** The value of the switch, of the stage or of this pack. */
  readonly sending?: SendingValue;
  readonly pack?: string;
}

/** A letter that is to be sent. `clause`: that of its deadline; absent if it is about none. */
export interface Stoppable extends Pick<NoticeRecord, 'contract' | 'terms' | 'party' | 'purpose'> {
  readonly clause?: string | undefined;
}

/**
 * What stops a letter at `now`; undefined if it may go. Escalations always go. A hold stops letters to customers, a switch
 * also those to operations if it is `off`. Of several the switches come first, then the oldest hold.
 */
export function stopOf(
  { stage, packs }: Pick<SendingState, 'stage' | 'packs'>,
  holds: readonly Hold[],
  letter: Stoppable,
  now: string,
): Stop | undefined {
  if (letter.purpose === 'escalation') return undefined;
  const { party } = letter;
  const name = packIn(letter.terms);
  const own = packs[name];
  if (stops(stage, party)) return { group: stageGroup(party), ...saidBy(stage), sending: stage.value };
  if (own && stops(own, party))
    return { group: packGroup(name, party), ...saidBy(own), sending: own.value, pack: name };
  if (party !== 'customer') return undefined;
  const hold = holds.find((one) => isInForce(one, now) && covers(one, letter));
  return hold && { group: hold.id, ...saidBy(hold), hold: hold.id };
}

const saidBy = ({ by, reason, at }: Pick<Switch, 'by' | 'reason' | 'at'>) => ({ by, reason, since: at });

/** Whether a hold stops letters at an instant: it is neither released nor over. */
export function isInForce({ until, released }: Pick<Hold, 'until' | 'released'>, now: string): boolean {
  return released === undefined && (until === undefined || Date.parse(now) < Date.parse(until));
}

/** When a group of letters that nothing stops any more was let go (instant, UTC). */
export function letGoAt(
  { freed }: Pick<SendingState, 'freed'>,
  holds: readonly Hold[],
  group: string | undefined,
): string | undefined {
  return freed.find((one) => one.group === group)?.at ?? holds.find(({ id }) => id === group)?.until;
}

type Party = NoticeRecord['party'];
const PARTIES: readonly Party[] = ['customer', 'provider'];

function stops({ value }: Pick<Switch, 'value'>, party: Party): boolean {
  return value === 'off' || (value === 'operations-only' && party === 'customer');
}

function covers(hold: Hold, { contract: id, terms, clause: key }: Stoppable): boolean {
  if (hold.scope === 'all') return true;
  if (hold.scope === 'contract') return hold.contract === id;
  const isOfPack = packIn(terms) === hold.pack && (hold.version === undefined || versionIn(terms) === hold.version);
  if (!isOfPack || hold.scope === 'pack') return isOfPack;
  // The clause of a statute goes by its key, `gdpr.subject-response`.
  return key === hold.clause || key === `${hold.pack}.${hold.clause}`;
}

/** `exoopus` of `exoopus@2026-01`. */
function packIn(label: string): string {
  return label.slice(0, label.lastIndexOf('@'));
}

function versionIn(label: string): string {
  return label.slice(label.lastIndexOf('@') + 1);
}

const stageGroup = (party: Party) => `stage-${party}`;
const packGroup = (name: string, party: Party) => `pack-${name}-${party}`;

type Switches = Pick<SendingState, 'stage' | 'packs'>;

/** The groups of letters that the switches stop. */
function stoppedGroups({ stage, packs }: Switches): string[] {
  return PARTIES.flatMap((party) => [
    ...(stops(stage, party) ? [stageGroup(party)] : []),
    ...Object.entries(packs).flatMap(([name, own]) => (stops(own, party) ? [packGroup(name, party)] : [])),
  ]);
}

/** The groups in which letters may wait: those that something stops, and those that are being let go. */
export function groupsOf(state: SendingState): string[] {
  return [...new Set([...stoppedGroups(state), ...state.holds, ...state.freed.map(({ group }) => group)])];
}

/** The state with other switches: letters that they stop no more are let go, and those they stop again wait on. */
export function switched(state: SendingState, changed: Partial<Switches>, now: string): SendingState {
  const after = { ...state, ...changed };
  const stopped = new Set(stoppedGroups(after));
  const kept = state.freed.filter(({ group }) => !stopped.has(group));
  const loosened = stoppedGroups(state).filter((group) => !stopped.has(group));
  return { ...after, freed: [...kept, ...loosened.map((group) => ({ group, at: now }))] };
}
