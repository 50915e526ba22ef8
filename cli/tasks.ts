import { parseArgs } from 'node:util';
import * as z from 'zod';
import { type CommandLine, UsageError } from './command-line.ts';
import { askStage, rowsOfStage, StageError } from './stage-client.ts';
import { readStage, STAGE_OPTIONS, STAGE_USAGE } from './stage-options.ts';
import { wrap } from './wrap.ts';

const USAGE = `usage: clauseclock tasks [list] [--kind KIND]
       clauseclock tasks send-again CONTRACT LETTER --by WHO --reason WHY [--anyway]
       clauseclock tasks acknowledge CONTRACT LETTER --by WHO --reason WHY

What waits for a person at a stage, oldest first: webhooks that could not be recorded, letters that did not
do their work, proposals, and contracts with clauses that cannot be counted. A webhook is dealt with by
clauseclock inbound, a proposal by clauseclock proposals. send-again has a letter go out once more that failed: the same
one, or where the address or the facts are others by now, one that takes its place. acknowledge records that a
letter is dealt with, and how.

  --kind KIND         only delivery (webhooks), letter, proposal or not-counted
  --anyway            sends a letter again although it was delivered
  --by WHO            who dealt with it
  --reason WHY        how
${STAGE_USAGE}

Exit code 1 when the stage refuses or cannot be reached, 2 for a wrong call.`;

const taskSchema = z.looseObject({
  kind: z.string(),
  id: z.string(),
  reason: z.string(),
  detail: z.string().optional(),
  contract: z.string().optional(),
  since: z.string(),
  ageSeconds: z.number(),
});
const sentAgainSchema = z.looseObject({ notice: z.string(), to: z.string() });

/** `tasks`. Resolves to the exit code: 1 when the stage refuses or cannot be reached. */
export async function tasks(argv: readonly string[], line: CommandLine): Promise<number> {
  const { values, positionals } = read(argv);
  if (values.help) {
    line.out(USAGE);
    return 0;
  }
  const stage = readStage(values);
  const [action = 'list', contract, letter, ...rest] = positionals;
  try {
    if (action === 'list' && contract === undefined) await list(stage, values, line);
    else if (isOfLetter(action) && contract !== undefined && letter !== undefined && rest.length === 0) {
      const path = `/contracts/${encodeURIComponent(contract)}/notices/${encodeURIComponent(letter)}/${action}`;
      const answer = await askStage({ ...stage, method: 'POST', path, body: bodyOf(action, values) });
      line.out(values.json ? JSON.stringify(answer) : doneWith(action, letter, answer));
    } else throw wrong('Give list, or send-again or acknowledge with a contract and a letter.');
    return 0;
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    line.err(error.message);
    return 1;
  }
}

type OfLetter = 'send-again' | 'acknowledge';

function isOfLetter(action: string): action is OfLetter {
  return action === 'send-again' || action === 'acknowledge';
}

function bodyOf(action: OfLetter, { by, reason, anyway }: ReturnType<typeof read>['values']) {
  if (anyway && action !== 'send-again') throw wrong('--anyway goes with send-again.');
  return { by: given('by', by), reason: given('reason', reason), ...(anyway && { anyway }) };
}

function doneWith(action: OfLetter, letter: string, answer: unknown): string {
  if (action === 'acknowledge') return `Letter ${letter} waits for nobody any more.`;
  const sent = sentAgainSchema.safeParse(answer);
  if (!sent.success) throw new StageError('The stage answers in a form that this release does not know. Use --json.');
  const { notice, to } = sent.data;
  return notice === letter
    ? `Letter ${letter} goes to ${to} once more.`
    : `Letter ${notice} goes to ${to} in the place of ${letter}.`;
}

async function list(
  stage: ReturnType<typeof readStage>,
  { json, kind }: Pick<ReturnType<typeof read>['values'], 'json' | 'kind'>,
  line: CommandLine,
): Promise<void> {
  let count = 0;
  for await (const row of rowsOfStage({ ...stage, method: 'GET', path: '/tasks', query: { kind } }, 'tasks')) {
    line.out(json ? JSON.stringify(row) : taskLine(row));
    count += 1;
  }
  if (count === 0) line.err('Nothing waits for a person.');
}

function taskLine(row: unknown): string {
  const task = taskSchema.safeParse(row);
  if (!task.success) throw new StageError('The stage answers in a form that this release does not know. Use --json.');
  const { kind, id, reason, detail, contract, ageSeconds } = task.data;
  const head = `${ageInWords(ageSeconds).padEnd(10)} ${kind} ${id}${contract === undefined ? '' : `, contract ${contract}`}`;
  return [head, wrap(detail === undefined ? reason : `${reason}: ${detail}`, '    ')].join('\n');
}

function ageInWords(seconds: number): string {
  const [amount, unit] =
    seconds < 3600
      ? [Math.floor(seconds / 60), 'minute']
      : seconds < 172_800
        ? [Math.floor(seconds / 3600), 'hour']
        : [Math.floor(seconds / 86_400), 'day'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

function read(argv: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const anyway = { type: 'boolean', default: false } as const;
    const options = { ...STAGE_OPTIONS, kind: text, by: text, reason: text, anyway } as const;
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function given(name: string, value: string | undefined): string {
  if (value !== undefined && value.trim() !== '') return value;
  throw wrong(`--${name} is missing: whoever changes something says who they are, and why.`);
}

function wrong(message: string): UsageError {
  return new UsageError(`${message}\n${USAGE}`);
}
