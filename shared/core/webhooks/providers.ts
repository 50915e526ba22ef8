import { paddle } from './paddle.ts';
import type { Provider } from './provider.ts';
import { stripe } from './stripe.ts';

const PROVIDERS: readonly Provider[] = [stripe, paddle];

export function findProvider(name: string): Provider | undefined {
  return PROVIDERS.find((provider) => provider.name === name);
}
