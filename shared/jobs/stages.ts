import type { Enumeration, OpenRung } from '../aws/table/enumeration.ts';
import { SHARDS } from '../aws/table/keys.ts';
import type { Stage } from './walk.ts';

/** Work on one thing; see `Piece`. */
type Work<Thing> = (thing: Thing) => Promise<string | undefined>;

/** Every contract there is, by its id. */
export function overContracts(table: Enumeration, work: Work<string>): Stage[] {
  const page = async (cursor: string | undefined) => {
    const { entries, ...rest } = await table.contracts(cursor);
    return {
      pieces: entries.map((contract) => ({ name: `contract ${contract}`, work: () => work(contract) })),
      ...rest,
    };
  };
  return [{ name: 'contracts', page }];
}

/** Every deadline with a rung to come. */
export function overOpenRungs(table: Enumeration, work: Work<OpenRung>): Stage[] {
  return SHARDS.map((shard) => ({
    name: `open-steps-${shard}`,
    page: async (cursor) => {
      const { entries, ...rest } = await table.openRungs(shard, cursor);
      const pieces = entries.map((rung) => ({
        name: `deadline ${rung.contract} ${rung.deadline}`,
        work: () => work(rung),
      }));
      return { pieces, ...rest };
    },
  }));
}
