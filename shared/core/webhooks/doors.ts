import type { Door } from './door.ts';
import { paddleDoor } from './paddle/door.ts';
import { stripeDoor } from './stripe/door.ts';

const DOORS: readonly Door[] = [stripeDoor, paddleDoor];

export const PROVIDER_NAMES: readonly string[] = DOORS.map(({ name }) => name);

export function findDoor(name: string): Door | undefined {
  return DOORS.find((door) => door.name === name);
}
