import * as z from 'zod';
import type { InstantText } from '../calendar/types.ts';
import { emailSchema, lineSchema } from '../events/contract.ts';
import { currencyCode } from './fields.ts';

/** What a message shows of a subscription, so that a contract can be made of it. Null: the message does not show it. */
export interface SubscriptionSnapshot {
  readonly provider: string;
  readonly id: string;
  readonly customer: string | null;
  /** The provider's time of the message. */
  readonly at: InstantText;
  /** `not-started` until its first payment or trial; such a subscription binds nobody. */
  readonly state: 'not-started' | 'running' | 'ended';
  readonly startedAt: InstantText | null;
  /** ISO 4217, upper case. */
  readonly currency: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | null;
  readonly items: readonly SubscriptionItem[];
  readonly metadata: Metadata;
  /** A moment at which a billing period begins, and the day of the month that was asked for, where that is shown. */
  readonly anchorAt: InstantText | null;
  readonly anchorDay: number | null;
}

export interface SubscriptionItem {
  readonly product: string | null;
  readonly price: string | null;
  /** What the price is called: Stripe's lookup key, nickname and plan id; Paddle's name of the price. */
  readonly plans: readonly string[];
  /** How often it is billed, `1 month`; null where it is billed once. */
  readonly interval: string | null;
}

/** What a message shows of a customer. */
export interface CustomerSnapshot {
  readonly provider: string;
  readonly id: string;
  /** The provider's id of the message; null for an answer of the provider. */
  readonly message: string | null;
  /** The provider's time of these values. */
  readonly at: InstantText;
  /** Order of messages with the same time: created, updated, deleted. */
  readonly change: 'created' | 'updated' | 'deleted';
  /** What an update changed, as it was before; null where the provider does not say. */
  readonly former: FormerValues | null;
  readonly values: CustomerValues;
}

/** The values that an update changed, as they were before it. Of metadata, the keys that it changed; null: there was none. */
export interface FormerValues {
  readonly name?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly locale?: string | null | undefined;
  readonly country?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string | null>> | undefined;
}

/** Null: the customer has none, or none that a contract can have. */
export interface CustomerValues {
  readonly name: string | null;
  readonly email: string | null;
  /** `de` or `pt-BR`. */
  readonly locale: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | null;
  readonly metadata: Metadata;
}

export type Metadata = Readonly<Record<string, string>>;

/** Most items of a subscription that are looked at. */
export const MOST_ITEMS = 100;
const MOST_KEYS = 50;
const LONGEST_KEY = 64;
const LONGEST_VALUE = 500;
const LONGEST_ID = 500;

/** What the account wrote beside an object, as text. What is no text, number or truth value is left out. */
export function metadataIn(value: unknown): Metadata {
  const entries = metadataEntries(value)
    .filter(([, held]) => isPlain(held))
    .map(([key, held]): [string, string] => [key.toWellFormed(), String(held).toWellFormed()])
    .filter(([, held]) => held.length <= LONGEST_VALUE);
  return Object.fromEntries(entries.slice(0, MOST_KEYS));
}

/** Of the keys that an update changed, what was kept under them before it. */
export function formerMetadataIn(value: unknown): NonNullable<FormerValues['metadata']> {
  const before = metadataIn(value);
  const changed = metadataEntries(value).map(([key]) => key.toWellFormed());
  return Object.fromEntries(changed.slice(0, MOST_KEYS).map((key) => [key, textAt(before, key)]));
}

function metadataEntries(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).filter(([key]) => key !== '' && key.length <= LONGEST_KEY);
}

/** What is kept under a key; null: nothing is. */
export function textAt(metadata: Metadata, key: string): string | null {
  return Object.hasOwn(metadata, key) ? (metadata[key] ?? null) : null;
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** An id or another name that rules can ask for. */
export function nameIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_ID ? value.toWellFormed() : null;
}

/** The customer's own name, on one line. A text with half a surrogate pair was damaged on its way and is no name. */
export function personIn(value: unknown): string | null {
  if (typeof value !== 'string' || !value.isWellFormed()) return null;
  const line = [...value].map((c) => (c < ' ' || c === '\u007f' ? ' ' : c)).join('');
  return lineSchema.safeParse(line.trim().slice(0, 200).toWellFormed()).data ?? null;
}

export function emailIn(value: unknown): string | null {
  return emailSchema.safeParse(value).data ?? null;
}

/** A language, with its country if it has one, as a contract holds it: `zh-Hant-TW` is `zh`. */
export function localeIn(value: unknown): string | null {
  const [, language, country] = /^([a-z]{2})(?:[-_]([a-z]{2}))?(?![a-z0-9])/i.exec(String(value ?? '')) ?? [];
  if (language === undefined) return null;
  return country === undefined ? language.toLowerCase() : `${language.toLowerCase()}-${country.toUpperCase()}`;
}

export function countryIn(value: unknown): string | null {
  return typeof value === 'string' && /^[a-z]{2}$/i.test(value) ? value.toUpperCase() : null;
}

export function currencyIn(value: unknown): string | null {
  return currencyCode.safeParse(value).data ?? null;
}

const UNITS = ['day', 'week', 'month', 'year'] as const;
const MOST_UNITS = 1000;
const countSchema = z.int().min(1).max(MOST_UNITS);

/** `3 months`: how often something is billed. */
export function intervalIn(unit: unknown, count: unknown): string | null {
  const name = UNITS.find((one) => one === unit);
  const n = countSchema.safeParse(count ?? 1).data;
  return name === undefined || n === undefined ? null : `${n} ${name}${n === 1 ? '' : 's'}`;
}
