import type { Contract } from '../events/contract.ts';
import { UnknownTermsError } from '../terms/catalog.ts';
import type { Clause } from '../terms/clause.ts';
import { type Pack, packLabel } from '../terms/pack.ts';
import { singleCountingsIn, withCountings } from '../terms/shapes/questions.ts';
import { type Counting, type SingleCounting, withLength } from '../terms/written-counting.ts';

/** A length that a contract may choose, with its value for this contract. */
export interface ChosenSetting {
  readonly setting: string;
  readonly length: string;
  /** The label of the pack whose default length is used, `acme@1`; absent if the contract chose the length. */
  readonly terms?: string;
}

interface Choices {
  readonly contract: Pick<Contract, 'settings'>;
  /** The statutes that apply beside the terms; a clause may use their settings. */
  readonly statutes: readonly Pack[];
}

/** The same clause with every setting replaced by the length it has for this contract. */
export function withSettings(
  clause: Clause,
  pack: Pack,
  choices: Choices,
): { clause: Clause; settings: readonly ChosenSetting[] } {
  if (!takesSettings(clause)) return { clause, settings: [] };
  const chosen = new Map<string, ChosenSetting>();
  const fill = (single: SingleCounting): SingleCounting => {
    const { setting: name } = single;
    if (name === undefined) return single;
    const setting = settingOf(name, pack, choices);
    chosen.set(name, setting);
    return withLength(pack.defaults.period ?? {}, single, setting.length);
  };
  const full = (counting: Counting): Counting => {
    const { earlierOf, laterOf } = counting;
    if (earlierOf) return { earlierOf: earlierOf.map(fill) };
    return laterOf ? { laterOf: laterOf.map(fill) } : fill(counting);
  };
  const filled = withCountings(clause, full);
  return { clause: filled, settings: [...chosen.values()] };
}

const taking = new WeakMap<Clause, boolean>();

function takesSettings(clause: Clause): boolean {
  const known = taking.get(clause);
  if (known !== undefined) return known;
  const takes = singleCountingsIn(clause).some(({ setting }) => setting !== undefined);
  taking.set(clause, takes);
  return takes;
}

/** `objection-window` is a setting of the pack, which the contract may choose; `gdpr/answer` is one of a statute. */
function settingOf(name: string, pack: Pack, { contract, statutes }: Choices): ChosenSetting {
  const [other, own = name] = name.includes('/') ? name.split('/') : [undefined, name];
  const chosen = other === undefined ? contract.settings?.[own] : undefined;
  if (chosen !== undefined) return { setting: name, length: chosen };
  const source = other === undefined ? pack : statutes.find((statute) => statute.pack === other);
  const setting = source?.settings[own];
  if (!source || !setting) throw new UnknownTermsError('settings', name, Object.keys(source?.settings ?? {}));
  return { setting: name, length: setting.length, terms: packLabel(source) };
}
