import type { Money } from './deadline.ts';

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

/** ISO 4217's number of minor digits, or undefined where the text is no currency code. */
function minorDigits(currency: string): number | undefined {
  if (!/^[A-Za-z]{3}$/.test(currency)) return undefined;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
}
