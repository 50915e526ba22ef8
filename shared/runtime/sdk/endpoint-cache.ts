/** In place of the cache of discovered endpoints: the client of DynamoDB makes one, and discovers endpoints only if told to. */
export class EndpointCache {}
