import { calendarFeed } from '../../shared/desk/feed/calendar-feed.ts';
import { PackError } from '../../shared/desk/reading/read-pack.ts';
import type { CommandLine } from '../command-line.ts';
import { isInputError } from '../input-error.ts';
import { tellUnreadable, termsIn } from '../packs-at-hand.ts';
import { planPage } from './html.ts';
import { caseFor, checkKindsInForce } from './input.ts';
import { planJson } from './json.ts';
import { isOfGaps, notesOf } from './notes.ts';
import { type Format, readOptions, USAGE } from './options.ts';
import { briefReport, planReport } from './report.ts';
import { type PlanView, viewOf } from './view.ts';

/** Prints all deadlines that follow from the given facts. Exit code 1 if something cannot be counted or is refused. */
export async function plan(argv: string[], line: CommandLine): Promise<number> {
  const options = readOptions(argv);
  if (options === 'help') {
    line.out(USAGE);
    return 0;
  }
  try {
    const terms = termsIn(options['terms-dir']);
    const found = caseFor(terms, options);
    const view = viewOf(terms, found, options['as-of']);
    checkKindsInForce(view.plan.agreement, found.given);
    tellUnreadable(terms, line);
    line.out(WRITTEN[options.format](view));
    // A calendar has no place for what is not in it.
    if (options.format === 'ics') tellLeftOut(view, line);
    const { refused, notStarted, notCounted, unknownVersions } = view.plan;
    return refused.length + notStarted.length + notCounted.length + unknownVersions.length > 0 ? 1 : 0;
  } catch (error) {
    if (!isInputError(error)) throw error;
    line.err(error.message);
    return error instanceof PackError ? 2 : 1;
  }
}

function tellLeftOut(view: PlanView, line: CommandLine): void {
  for (const { heading, lines } of notesOf(view).filter(isOfGaps)) {
    line.err([heading, ...lines.map((text) => `  ${text}`)].join('\n'));
  }
}

const WRITTEN: Readonly<Record<Format, (view: PlanView) => string>> = {
  text: planReport,
  brief: briefReport,
  json: planJson,
  html: planPage,
  // The text ends with a line feed, but the command line adds its own.
  ics: ({ contract, plan: { deadlines }, events, words, asOf }) =>
    calendarFeed({ contract, deadlines, events, words, ...(asOf && { asOf: asOf.instant }) }).replace(/\n$/, ''),
};
