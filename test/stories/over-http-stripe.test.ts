import { describe } from 'vitest';
import { endsInAnyOrder } from './over-http.ts';

describe('a story that Stripe tells, in orders at random', () => endsInAnyOrder('stripe'));
