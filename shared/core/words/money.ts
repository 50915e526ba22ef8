import type { Floor, Money } from '../deadlines/money.ts';
import { minorDigits } from '../events/currency.ts';
import { joined } from './lists.ts';
import { english, type Say } from './say.ts';

/** `EUR 1,234.50`; ISO 4217 decides the number of minor digits. */
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

/** The figure; or sum and floor side by side if their currencies differ, because these are never compared. */
export function formatWithFloor(
  { floor, sum, figure, comparable }: Floor & { readonly figure: readonly Money[] },
  say: Say = english,
): string {
  if (comparable) return formatFigure(figure, say);
  return say('money.beside-floor', { sum: formatFigure(sum, say), floor: formatMoney(floor, say) });
}

/** The figure of a look-back. */
export function figureInWords(
  { figure = [], floor }: { readonly figure?: readonly Money[]; readonly floor?: Floor },
  say: Say = english,
): string {
  return floor === undefined ? formatFigure(figure, say) : formatWithFloor({ ...floor, figure }, say);
}
