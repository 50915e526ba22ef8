import { describe } from 'vitest';
import { endsInAnyOrder } from './over-http.ts';

describe('a story that Paddle tells, in 27 orders', () => endsInAnyOrder('paddle'));
