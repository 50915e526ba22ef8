import type { HolidayTables } from '../calendar/holiday-table.ts';
import type { TermsCatalog } from '../terms/catalog.ts';

interface Ground {
  readonly catalog: TermsCatalog;
  readonly holidays: HolidayTables;
}

/** So many are kept for each catalogue and its tables. */
export const AGREEMENTS_KEPT = 64;

/**
 * What follows from a contract alone, under packs and tables that do not change: whoever records an event asks for it several
 * times. Contracts are told apart by their whole
 * text, so one that differs in anything gets its own.
 */
export class KnownAgreements<Known> {
  readonly #byCatalog = new WeakMap<TermsCatalog, WeakMap<HolidayTables, Map<string, Known>>>();

  /** The one that was made from this text before, or else a new one. What `make` throws is not kept. */
  of({ catalog, holidays }: Ground, text: string, make: (text: string) => Known): Known {
    const byTables = this.#byCatalog.get(catalog) ?? new WeakMap<HolidayTables, Map<string, Known>>();
    this.#byCatalog.set(catalog, byTables);
    const byText = byTables.get(holidays) ?? new Map<string, Known>();
    byTables.set(holidays, byText);
    const found = byText.get(text) ?? make(text);
    // The one used last stands last, and the first one makes room.
    byText.delete(text);
    byText.set(text, found);
    const [oldest] = byText.keys();
    if (byText.size > AGREEMENTS_KEPT && oldest !== undefined) byText.delete(oldest);
    return found;
  }
}
