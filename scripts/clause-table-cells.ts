import type { Clause } from '../shared/core/terms/clause.ts';
import { type EventMatches, kindsIn } from '../shared/core/terms/match.ts';
import { type Pack, revisedVersion } from '../shared/core/terms/pack.ts';
import { type LadderRung, rungName } from '../shared/core/terms/written-clause.ts';
import { describeTiming, type SettingLengths } from '../shared/desk/packs/describe-clause.ts';
import { describeEvents, describeMeeting, listed } from '../shared/desk/packs/describe-events.ts';
import type { ClauseTests } from './clause-tests.ts';

export const COLUMNS = [
  'Clause',
  'Nature',
  'Timing',
  'Met or ended by',
  'When it lapses',
  'Notices',
  'Rests on',
  'Tested',
];

/** The cells of a clause's row, in the order of the columns. */
export function cellsOf(clause: Clause, pack: Pack, lengthOf: SettingLengths, tests: ClauseTests): string[] {
  return [
    lines([`\`${clause.id}\``, clause.title, `_${clause.ref}_`]),
    lines([clause.nature, clause.obligor]),
    lines([marked(timing(clause, lengthOf)), ...applies(clause)]),
    lines(closings(clause)),
    lines(lapse(clause)),
    lines(clause.ladder.map(notice)),
    lines(clause.assumes.map((id) => `\`${id}\``)),
    lines(tested(pack, tests)),
  ];
}

/** A cell of several lines; a dash where there is nothing to say. */
function lines(texts: readonly string[]): string {
  return texts.length === 0 ? '–' : texts.map((text) => text.trim().replaceAll('|', '\\|')).join('<br>');
}

/** Kinds of events and keys of data stand out from the words around them. */
function marked(text: string): string {
  return text.replaceAll(/\b[a-z][a-z0-9-]*\.[a-z][A-Za-z0-9-]*\b/g, '`$&`');
}

function timing(clause: Clause, lengthOf: SettingLengths): string {
  const { shape } = clause;
  return shape.kind === 'none' ? `no period: ${shape.reason}` : describeTiming(clause, lengthOf);
}

function applies({ appliesIf, onlyIf, unless, repeatsAfter }: Clause): string[] {
  const kinds = (events: EventMatches | undefined) => listed([...new Set(kindsIn(events))], 'or');
  const happened = (words: string, given: Clause['onlyIf']) =>
    [given ?? []].flat().map(({ since, until }) => {
      return marked(`${words} ${kinds(since)}${until === undefined ? '' : `, until ${kinds(until)}`}`);
    });
  const needed = [onlyIf ?? []].flat();
  const forGood = needed.filter(({ until }) => until === undefined).map(({ since }) => kinds(since));
  const silent = appliesIf?.ifSilent === 'applies' ? ', or the contract is silent' : '';
  return [
    ...(appliesIf ? [`only where ${appliesIf.contract} is ${appliesIf.is.join(' or ')}${silent}`] : []),
    ...(forGood.length === 0 ? [] : [marked(`only after ${listed(forGood, 'and')}`)]),
    ...happened(
      'only after',
      needed.filter(({ until }) => until !== undefined),
    ),
    ...happened('not after', unless),
    ...(repeatsAfter === undefined ? [] : [marked(`once more after ${kinds(repeatsAfter)}`)]),
  ];
}

function closings(clause: Clause): string[] {
  const { endedBy, reopenedBy, suspendedBy, resumedBy, extendedBy, noticeFulfils } = clause;
  const line = (words: string, events: EventMatches | undefined) =>
    events === undefined ? [] : [marked(`${words} ${describeEvents(events)}`)];
  return [
    ...(noticeFulfils ? ['met by the notice itself'] : []),
    ...(clause.satisfiedBy === undefined ? [] : [marked(`met by ${describeMeeting(clause)}`)]),
    ...line('met no more after', reopenedBy),
    ...line('ended by', endedBy),
    ...line('paused by', suspendedBy),
    ...line('resumed by', resumedBy),
    ...(extendedBy === undefined ? [] : line(`extended to ${extendedBy.to} by`, extendedBy.on)),
  ];
}

const OCCURS = {
  'last-day': '',
  'day-after': ', the day after',
  'as-it-ends': ', as it ends',
  'after-cycle': ', after the cycle',
} as const;

function lapse({ produces, entitles, refuseWhenMissed }: Clause): string[] {
  return [
    ...(produces === undefined ? [] : [`brings about \`${produces.kind}\`${OCCURS[produces.occurs]}`]),
    ...(entitles === undefined ? [] : [`entitles to more of the ${entitles}`]),
    ...(refuseWhenMissed ? ['an event that would miss it is refused'] : []),
  ];
}

function notice(rung: LadderRung): string {
  const when = rung.before === undefined ? rungName(rung) : `${rung.before} before`;
  return `${when}: ${[rung.to].flat().join(', ')}`;
}

function tested(pack: Pack, { cases, circumstances, onTheClock }: ClauseTests): string[] {
  const golden = `[${counted(cases, 'case')}](../terms/${pack.pack}/${revisedVersion(pack)}.cases.yaml)`;
  const { shown, excluded } = circumstances;
  const impossible = excluded.size === 0 ? '' : `, ${excluded.size} cannot be`;
  const clock = [...onTheClock].map(([file, n]) => `[${n} on the clock](../test/clauses/${file})`);
  return [
    cases === 0 ? '**no case**' : golden,
    ...(shown.size === 0 ? [] : [`${counted(shown.size, 'circumstance')}${impossible}`]),
    ...(clock.length === 0 ? ['**not on the clock**'] : clock),
  ];
}

export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
