import { SESServiceException } from '@aws-sdk/client-ses';
import { clientFault } from './errors.ts';

const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

export function invalidParameter(message: string): SESServiceException {
  return new SESServiceException({ name: 'InvalidParameterValue', message, ...clientFault(400) });
}

/** The bare address of `Name <address>`, checked as SES does: 7-bit ASCII, a full domain. */
export function requireAddress(text: string): string {
  const address = (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();
  const at = address.lastIndexOf('@');
  if (at < 0) throw invalidParameter("Missing final '@domain'");
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
  if (/[\x00-\x20\x7f]/.test(local)) throw invalidParameter('Local address contains control or whitespace');
  if (domain.startsWith('.')) throw invalidParameter('Domain starts with dot');
  if (domain.endsWith('.')) throw invalidParameter('Domain ends with dot');
  if (!DOMAIN.test(domain)) throw invalidParameter('Domain contains illegal character');
  if (local.length > 64 || !LOCAL_PART.test(local)) throw invalidParameter('Illegal address');
  return address;
}
