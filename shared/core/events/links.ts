const LONGEST_LINK = 1024;

/** Where the payment providers have their pages for customers. */
export const STRIPE_HOSTS: readonly string[] = ['stripe.com'];
export const PADDLE_HOSTS: readonly string[] = ['paddle.com', 'paddle.io'];
export const PROVIDER_HOSTS: readonly string[] = [...STRIPE_HOSTS, ...PADDLE_HOSTS];

const LOOKS_LIKE_A_LINK = /:\/\/|\bwww\.|\bmailto:|\bjavascript:/i;

/** Whether a text holds what a reader, or the reader's mail program, takes for a link. */
export function holdsLink(text: string): boolean {
  return LOOKS_LIKE_A_LINK.test(text);
}

/**
 * A page for a letter to point to. Undefined for anything that is not https on one of the domains: neither a payload nor a
 * caller of the API must be able to send a customer elsewhere.
 */
export function hostedPage(value: unknown, domains: readonly string[]): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_LINK || !URL.canParse(value)) return undefined;
  const { protocol, hostname, port, username, password, href } = new URL(value);
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return undefined;
  const isOwn = domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
  return isOwn && href.length <= LONGEST_LINK ? href : undefined;
}
