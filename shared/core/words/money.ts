import type { Floor, Money } from '../deadlines/money.ts';
import { joined } from './lists.ts';
import { english, type Say } from './say.ts';

/** `EUR 1,234.50`; the currency decides how many of the digits are minor units. */
export function formatMoney({ currency, amount }: Money, say: Say = english): string {
  const digits = minorDigits(currency);
  if (digits === undefined || !Number.isSafeInteger(amount)) return say('money.minor-units', { amount, currency });
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return `${currency.toUpperCase()} ${amount < 0 ? '-' : ''}${whole}${digits === 0 ? '' : `.${text.slice(-digits)}`}`;
}

/** One sum per currency; they are never added up. */
export function formatFigure(figure: readonly Money[], say: Say = english): string {
  return (
    joined(
      figure.map((money) => formatMoney(money, say)),
      say,
    ) || say('money.none')
  );
}

/** The sum, or the floor where it stands apart in another currency: which of them is worth more is not for us to say. */
export function formatWithFloor(
  { floor, sum, figure, comparable }: Floor & { readonly figure: readonly Money[] },
  say: Say = english,
): string {
  if (comparable) return formatFigure(figure, say);
  return say('money.beside-floor', { sum: formatFigure(sum, say), floor: formatMoney(floor, say) });
}

/** What a look-back comes to. */
export function figureInWords(
  { figure = [], floor }: { readonly figure?: readonly Money[]; readonly floor?: Floor },
  say: Say = english,
): string {
  return floor === undefined ? formatFigure(figure, say) : formatWithFloor({ ...floor, figure }, say);
}

/** ISO 4217's number of minor digits, or undefined where the text is no currency code. */
function minorDigits(currency: string): number | undefined {
  if (!/^[A-Za-z]{3}$/.test(currency)) return undefined;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
}
