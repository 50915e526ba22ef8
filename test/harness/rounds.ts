const FACTOR = Number(process.env.CLAUSECLOCK_ROUNDS ?? 1);

/** How many random cases a property is shown: as many as usual, or so many times as many as `CLAUSECLOCK_ROUNDS` says, which may be less than 1. */
export const rounds = (usual: number): number => Math.ceil(usual * FACTOR);
