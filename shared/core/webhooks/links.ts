const LONGEST_LINK = 1024;

/**
 * A page of the provider's own, for a letter to point to. Undefined for anything that is not https on one of the domains: a
 * payload must not be able to send a customer elsewhere.
 */
export function hostedPage(value: unknown, domains: readonly string[]): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_LINK || !URL.canParse(value)) return undefined;
  const { protocol, hostname, port, username, password, href } = new URL(value);
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return undefined;
  const isOwn = domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
  return isOwn && href.length <= LONGEST_LINK ? href : undefined;
}
