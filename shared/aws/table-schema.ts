/** The one table's keys and indexes, for `infra` and the local stack alike. Every key is a string. */
export const TABLE_SCHEMA = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Time to live, in seconds since 1970: DynamoDB removes the item some days later. Most items have none. */
  expiry: 'expiresAt',
  indexes: {
    /** Work that falls due: sparse, sharded, keys only. */
    agenda: { name: 'agenda', partitionKey: 'agendaShard', sortKey: 'agendaAt' },
    /** Deadlines by their last instant: sparse, sharded, keys only. */
    due: { name: 'due', partitionKey: 'dueShard', sortKey: 'dueAt' },
    /** Deliveries of payment providers by state, then by when they came in; letters that failed: sparse, sharded, keys only. */
    inbound: { name: 'inbound', partitionKey: 'inboundShard', sortKey: 'inboundAt' },
  },
} as const;

/** Hot index writes throttle the table, so each index spreads over this many partitions. */
export const INDEX_SHARDS = 4;
