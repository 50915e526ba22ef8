const FACTOR = Number(process.env.CLAUSECLOCK_ROUNDS ?? 1);

/** How many random histories a property is shown: as many as usual, or so many times more as `CLAUSECLOCK_ROUNDS` says. */
export const rounds = (usual: number): number => usual * FACTOR;
