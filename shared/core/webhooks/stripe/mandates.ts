import * as z from 'zod';
import { identifier, idOrObject, lenient, text } from '../fields.ts';
import { type Mapping, mapping, type Rule, rule } from '../mapping.ts';
import { readFormer, readObject, type StripeMessage } from './message.ts';
import { partiesOf } from './parties.ts';

const mandateSchema = z.object({ id: identifier, status: text });

function readMandate(message: StripeMessage) {
  return { ...readObject(mandateSchema, message), parties: partiesOf(message) };
}

type Mandate = ReturnType<typeof readMandate>;

function whenStatus(
  kind: 'mandate.created' | 'mandate.activated' | 'mandate.cancelled',
  status: string,
): Rule<Mandate> {
  return rule({
    kind,
    when: `its status is \`${status}\``,
    carries: ['mandate'],
    tell: (read: Mandate) =>
      read.status === status ? { parties: read.parties, subject: read.id, data: { mandate: read.id } } : undefined,
  });
}

const methodSchema = z.object({ id: identifier });
const formerSchema = z.object({ customer: lenient(idOrObject) });

/** A method that is detached has lost its customer, whom the former values name. */
function readMethod(message: StripeMessage) {
  const { id } = readObject(methodSchema, message);
  const parties = partiesOf(message);
  const customer = parties.customer ?? readFormer(formerSchema, message).customer ?? null;
  return { subject: id, parties: { ...parties, customer }, data: { mandate: id } };
}

type Method = ReturnType<typeof readMethod>;

const saved = rule({ kind: 'mandate.created', carries: ['mandate'], tell: (method: Method) => method });
const removed = rule({ kind: 'mandate.cancelled', carries: ['mandate'], tell: (method: Method) => method });

export const mandateMappings: Readonly<Record<string, Mapping<StripeMessage>>> = {
  'mandate.updated': mapping(readMandate, [
    whenStatus('mandate.created', 'pending'),
    whenStatus('mandate.activated', 'active'),
    whenStatus('mandate.cancelled', 'inactive'),
  ]),
  'payment_method.attached': mapping(readMethod, [saved]),
  'payment_method.detached': mapping(readMethod, [removed]),
};
