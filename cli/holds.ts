import { parseArgs } from 'node:util';
import * as z from 'zod';
import { type CommandLine, UsageError } from './command-line.ts';
import { askStage, rowsOfStage, StageError } from './stage-client.ts';
import { readStage, STAGE_OPTIONS, STAGE_USAGE } from './stage-options.ts';

const USAGE = `usage: clauseclock hold all --by WHO --reason WHY [--until WHEN]
       clauseclock hold pack PACK[@VERSION] --by WHO --reason WHY [--until WHEN]
       clauseclock hold clause PACK[@VERSION] CLAUSE --by WHO --reason WHY [--until WHEN]
       clauseclock hold contract CONTRACT --by WHO --reason WHY [--until WHEN]
       clauseclock hold [list] [--released]
       clauseclock release HOLD --by WHO --reason WHY

Stops a stage's letters to customers: from the answer on, none goes out until the hold is released. Facts, dates
and lapses go on. What reaches its latest moment meanwhile is escalated to operations. release has the letters
go that still serve, least time left first.

  --until WHEN        an instant from which on the hold stops nothing, such as 2026-11-20T08:00:00Z
  --released          lists the holds that are released
  --by WHO            who stops or releases letters
  --reason WHY        why
${STAGE_USAGE}

Exit code 1 when the stage refuses or cannot be reached, 2 for a wrong call.`;

const holdSchema = z.looseObject({
  ...{ id: z.string(), scope: z.string(), by: z.string(), reason: z.string(), at: z.string() },
  pack: z.string().optional(),
  version: z.string().optional(),
  clause: z.string().optional(),
  contract: z.string().optional(),
  until: z.string().optional(),
  letters: z.number().optional(),
  released: z.looseObject({ by: z.string(), reason: z.string(), at: z.string() }).optional(),
});

type Values = ReturnType<typeof read>['values'];

/** Whether what `release` is given is a hold, not a version of a pack. */
export function isHold(name: string | undefined): boolean {
  return name?.startsWith('hold-') ?? false;
}

/** `hold`. Resolves to the exit code: 1 when the stage refuses or cannot be reached. */
export function hold(argv: readonly string[], line: CommandLine): Promise<number> {
  return carryOut(argv, line, async (values, positionals) => {
    const [scope = 'list', ...named] = positionals;
    const stage = readStage(values);
    if (scope === 'list' && named.length === 0) {
      const query = { state: values.released ? 'released' : 'in-force' };
      let count = 0;
      for await (const row of rowsOfStage({ ...stage, method: 'GET', path: '/holds', query }, 'holds')) {
        line.out(values.json ? JSON.stringify(row) : sentenceOf(row));
        count += 1;
      }
      if (count === 0) line.err(values.released ? 'No hold was released.' : 'No hold is in force.');
      return;
    }
    const body = {
      ...scopeOf(scope, named),
      ...(values.until !== undefined && { until: values.until }),
      ...statementIn(values),
    };
    const answer = await askStage({ ...stage, method: 'POST', path: '/holds', body });
    line.out(values.json ? JSON.stringify(answer) : sentenceOf(answer));
  });
}

/** `release HOLD`. Resolves to the exit code, as `hold` does. */
export function releaseHold(argv: readonly string[], line: CommandLine): Promise<number> {
  return carryOut(argv, line, async (values, [id, ...rest]) => {
    if (id === undefined || rest.length > 0) throw wrong('Give one hold, as clauseclock hold lists it.');
    const path = `/holds/${encodeURIComponent(id)}/release`;
    const answer = await askStage({ ...readStage(values), method: 'POST', path, body: statementIn(values) });
    line.out(values.json ? JSON.stringify(answer) : sentenceOf(answer));
  });
}

async function carryOut(
  argv: readonly string[],
  line: CommandLine,
  work: (values: Values, positionals: readonly string[]) => Promise<void>,
): Promise<number> {
  const { values, positionals } = read(argv);
  if (values.help) {
    line.out(USAGE);
    return 0;
  }
  try {
    await work(values, positionals);
    return 0;
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    line.err(error.message);
    return 1;
  }
}

/** What is held, as the body of the request has it. The stage checks the names. */
function scopeOf(scope: string, named: readonly string[]): Readonly<Record<string, string>> {
  const [first, second] = named;
  const wanted = scope === 'all' ? 0 : scope === 'clause' ? 2 : 1;
  if (!['all', 'pack', 'clause', 'contract'].includes(scope)) throw wrong(`There is nothing such as ${scope} to hold.`);
  if (named.length !== wanted || (wanted > 0 && first === undefined))
    throw wrong(`hold ${scope} takes ${['no name', 'one name', 'a pack and a clause'][wanted]}.`);
  if (scope === 'all' || first === undefined) return { scope };
  if (scope === 'contract') return { scope, contract: first };
  const [pack = '', version] = first.split('@');
  return { scope, pack, ...(version !== undefined && { version }), ...(second !== undefined && { clause: second }) };
}

function sentenceOf(row: unknown): string {
  const { success, data } = holdSchema.safeParse(row);
  if (!success) throw new StageError('The stage answers in a form that this release does not know. Use --json.');
  const { id, scope, pack, version, clause, contract, by, reason, at, until, letters, released } = data;
  const label = version === undefined ? pack : `${pack}@${version}`;
  const what = [scope, label, clause, contract].filter((part) => part !== undefined).join(' ');
  return [
    `${id}  ${what}`,
    `since ${at}, by ${by}: ${reason}`,
    ...(until === undefined ? [] : [`until ${until}`]),
    ...(letters === undefined ? [] : [`letters waiting: ${letters}`]),
    ...(released === undefined ? [] : [`released ${released.at}, by ${released.by}: ${released.reason}`]),
  ].join('\n    ');
}

function read(argv: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const released = { type: 'boolean', default: false } as const;
    const options = { ...STAGE_OPTIONS, until: text, released, by: text, reason: text } as const;
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
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
