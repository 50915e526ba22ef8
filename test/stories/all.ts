import { BILLING } from './billing.ts';
import { PARTIES } from './parties.ts';
import type { Story } from './story.ts';
import { SUBSCRIPTIONS } from './subscriptions.ts';

/** Every story that is told in every order. */
export const STORIES: readonly Story[] = [...SUBSCRIPTIONS, ...BILLING, ...PARTIES];
