import { minorDigits } from '../../events/currency.ts';
import { PayloadError } from '../payload-error.ts';

/** Stripe's own table: https://docs.stripe.com/currencies. ISK and UGX are not in it, and are counted in hundredths. */
const WHOLE = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const THOUSANDTHS = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** An amount of Stripe's in minor units by ISO 4217: 500 of ISK are 5 crowns, 500 of MGA are 500.00 ariary. */
export function minorUnits<Amount extends number | null | undefined>(
  amount: Amount,
  currency: string | null | undefined,
): Amount | number {
  if (amount == null || currency == null) return amount;
  const own = WHOLE.has(currency) ? 0 : THOUSANDTHS.has(currency) ? 3 : 2;
  const converted = Math.round(amount * 10 ** ((minorDigits(currency) ?? own) - own));
  if (Number.isSafeInteger(converted)) return converted;
  throw new PayloadError('data.object', amount, `an amount of ${currency} beyond 2^53 minor units cannot be recorded`);
}
