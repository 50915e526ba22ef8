import { parseArgs } from 'node:util';
import * as z from 'zod';
import { OF_TERMS } from '../shared/core/deadlines/revisions.ts';
import { type CommandLine, UsageError } from './command-line.ts';
import { askStage, rowsOfStage, StageError } from './stage-client.ts';
import { readStage, STAGE_OPTIONS, STAGE_USAGE } from './stage-options.ts';

const USAGE = `usage: clauseclock proposals [CONTRACT | --cause CAUSE]
       clauseclock proposals accept|decline CONTRACT DEADLINE --edition N --by WHO --reason WHY
       clauseclock proposals accept|decline CONTRACT @terms --cause CAUSE --by WHO --reason WHY
       clauseclock proposals accept|decline --cause CAUSE --by WHO --reason WHY

What the newest edition of the holiday tables would make of open deadlines, and the newest readings of the terms
of contracts: of one contract, of one cause, or of all. accept binds a deadline to that edition, so that it moves,
or has the contract read anew (@terms); decline keeps it. With a cause alone, a job decides on all of it.

  --cause CAUSE       what differs, such as GB-ENG@2026.1..GB-ENG@2026.2 or eloomi@5.9+1..eloomi@5.9+2
  --edition N         the edition that the proposal names
  --by WHO            who decides
  --reason WHY        why
${STAGE_USAGE}

Exit code 1 when the stage refuses or cannot be reached, 2 for a wrong call.`;

const end = z.looseObject({ date: z.string() });
const caused = {
  contract: z.string().optional(),
  cause: z.looseObject({ name: z.string(), text: z.string() }),
};
const deadlineRow = z.looseObject({ ...caused, deadline: z.string(), edition: z.int(), from: end, to: end });
const rereading = z.looseObject({
  deadline: z.string(),
  change: z.enum(['comes', 'goes', 'moves']),
  from: end.optional(),
  to: end.optional(),
});
const termsRow = z.looseObject({
  ...caused,
  deadline: z.literal(OF_TERMS),
  changes: z.array(rereading),
  more: z.int().optional(),
});
const jobSchema = z.looseObject({ id: z.string() });

type Stage = ReturnType<typeof readStage>;
type Values = ReturnType<typeof read>['values'];
type Decision = 'accept' | 'decline';

/** `proposals`. Resolves to the exit code: 1 when the stage refuses or cannot be reached. */
export async function proposals(argv: readonly string[], line: CommandLine): Promise<number> {
  const { values, positionals } = read(argv);
  if (values.help) {
    line.out(USAGE);
    return 0;
  }
  const stage = readStage(values);
  const [first, ...rest] = positionals;
  try {
    if (first === 'accept' || first === 'decline') await decide(stage, first, { values, named: rest }, line);
    else if (rest.length === 0 && (first === undefined || values.cause === undefined))
      await list(stage, first, values, line);
    else throw wrong('Give one contract, or a cause, or neither.');
    return 0;
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    line.err(error.message);
    return 1;
  }
}

async function decide(
  stage: Stage,
  decision: Decision,
  { values, named }: { values: Values; named: readonly string[] },
  line: CommandLine,
): Promise<void> {
  const [contract, deadline, ...rest] = named;
  if (values.cause !== undefined && contract === undefined) return decideAll(stage, decision, values, line);
  const isOfTerms = deadline === OF_TERMS;
  if (contract === undefined || deadline === undefined || rest.length > 0 || (values.cause !== undefined) !== isOfTerms)
    throw wrong(
      `Give ${decision} with a contract and a deadline, or with --cause; ${OF_TERMS} takes --cause, and no --edition.`,
    );
  const path = `${pathOf(contract)}/${encodeURIComponent(deadline)}/${decision}`;
  const proposed = isOfTerms ? { cause: values.cause } : { edition: editionIn(values.edition) };
  const body = { ...proposed, ...statementIn(values) };
  const answer = await askStage({ ...stage, method: 'POST', path, body });
  const done = `The proposal for ${deadline} is ${decision === 'accept' ? 'accepted' : 'declined'}.`;
  line.out(values.json ? JSON.stringify(answer) : done);
}

async function decideAll(stage: Stage, decision: Decision, values: Values, line: CommandLine): Promise<void> {
  const body = { cause: values.cause, ...statementIn(values) };
  const answer = await askStage({ ...stage, method: 'POST', path: `/proposals/${decision}`, body });
  const job = jobSchema.safeParse(answer);
  if (!job.success) throw unknownForm();
  const done = `Job ${job.data.id} ${decision}s them. GET /jobs/${job.data.id} tells how far it is.`;
  line.out(values.json ? JSON.stringify(answer) : done);
}

function pathOf(contract: string): string {
  return `/contracts/${encodeURIComponent(contract)}/proposals`;
}

async function list(
  stage: Stage,
  contract: string | undefined,
  { cause, json }: Values,
  line: CommandLine,
): Promise<void> {
  const path = contract === undefined ? '/proposals' : pathOf(contract);
  let count = 0;
  for await (const row of rowsOfStage({ ...stage, method: 'GET', path, query: { cause } }, 'proposals')) {
    line.out(json ? JSON.stringify(row) : sentenceOf(row));
    count += 1;
  }
  if (count === 0) line.err('Nothing is proposed.');
}

function sentenceOf(row: unknown): string {
  const ofTerms = termsRow.safeParse(row);
  if (ofTerms.success) return [`${subjectOf(ofTerms.data)}: read anew`, ...rereadings(ofTerms.data)].join(NEXT_LINE);
  const { success, data } = deadlineRow.safeParse(row);
  if (!success) throw unknownForm();
  const { edition, from, to } = data;
  return [`${subjectOf(data)}: ${from.date} → ${to.date} by edition ${edition}`, ...causeOf(data)].join(NEXT_LINE);
}

const NEXT_LINE = '\n    ';

function subjectOf({ contract, deadline }: { contract?: string | undefined; deadline: string }): string {
  return contract === undefined ? deadline : `contract ${contract}, ${deadline}`;
}

/** A line for each deadline that stands otherwise by the corrected reading, then the cause. */
function rereadings({ changes, more, ...row }: z.infer<typeof termsRow>): string[] {
  const days = ({ from, to }: z.infer<typeof rereading>) => [from?.date, to?.date].filter((day) => day !== undefined);
  return [
    ...changes.map((one) => `${one.deadline} ${one.change}: ${days(one).join(' → ')}`),
    ...(more === undefined ? [] : [`and ${more} more`]),
    ...causeOf(row),
  ];
}

function causeOf({ cause }: { cause: { text: string; name: string } }): string[] {
  return [cause.text, `cause ${cause.name}`];
}

function unknownForm(): StageError {
  return new StageError('The stage answers in a form that this release does not know. Use --json.');
}

function read(argv: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const options = { ...STAGE_OPTIONS, cause: text, edition: text, by: text, reason: text } as const;
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function editionIn(text: string | undefined): number {
  if (text !== undefined && /^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw wrong(`--edition ${text ?? 'is missing'}: give the number that the proposal names, such as 2.`);
}

function statementIn({ by, reason }: Values) {
  return { by: given('by', by), reason: given('reason', reason) };
}

function given(name: string, value: string | undefined): string {
  if (value !== undefined && value.trim() !== '') return value;
  throw wrong(`--${name} is missing: whoever changes something says who they are, and why.`);
}

function wrong(message: string): UsageError {
  return new UsageError(`${message}\n${USAGE}`);
}
