import type { Clause } from '../../core/terms/clause.ts';
import { packLabel } from '../../core/terms/pack.ts';
import type { LocatedPack } from '../reading/read-pack.ts';

export const SEVERITIES = ['error', 'warning', 'note'] as const;
/** `error`: a person has to decide. `warning`: probably a gap. `note`: good to know. */
export type Severity = (typeof SEVERITIES)[number];

/** Every kind of finding with its severity, unless the finding sets another. */
export const FINDINGS = {
  'above-statutory-ceiling': 'error',
  'allowance-never-ends': 'error',
  'ambiguous-rules': 'error',
  'applies-and-does-not': 'error',
  'awaits-counsel': 'note',
  'below-statutory-floor': 'error',
  'cannot-be-counted': 'error',
  'case-fails': 'error',
  'closes-as-it-starts': 'error',
  'closes-before-it-opens': 'error',
  'contradictory-periods': 'error',
  'does-not-survive': 'error',
  'erasure-before-retrieval': 'error',
  'erasure-under-hold': 'error',
  'extension-does-not-extend': 'error',
  'extension-never-granted': 'error',
  'holds-not-told-apart': 'warning',
  'hours-from-a-day': 'warning',
  'impossible-condition': 'error',
  'in-force-before-objection': 'warning',
  'lead-may-be-left-out': 'warning',
  'lead-never-used': 'error',
  'missing-statutory-reminder': 'error',
  'no-case': 'warning',
  'no-lead': 'warning',
  'no-period-against-statute': 'error',
  'no-taking-back': 'warning',
  'no-void': 'error',
  'no-withdrawal': 'warning',
  'nothing-ends': 'warning',
  'nothing-meets': 'error',
  'released-and-changed': 'error',
  'released-and-gone': 'error',
  'reminder-never': 'error',
  'reminder-sometimes': 'warning',
  'stale-acknowledgement': 'error',
  'rule-never-reached': 'warning',
  'statute-not-compared': 'warning',
  'statutes-left-out': 'note',
  'steps-coincide': 'warning',
  'two-readings': 'note',
  'undecided-arrival': 'warning',
  'undecided-cycle-end': 'warning',
  'undecided-holidays': 'error',
  'undecided-month-end': 'warning',
  'undecided-roll': 'warning',
  'undecided-trigger-day': 'error',
  'undecided-zone': 'error',
  'unknown-business': 'warning',
  'unknown-data-key': 'warning',
  'unknown-locale': 'error',
  'unknown-setting': 'error',
  'unknown-statute': 'error',
  'unknown-topic': 'warning',
  'unreachable-clause': 'error',
  'unreadable-cases': 'error',
  'unreadable-intake': 'error',
  'unreadable-pack': 'error',
  untold: 'warning',
  'unusable-rule': 'error',
  'unused-assumption': 'warning',
  'unused-cycle': 'warning',
  'unused-event': 'warning',
  'unused-setting': 'warning',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof FINDINGS;

/** A place in a file; for a clause also its id and its reference in the document. */
export interface FindingPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly clause?: string;
  readonly ref?: string;
}

/** One fault of a pack, or a fact that a person should know. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** `exoopus@2026-01`; the path of the file if it cannot be read. */
  readonly pack: string;
  readonly clause?: string;
  /** The first place is where to look; the others are those it conflicts with. */
  readonly places: readonly FindingPlace[];
  /** The other clause: its id, or `pack/clause` of a statute. */
  readonly against?: string;
  readonly text: string;
  readonly remedy: string;
  /** The author's reason for leaving it as it is. A finding with a reason fails no check. */
  readonly acknowledged?: string;
}

type Path = readonly (string | number)[];

/** A clause with its index among the clauses of its pack. */
export interface LocatedClause {
  readonly source: LocatedPack;
  readonly clause: Clause;
  readonly index: number;
}

interface Said {
  readonly text: string;
  readonly remedy: string;
  readonly severity?: Severity;
}

interface SaidOfClause extends Said {
  /** The field within the clause; absent if the finding is about the clause itself. */
  readonly field?: Path;
  readonly against?: { readonly name: string; readonly clause: LocatedClause; readonly field?: Path };
}

/** A finding about a clause. */
export function ofClause(code: FindingCode, at: LocatedClause, said: SaidOfClause): Finding {
  const { field, against, text, remedy, severity = FINDINGS[code] } = said;
  return {
    code,
    severity,
    pack: packLabel(at.source.pack),
    clause: at.clause.id,
    places: [placeIn(at, field), ...(against ? [placeIn(against.clause, against.field)] : [])],
    ...(against && { against: against.name }),
    text,
    remedy,
  };
}

/** A finding about the pack as a whole, or about a part other than a clause. */
export function ofPack(code: FindingCode, source: LocatedPack, path: Path, said: Said): Finding {
  const { text, remedy, severity = FINDINGS[code] } = said;
  const place = { file: source.file, ...source.placeOf(path) };
  return { code, severity, pack: packLabel(source.pack), places: [place], text, remedy };
}

function placeIn({ source, clause, index }: LocatedClause, field: Path = []): FindingPlace {
  const place = source.placeOf(['clauses', index, ...field]);
  return { file: source.file, ...place, clause: clause.id, ref: clause.ref };
}
