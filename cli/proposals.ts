import { parseArgs } from 'node:util';
import * as z from 'zod';
import { type CommandLine, UsageError } from './command-line.ts';
import { askStage, rowsOfStage, StageError } from './stage-client.ts';
import { readStage, STAGE_OPTIONS, STAGE_USAGE } from './stage-options.ts';

const USAGE = `usage: clauseclock proposals [CONTRACT | --cause CAUSE]
       clauseclock proposals accept|decline CONTRACT DEADLINE --edition N --by WHO --reason WHY
       clauseclock proposals accept|decline --cause CAUSE --by WHO --reason WHY

What the newest edition of the holiday tables would make of open deadlines: of one contract, of one cause, or
of all. accept binds a deadline to that edition, so that it moves; decline keeps it. With a cause, a job decides
on all of it.

  --cause CAUSE       the two versions of the holidays, such as GB-ENG@2026.1..GB-ENG@2026.2
  --edition N         the edition that the proposal names
  --by WHO            who decides
  --reason WHY        why
${STAGE_USAGE}

Exit code 1 when the stage refuses or cannot be reached, 2 for a wrong call.`;

const end = z.looseObject({ date: z.string() });
const rowSchema = z.looseObject({
  contract: z.string().optional(),
  deadline: z.string(),
  edition: z.int(),
  from: end,
  to: end,
  cause: z.looseObject({ name: z.string(), text: z.string() }),
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
  if (values.cause !== undefined || contract === undefined || deadline === undefined || rest.length > 0)
    throw wrong(`Give ${decision} with a contract and a deadline, or with --cause.`);
  const path = `${pathOf(contract)}/${encodeURIComponent(deadline)}/${decision}`;
  const body = { edition: editionIn(values.edition), ...statementIn(values) };
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
  const read = rowSchema.safeParse(row);
  if (!read.success) throw unknownForm();
  const { contract, deadline, edition, from, to, cause } = read.data;
  const whose = contract === undefined ? '' : `contract ${contract}, `;
  return `${whose}${deadline}: ${from.date} → ${to.date} by edition ${edition}\n    ${cause.text}\n    cause ${cause.name}`;
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
