import type { Deadline, Money } from './deadline.ts';

/** `EUR 1,234.50`; the currency decides how many of the digits are minor units. */
export function formatMoney({ currency, amount }: Money): string {
  const digits = minorDigits(currency);
  if (digits === undefined || !Number.isSafeInteger(amount)) return `${amount} minor units of ${currency}`;
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return `${currency.toUpperCase()} ${amount < 0 ? '-' : ''}${whole}${digits === 0 ? '' : `.${text.slice(-digits)}`}`;
}

/** One sum per currency; they are never added up. */
export function formatFigure(figure: readonly Money[]): string {
  return figure.map(formatMoney).join(' and ') || 'nothing';
}

/** A sum that is at least a floor, and what the two come to where they can be compared. */
export interface WithFloor {
  readonly floor: Money;
  readonly sum: readonly Money[];
  readonly figure: readonly Money[];
  readonly comparable: boolean;
}

/** The sum, or the floor where it stands apart in another currency: which of them is worth more is not for us to say. */
export function formatWithFloor({ floor, sum, figure, comparable }: WithFloor): string {
  return comparable ? formatFigure(figure) : `${formatFigure(sum)}, or ${formatMoney(floor)}, whichever is worth more`;
}

/** What a look-back comes to, in words. */
export function figureInWords({ figure = [], steps }: Pick<Deadline, 'figure' | 'steps'>): string {
  const step = steps.find(({ code }) => code === 'floor');
  return step === undefined ? formatFigure(figure) : formatWithFloor(step as unknown as WithFloor);
}

/** ISO 4217's number of minor digits, or undefined where the text is no currency code. */
function minorDigits(currency: string): number | undefined {
  if (!/^[A-Za-z]{3}$/.test(currency)) return undefined;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
}
