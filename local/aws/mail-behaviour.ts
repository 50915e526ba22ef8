/** What becomes of a message to one recipient. */
export type Behaviour =
  | 'delivered'
  | 'bounced'
  | 'soft-bounced'
  | 'deferred'
  | 'complained'
  | 'suppressed'
  | 'out-of-office'
  | 'rejected';

const SIMULATOR: Readonly<Record<string, Behaviour>> = {
  success: 'delivered',
  bounce: 'bounced',
  complaint: 'complained',
  suppressionlist: 'suppressed',
  ooto: 'out-of-office',
};

/** What the SES mailbox simulator does with a message (labels as in `bounce+a1@` allowed); other addresses accept it. */
export function simulatedBehaviour(address: string): Behaviour {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  if (domain !== 'simulator.amazonses.com') return 'delivered';
  // The simulator's domain has no other mailboxes.
  return SIMULATOR[local.split('+')[0] ?? ''] ?? 'bounced';
}
