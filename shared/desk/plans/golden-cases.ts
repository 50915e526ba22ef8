import * as z from 'zod';
import type { Agreement } from '../../core/agreement/agreement.ts';
import { meaninglessBy } from '../../core/agreement/meaning.ts';
import { pinContract } from '../../core/agreement/pin-contract.ts';
import type { HolidayTables } from '../../core/calendar/holiday-table.ts';
import type { Deadline } from '../../core/deadlines/deadline.ts';
import { liveUntil } from '../../core/deadlines/lapse-event.ts';
import { type Plan, type PlanInput, plan } from '../../core/deadlines/plan.ts';
import { DEADLINE_STATES } from '../../core/deadlines/state.ts';
import { contractSchema, daySchema } from '../../core/events/contract.ts';
import type { Fact } from '../../core/events/event.ts';
import type { TermsCatalog } from '../../core/terms/catalog.ts';
import { didYouMean } from '../../core/terms/nearest.ts';
import { type Pack, packLabel } from '../../core/terms/pack.ts';
import { explained } from '../../core/words/explanation.ts';
import { type Words, wordsOf } from '../../core/words/words.ts';
import { checked, type Path, pathInWords } from '../reading/schema-faults.ts';
import { readYaml, type YamlFault } from '../reading/yaml-text.ts';
import { exclusionSchema, showsSchema } from './circumstances.ts';
import { FactTextError, parseFact } from './fact-text.ts';

const expectedSchema = z.strictObject({
  date: daySchema.optional(),
  unadjustedDate: daySchema.optional(),
  opensOn: daySchema.optional(),
  state: z.enum(DEADLINE_STATES).optional(),
  /** UTC; exclusive. */
  instant: z.string().optional(),
  timezone: z.string().optional(),
  /** Amounts in minor units by currency. */
  figure: z.record(z.string(), z.int()).optional(),
  /** What a step of the explanation says. */
  says: z.union([z.string(), z.array(z.string())]).optional(),
});

const caseSchema = z.strictObject({
  case: z.string().min(1),
  /** By clause: in which circumstances the case shows it. */
  shows: showsSchema.optional(),
  /** Circumstances in which a clause cannot be. */
  doesNotArise: z.array(exclusionSchema).optional(),
  /** Of a statute only: the terms beside which it applies. */
  terms: z.string().optional(),
  contract: contractSchema
    .partial()
    .omit({ id: true, terms: true, version: true, revision: true, customer: true })
    .optional(),
  /** `kind@occurredAt[,key=value…]`, as on the command line. */
  events: z
    .array(z.string({ error: 'write an event as text, kind@occurredAt[,key=value…], as on the command line' }))
    .optional(),
  /** Lapses up to this instant are taken in. */
  until: z.string().optional(),
  /** By id; those not named are not looked at. */
  expect: z.record(z.string(), expectedSchema).optional(),
  /** Clauses of which no deadline is to be there, or ids of single deadlines. */
  absent: z.array(z.string()).optional(),
  /** Clauses that refuse one of the events, and the earliest lawful day. */
  refused: z.record(z.string(), daySchema).optional(),
  /** Clauses without a period. */
  none: z.array(z.string()).optional(),
});

const fileSchema = z.array(caseSchema).min(1);

export type GoldenCase = z.infer<typeof caseSchema>;

/** Golden cases that cannot be read, or not be planned. */
export class GoldenCasesError extends Error {
  override readonly name = 'GoldenCasesError';
  /** What is wrong with the file, by place. */
  readonly faults: readonly YamlFault[];

  constructor(message: string, faults: readonly YamlFault[] = []) {
    super(message);
    this.faults = faults;
  }

  /** Faults of a file, each with its place. */
  static in(file: string, faults: readonly YamlFault[]): GoldenCasesError {
    const lines = faults.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`);
    return new GoldenCasesError(lines.join('\n'), faults);
  }
}

/** The JSON Schema of files with golden cases, for editors. */
export function casesJsonSchema(): object {
  return {
    ...z.toJSONSchema(fileSchema, { io: 'input' }),
    title: 'Clauseclock golden cases',
    description: 'What a terms pack comes to in given circumstances. See docs/write-a-pack.md.',
  };
}

/** The cases of a file `<version>.cases.yaml`. @throws GoldenCasesError naming file, line and field */
export function readGoldenCases(file: string, text: string): GoldenCase[] {
  const yaml = readYaml(text);
  if ('faults' in yaml) throw GoldenCasesError.in(file, yaml.faults);
  const { content, placeOf } = yaml;
  const read = checked(fileSchema, content);
  if ('data' in read) return read.data;
  const faults = read.faults.map(({ path, field, message }) => ({
    ...placeOf(path, field),
    message: [...inCase(path, content), message].join(': '),
  }));
  throw GoldenCasesError.in(file, faults);
}

/** The case by its name, and the field within it. */
export function inCase(path: Path, content: unknown): string[] {
  const [index, ...rest] = path;
  if (typeof index !== 'number') return [];
  const golden = (content as readonly ({ case?: unknown } | null)[])[index];
  const name = typeof golden?.case === 'string' ? `case “${golden.case}”` : `case ${index + 1}`;
  return rest.length === 0 ? [name] : [name, pathInWords({ path: rest }, golden)];
}

/** Everything in which a pack answers a case otherwise than expected; empty where it agrees. */
export function failuresOf(
  golden: GoldenCase,
  pack: Pack,
  terms: { catalog: TermsCatalog; holidays: HolidayTables },
): string[] {
  let planned: Plan;
  try {
    const input = planInputOf(golden, pack, terms);
    planned = golden.until === undefined ? plan(input) : liveUntil(golden.until, input).plan;
    for (const text of golden.events ?? []) checkFact(text, planned.agreement);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const clauses = clausesOf(planned.agreement);
  const { expect = {}, absent = [], refused = {}, none = [], shows = {}, doesNotArise = [] } = golden;
  const shown = [...Object.keys(shows), ...doesNotArise.flatMap(({ clause }) => clause)];
  const unknown = [...absent, ...Object.keys(refused), ...none, ...shown].filter((id) => !clauses.has(clauseIn(id)));
  const known = (id: string) => !unknown.includes(id);
  const byId = new Map(planned.deadlines.map((deadline) => [deadline.id, deadline]));
  return [
    ...unknown.map((id) => `there is no clause ${clauseIn(id)}; ${didYouMean(clauseIn(id), clauses, listed(clauses))}`),
    ...Object.entries(expect).flatMap(([id, expected]) => {
      const found = byId.get(id);
      return found
        ? differences(found, expected, wordsOf(terms.catalog))
        : [`there is no ${id}; there are ${[...byId.keys()].join(', ') || 'none'}`];
    }),
    ...[...byId.values()]
      .filter(({ id, clause }) => absent.includes(id) || absent.includes(clause))
      .map(({ id }) => `${id} is there`),
    ...Object.entries(refused).flatMap(([clause, earliest]) => {
      if (!known(clause)) return [];
      const refusal = planned.refused.find((one) => one.clause === clause);
      if (refusal?.earliest === earliest) return [];
      return [`${clause} refuses nothing until ${earliest}${refusal ? `, but until ${refusal.earliest}` : ''}`];
    }),
    ...none
      .filter((id) => known(id) && !planned.none.some(({ clause }) => clause === id))
      .map((id) => `${id} has a period`),
    ...Object.keys(shows)
      .filter((id) => known(id) && !lookedAt(golden).has(id))
      .map((id) => `it shows ${id} and expects nothing of it; name it under expect, absent or refused`),
  ];
}

/** The clauses of which a case expects something with a day or a state, or that nothing is there. */
function lookedAt({ expect = {}, absent = [], refused = {} }: GoldenCase): ReadonlySet<string> {
  return new Set([...Object.keys(expect), ...absent, ...Object.keys(refused)].map(clauseIn));
}

/** The clause that a deadline is of. */
function clauseIn(id: string): string {
  return id.replace(/~.*/s, '');
}

function listed(clauses: ReadonlySet<string>): string {
  return `there are ${[...clauses].join(', ')}`;
}

function clausesOf(agreement: Agreement): ReadonlySet<string> {
  return new Set(agreement.everyTerms().flatMap(({ clauses }) => clauses.map(({ key }) => key)));
}

/** What a case plans: its contract under the pack, and the events it tells. @throws GoldenCasesError */
export function planInputOf(
  golden: GoldenCase,
  pack: Pack,
  { catalog, holidays }: { catalog: TermsCatalog; holidays: HolidayTables },
): PlanInput {
  const customer = { email: 'nobody@customer.example', locale: 'en' };
  const own =
    pack.kind === 'terms'
      ? { terms: pack.pack, version: pack.version, revision: pack.revision ?? 1 }
      : { terms: golden.terms ?? '', statutes: [packLabel(pack)] };
  const submitted = { id: 'case', customer, ...own, ...golden.contract };
  const pinned = pinContract(submitted, catalog, holidays);
  if ('faults' in pinned) {
    throw new GoldenCasesError(pinned.faults.map(({ field, detail }) => `contract.${field}: ${detail}`).join(' '));
  }
  const { contract } = pinned;
  return { contract, events: (golden.events ?? []).map(readFact), catalog, holidays };
}

/** @throws GoldenCasesError for a kind or a value that means nothing under what is in force at the time of the event */
function checkFact(text: string, agreement: Agreement): void {
  const disordered = agreement.daysOutOfOrder(readFact(text));
  if (disordered !== undefined) throw new GoldenCasesError(`${text}: ${disordered.field}: ${disordered.detail}`);
  const wrong = meaninglessBy(readFact(text), agreement);
  if (wrong === undefined) return;
  if ('key' in wrong) throw new GoldenCasesError(`${text}: ${wrong.key} is one of ${wrong.values.join(', ')}`);
  const { kind, terms, known, declaredBy } = wrong;
  const remedy =
    declaredBy.length === 0
      ? didYouMean(kind, known, 'declare it under events, with what it means')
      : `${terms} is in force then, and only ${declaredBy.join(' and ')} has it`;
  throw new GoldenCasesError(`${text}: there is no kind of event ${kind}; ${remedy}`);
}

function readFact(text: string): Fact {
  try {
    return parseFact(text);
  } catch (error) {
    throw error instanceof FactTextError ? new GoldenCasesError(error.message) : error;
  }
}

function differences(deadline: Deadline, expected: z.infer<typeof expectedSchema>, words: Words): string[] {
  const { figure, says, ...plain } = expected;
  const found = Object.entries(plain).flatMap(([field, wanted]) => {
    const actual = deadline[field as keyof typeof plain];
    return actual === wanted ? [] : [`${deadline.id}: ${field} is ${actual ?? 'absent'}, not ${wanted}`];
  });
  const wantedSum = figure && describeFigure(Object.entries(figure));
  const sum = describeFigure((deadline.figure ?? []).map(({ currency, amount }) => [currency, amount]));
  if (wantedSum !== undefined && wantedSum !== sum) found.push(`${deadline.id}: figure is ${sum}, not ${wantedSum}`);
  const text = explained(deadline, words)
    .map((step) => step.text)
    .join(' ');
  const unsaid = (says === undefined ? [] : [says].flat()).filter((phrase) => !text.includes(phrase));
  return [...found, ...unsaid.map((phrase) => `${deadline.id}: no step says “${phrase}”`)];
}

function describeFigure(sums: (readonly [string, number])[]): string {
  const sorted = sums.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([currency, amount]) => `${currency} ${amount}`).join(' + ') || 'nothing';
}
