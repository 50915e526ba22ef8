import { describe } from 'vitest';
import { endsInAnyOrder } from './over-http.ts';

describe('a story that Paddle tells, in orders at random', () => endsInAnyOrder('paddle'));
