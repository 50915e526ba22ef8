/** An object or event of a provider, as its API shows it. */
export type Shown = Readonly<Record<string, unknown>>;

/** What a provider has: its objects by collection and id, and its events. */
export class Shelf {
  readonly #objects = new Map<string, Shown>();
  readonly #events = new Map<string, Shown>();

  /** Keeps an object in place of the one with the same id. */
  put(collection: string, object: Shown): void {
    this.#objects.set(`${collection}/${object.id}`, object);
  }

  object(collection: string, id: string): Shown | undefined {
    return this.#objects.get(`${collection}/${id}`);
  }

  all(collection: string): readonly Shown[] {
    return [...this.#objects].filter(([key]) => key.startsWith(`${collection}/`)).map(([, object]) => object);
  }

  tell(id: string, event: Shown): void {
    this.#events.set(id, event);
  }

  events(): readonly Shown[] {
    return [...this.#events.values()];
  }
}
