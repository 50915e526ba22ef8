import { eventsAwaitedBy } from '../../core/terms/clause-events.ts';
import { beginningsOf } from '../../core/terms/cycle.ts';
import { kindsIn } from '../../core/terms/match.ts';
import { singleCountingsIn } from '../../core/terms/shapes/questions.ts';
import { type Finding, type FindingCode, ofPack } from './finding.ts';
import type { Subject } from './subject.ts';

/** Definitions of the pack that nothing in it uses. Settings of a statute pack are left out: the terms use them. */
export function unusedParts(subject: Subject): Finding[] {
  const { pack } = subject;
  return [
    ...unused(subject, 'unused-event', ['events'], Object.keys(pack.events), kindsUsedIn(subject)),
    ...unused(subject, 'unused-cycle', ['cycles'], Object.keys(pack.cycles), cyclesUsedIn(subject)),
    ...(pack.kind === 'statute'
      ? []
      : unused(subject, 'unused-setting', ['settings'], Object.keys(pack.settings), settingsUsedIn(subject))),
    ...unusedAssumptions(subject),
  ];
}

const CALLED = {
  'unused-event': 'The kind of event',
  'unused-cycle': 'The cycle',
  'unused-setting': 'The setting',
  'unused-assumption': 'The assumption',
} as const satisfies Partial<Record<FindingCode, string>>;

function unused(
  { source }: Subject,
  code: keyof typeof CALLED,
  path: readonly string[],
  names: readonly string[],
  used: ReadonlySet<string>,
): Finding[] {
  return names.filter((name) => !used.has(name)).map((name) => unusedFinding(code, source, [...path, name], name));
}

function unusedFinding(
  code: keyof typeof CALLED,
  source: Subject['source'],
  path: readonly (string | number)[],
  name: string,
) {
  const text = `${CALLED[code]} ${name} is defined, and no clause uses it.`;
  return ofPack(code, source, path, { text, remedy: 'Use it where it was meant, or take it out.' });
}

function kindsUsedIn({ pack }: Subject): Set<string> {
  const cycles = Object.values(pack.cycles).flatMap((cycle) => {
    const begun = beginningsOf(cycle).flatMap(({ on }) => kindsIn(on));
    if (!cycle.extendedBy) return begun;
    const { kind, asLongAs } = cycle.extendedBy;
    return [kind, ...(asLongAs ? [asLongAs.from, asLongAs.to] : []), ...begun];
  });
  const clauses = pack.clauses.flatMap((clause) => [
    ...eventsAwaitedBy(clause).flatMap(({ events }) => kindsIn(events)),
    ...(clause.produces ? [clause.produces.kind] : []),
  ]);
  return new Set([...cycles, ...clauses]);
}

function cyclesUsedIn({ pack }: Subject): Set<string> {
  return new Set(pack.clauses.flatMap(({ cycle, entitles }) => [cycle, entitles].filter((name) => name !== undefined)));
}

function settingsUsedIn({ pack }: Subject): Set<string> {
  return new Set(pack.clauses.flatMap(singleCountingsIn).flatMap(({ setting }) => setting ?? []));
}

function unusedAssumptions({ pack, source }: Subject): Finding[] {
  const { cycles, clauses, defaults, assumesWhenContractIsSilent: silent, assumptions } = pack;
  const used = new Set([
    ...clauses.flatMap(({ assumes, appliesIf }) => [...assumes, appliesIf?.assumesIfSilent]),
    ...(defaults.assumes ?? []),
    ...Object.values(cycles).map(({ assumesIfSilent }) => assumesIfSilent),
    ...Object.values(silent),
  ]);
  return assumptions.flatMap(({ id }, index) =>
    used.has(id) ? [] : [unusedFinding('unused-assumption', source, ['assumptions', index], id)],
  );
}
