import { settlePeriod } from '../calendar/period.ts';
import { EVENT_KINDS, KIND_PATTERN } from '../events/kinds.ts';
import { eventsNamedIn } from './clause-events.ts';
import type { Contradiction } from './clause-rules.ts';
import { beginningsOf } from './cycle.ts';
import { clauseIn, kindsIn } from './match.ts';
import { didYouMean } from './nearest.ts';
import { answersOf, shapesWritten } from './shapes/shape.ts';
import type { WrittenClause } from './written-clause.ts';
import { anchorsOf, countingWith, periodsOf, singlesIn } from './written-counting.ts';
import type { WrittenPack } from './written-pack.ts';

/** Every contradiction between the parts of a pack. */
export function checkPack(pack: WrittenPack): Contradiction[] {
  return [
    ...ofItsKind(pack),
    ...uniqueIds(pack),
    ...declaredKinds(pack),
    ...assumptions(pack),
    ...pack.clauses.flatMap((written, index) => {
      const found = [...kinds(pack, written), ...references(pack, written), ...countings(pack, written)];
      return found.map(at('clauses', index));
    }),
    ...cycleKinds(pack),
    ...pack.acknowledges.flatMap(({ clause }, index) =>
      pack.clauses.some(({ id }) => id === clause)
        ? []
        : [
            unknown(
              'clause',
              clause,
              pack.clauses.map(({ id }) => id),
              ['acknowledges', index, 'clause'],
            ),
          ],
    ),
  ];
}

function at(...prefix: readonly (string | number)[]) {
  return ({ message, path }: Contradiction): Contradiction => ({ message, path: [...prefix, ...path] });
}

function unknown(
  what: string,
  name: string,
  known: readonly string[],
  path: Contradiction['path'],
  otherwise = `known: ${known.join(', ') || 'none'}`,
): Contradiction {
  return { message: `there is no ${what} ${name}; ${didYouMean(name, known, otherwise)}`, path };
}

/**
 * Terms must have the fields that a contract may leave out. A statute has no provider and uses the fields of the terms.
 */
function ofItsKind(pack: WrittenPack): Contradiction[] {
  if (pack.kind === 'terms') {
    const ofStatutes = pack.appliesFrom === undefined ? [] : ['appliesFrom'];
    const missing = (['provider', 'timezone', 'holidays'] as const).filter((field) => pack[field] === undefined);
    return [
      ...ofStatutes.map((field) => ({
        message: 'terms apply from the start of a contract; leave it out',
        path: [field],
      })),
      ...missing.map((field) => ({ message: `${field} is missing; terms need it`, path: [field] })),
      ...pack.clauses.flatMap(({ demands }, index) =>
        demands ? [{ message: 'only a statute makes demands on terms', path: ['clauses', index, 'demands'] }] : [],
      ),
    ];
  }
  const idle = (['provider', 'timezone', 'holidays', 'laws', 'plans'] as const).filter(
    (field) => pack[field] !== undefined,
  );
  const found = idle.map((field) => ({
    message: `a statute takes ${field} from the terms; leave it out`,
    path: [field],
  }));
  const naming = (['statutes', 'mayApply'] as const).filter((field) => pack[field].length > 0);
  return [...found, ...naming.map((field) => ({ message: 'a statute names no other; leave it out', path: [field] }))];
}

function uniqueIds({ clauses, assumptions }: WrittenPack): Contradiction[] {
  return [...twice(clauses, 'clause', 'clauses'), ...twice(assumptions, 'assumption', 'assumptions')];
}

function twice(items: readonly { readonly id: string }[], what: string, field: string): Contradiction[] {
  const seen = new Set<string>();
  return items.flatMap(({ id }, index) => {
    if (seen.has(id)) return [{ message: `${what} ${id} appears twice`, path: [field, index, 'id'] }];
    seen.add(id);
    return [];
  });
}

const COMMON: ReadonlySet<string> = new Set(EVENT_KINDS);

function declaredKinds({ events }: WrittenPack): Contradiction[] {
  return Object.keys(events)
    .filter((kind) => COMMON.has(kind))
    .map((kind) => ({ message: `${kind} is known to every pack; take it out`, path: ['events', kind] }));
}

/** Refuses unknown kinds: a clause with a mistyped kind would never start or never end. */
function kinds({ events }: WrittenPack, clause: WrittenClause): Contradiction[] {
  const produced = clause.produces ? [{ path: ['produces', 'kind'], events: clause.produces.kind }] : [];
  return [...eventsNamedIn(clause), ...produced].flatMap(({ path, events: awaited }) =>
    kindsIn(awaited).flatMap((kind) => (KIND_PATTERN.test(kind) ? kindFault(events, kind, path) : [])),
  );
}

function kindFault(events: WrittenPack['events'], kind: string, path: Contradiction['path']): Contradiction[] {
  if (COMMON.has(kind) || Object.hasOwn(events, kind)) return [];
  const known = [...EVENT_KINDS, ...Object.keys(events)];
  return [unknown('kind of event', kind, known, path, 'declare it under events, with what it means')];
}

function cycleKinds({ cycles, events }: WrittenPack): Contradiction[] {
  return Object.entries(cycles).flatMap(([name, cycle]) => {
    const { kind, asLongAs } = cycle.extendedBy ?? {};
    const extending = [...(kind ? [kind] : []), ...(asLongAs ? [asLongAs.from, asLongAs.to] : [])];
    return [
      ...extending.flatMap((one) => kindFault(events, one, ['cycles', name, 'extendedBy'])),
      ...beginningsOf(cycle)
        .flatMap(({ on }) => kindsIn(on))
        .flatMap((one) => kindFault(events, one, ['cycles', name, 'beginsWith'])),
    ];
  });
}

function assumptions(pack: WrittenPack): Contradiction[] {
  const known = pack.assumptions.map(({ id }) => id);
  const check = (id: string | undefined, ...path: (string | number)[]): Contradiction[] => {
    if (id === undefined || known.includes(id)) return [];
    return [{ message: `there is no assumption ${id}; ${didYouMean(id, known, 'add it under assumptions')}`, path }];
  };
  return [
    ...pack.clauses.flatMap(({ assumes, appliesIf }, index) => [
      ...assumes.flatMap((id) => check(id, 'clauses', index, 'assumes')),
      ...check(appliesIf?.assumesIfSilent, 'clauses', index, 'appliesIf', 'assumesIfSilent'),
    ]),
    ...(pack.defaults.assumes ?? []).flatMap((id) => check(id, 'defaults', 'assumes')),
    ...Object.entries(pack.assumesWhenContractIsSilent).flatMap(([key, id]) =>
      check(id, 'assumesWhenContractIsSilent', key),
    ),
    ...Object.entries(pack.cycles).flatMap(([name, { assumesIfSilent }]) =>
      check(assumesIfSilent, 'cycles', name, 'assumesIfSilent'),
    ),
  ];
}

/** Checks the names of cycles, settings and other clauses that a clause refers to. */
function references(pack: WrittenPack, clause: WrittenClause): Contradiction[] {
  const found: Contradiction[] = [];
  const cycleNames = Object.keys(pack.cycles);
  if (clause.cycle !== undefined && !cycleNames.includes(clause.cycle)) {
    found.push(unknown('cycle', clause.cycle, cycleNames, ['cycle'], 'define it under cycles'));
  }
  if (clause.entitles !== undefined && pack.cycles[clause.entitles]?.extendedBy === undefined) {
    found.push({ message: `there is no cycle ${clause.entitles} that can be extended`, path: ['entitles'] });
  }
  const parent = clauseIn(clause.on);
  const ids = pack.clauses.map(({ id }) => id);
  if (parent?.clause !== undefined && (!ids.includes(parent.clause) || parent.clause === clause.id)) {
    found.push(
      unknown(
        'other clause',
        parent.clause,
        ids.filter((id) => id !== clause.id),
        ['on', 'clause'],
      ),
    );
  }
  if (clause.appliesIf?.contract === 'plan') {
    const plans = Object.keys(pack.plans ?? {});
    const unlisted = clause.appliesIf.is.filter((plan) => !plans.includes(plan));
    found.push(...unlisted.map((plan) => unknown('plan', plan, plans, ['appliesIf', 'is'], 'list it under plans')));
  }
  const limit = clause.extendedBy?.ifMet;
  if (limit !== undefined && !ids.includes(limit)) found.push(unknown('clause', limit, ids, ['extendedBy', 'ifMet']));
  const topics = pack.clauses.flatMap(({ topic }) => topic ?? []);
  if (pack.kind === 'terms' && parent?.topic !== undefined && !topics.includes(parent.topic)) {
    found.push(unknown('clause about', parent.topic, topics, ['on', 'topic']));
  }
  return found;
}

function countings(pack: WrittenPack, clause: WrittenClause): Contradiction[] {
  const written = shapesWritten(clause).flatMap((name) => answersOf(name).countingsWritten(clause[name]));
  const found = written.flatMap(({ field: path, counting }) =>
    singlesIn(countingWith(pack.defaults.period ?? {}, counting)).flatMap((single): Contradiction[] => {
      const { setting, endsWith } = single;
      const anchors = anchorsOf(single);
      const faults: Contradiction[] = [];
      const issue = (message: string) => faults.push({ message, path });
      if (setting !== undefined && !setting.includes('/') && pack.settings[setting] === undefined) {
        faults.push(unknown('setting', setting, Object.keys(pack.settings), path, 'define it under settings'));
      }
      const onCycle = endsWith !== undefined || anchors.some((anchor) => anchor.startsWith('cycle.'));
      if (onCycle && clause.cycle === undefined) issue('name the clause’s cycle');
      const onDeadline = anchors.includes('deadline');
      if (onDeadline && clauseIn(clause.on) === undefined)
        issue('only what another clause starts counts from its deadline');
      try {
        for (const one of periodsOf(single)) settlePeriod(one);
      } catch (error) {
        issue(`with the pack’s defaults: ${error instanceof Error ? error.message : error}`);
      }
      return faults;
    }),
  );
  const day = clause.window?.until?.startsWith('cycle.') && clause.cycle === undefined;
  return day ? [...found, { message: 'name the clause’s cycle', path: ['window', 'until'] }] : found;
}
