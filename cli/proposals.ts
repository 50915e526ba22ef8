import { parseArgs } from 'node:util';
import * as z from 'zod';
import { type CommandLine, UsageError } from './command-line.ts';
import { askStage, StageError } from './stage-client.ts';
import { readStage, STAGE_OPTIONS, STAGE_USAGE } from './stage-options.ts';

const USAGE = `usage: clauseclock proposals CONTRACT
       clauseclock proposals accept|decline CONTRACT DEADLINE --edition N --by WHO --reason WHY

What the newest edition of the holiday tables would make of a contract's open deadlines. accept binds a
deadline to that edition, so that it moves; decline keeps it.

  --edition N         the edition that the proposal names
  --by WHO            who decides
  --reason WHY        why
${STAGE_USAGE}

Exit code 1 when the stage refuses or cannot be reached, 2 for a wrong call.`;

const end = z.looseObject({ date: z.string() });
const listSchema = z.looseObject({
  proposals: z.array(
    z.looseObject({
      deadline: z.string(),
      edition: z.int(),
      from: end,
      to: end,
      cause: z.looseObject({
        from: z.string(),
        to: z.string(),
        days: z.array(z.looseObject({ day: z.string(), name: z.string(), change: z.string() })),
      }),
    }),
  ),
  more: z.int().optional(),
});

type Stage = ReturnType<typeof readStage>;

/** `proposals`. Resolves to the exit code: 1 when the stage refuses or cannot be reached. */
export async function proposals(argv: readonly string[], line: CommandLine): Promise<number> {
  const { values, positionals } = read(argv);
  if (values.help) {
    line.out(USAGE);
    return 0;
  }
  const stage = readStage(values);
  const [first, contract, deadline, ...rest] = positionals;
  try {
    if (first !== undefined && contract === undefined) await list(stage, first, values.json, line);
    else if ((first === 'accept' || first === 'decline') && deadline !== undefined && rest.length === 0) {
      const path = `${pathOf(contract ?? '')}/${encodeURIComponent(deadline)}/${first}`;
      const body = {
        edition: editionIn(values.edition),
        by: given('by', values.by),
        reason: given('reason', values.reason),
      };
      const answer = await askStage({ ...stage, method: 'POST', path, body });
      line.out(
        values.json
          ? JSON.stringify(answer)
          : `The proposal for ${deadline} is ${first}${first === 'accept' ? 'ed' : 'd'}.`,
      );
    } else throw wrong('Give a contract, or accept or decline with a contract and a deadline.');
    return 0;
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    line.err(error.message);
    return 1;
  }
}

function pathOf(contract: string): string {
  return `/contracts/${encodeURIComponent(contract)}/proposals`;
}

async function list(stage: Stage, contract: string, json: boolean, line: CommandLine): Promise<void> {
  const answer = listSchema.safeParse(await askStage({ ...stage, method: 'GET', path: pathOf(contract) }));
  if (!answer.success) throw new StageError('The stage answers in a form that this release does not know.');
  for (const one of answer.data.proposals) {
    line.out(json ? JSON.stringify(one) : sentenceOf(one));
  }
  if (answer.data.proposals.length === 0) line.err('Nothing is proposed.');
  if (answer.data.more !== undefined) line.err(`${answer.data.more} more follow once these are decided on.`);
}

function sentenceOf({ deadline, edition, from, to, cause }: z.infer<typeof listSchema>['proposals'][number]): string {
  const days = cause.days.map(({ day, name, change }) => `${day} (${name}) ${change}`).join(', ');
  const versions = `${cause.from} → ${cause.to}${days === '' ? '' : `: ${days}`}`;
  return `${deadline}: ${from.date} → ${to.date} by edition ${edition}\n    ${versions}`;
}

function read(argv: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const options = { ...STAGE_OPTIONS, edition: text, by: text, reason: text } as const;
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function editionIn(text: string | undefined): number {
  if (text !== undefined && /^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw wrong(`--edition ${text ?? 'is missing'}: give the number that the proposal names, such as 2.`);
}

function given(name: string, value: string | undefined): string {
  if (value !== undefined && value.trim() !== '') return value;
  throw wrong(`--${name} is missing: whoever changes something says who they are, and why.`);
}

function wrong(message: string): UsageError {
  return new UsageError(`${message}\n${USAGE}`);
}
