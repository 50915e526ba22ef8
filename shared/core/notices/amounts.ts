import type { Money } from '../deadlines/deadline.ts';

/** `EUR 1,234.50`; the currency decides how many of the digits are minor units. */
export function amountInWords({ currency, amount }: Money): string {
  const digits = minorDigits(currency);
  if (digits === undefined || !Number.isSafeInteger(amount)) return `${amount} minor units of ${currency}`;
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = digits === 0 ? '' : `.${text.slice(-digits)}`;
  return `${currency.toUpperCase()} ${amount < 0 ? '-' : ''}${whole}${fraction}`;
}

/** One sum per currency; they are never added up. */
export function figureInWords(figure: readonly Money[]): string {
  return figure.length === 0 ? 'nothing' : figure.map(amountInWords).join(' and ');
}

/** ISO 4217's number of minor digits, or undefined where the text is no currency code. */
function minorDigits(currency: string): number | undefined {
  if (!/^[A-Za-z]{3}$/.test(currency)) return undefined;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
}
