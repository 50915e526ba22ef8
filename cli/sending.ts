import { parseArgs } from 'node:util';
import * as z from 'zod';
import { type CommandLine, UsageError } from './command-line.ts';
import { askStage, StageError } from './stage-client.ts';
import { readStage, STAGE_OPTIONS, STAGE_USAGE } from './stage-options.ts';

const USAGE = `usage: clauseclock sending [show]
       clauseclock sending on|operations-only|off [--pack PACK] --by WHO --reason WHY

What a stage may send: everything (on), nothing to customers (operations-only), or nothing but escalations (off).
Of the values of the stage and of a pack the stricter holds. What may not go waits as under a hold.

  --pack PACK         only letters by this pack
  --by WHO            who switches
  --reason WHY        why
${STAGE_USAGE}

Exit code 1 when the stage refuses or cannot be reached, 2 for a wrong call.`;

const VALUES = ['on', 'operations-only', 'off'];
const said = { value: z.string(), by: z.string(), reason: z.string(), since: z.string() };
const sendingSchema = z.looseObject({
  ...said,
  packs: z.array(z.looseObject({ pack: z.string(), ...said })),
  holds: z.number(),
  letters: z.number(),
});

/** `sending`. Resolves to the exit code: 1 when the stage refuses or cannot be reached. */
export async function sending(argv: readonly string[], line: CommandLine): Promise<number> {
  const { values, positionals } = read(argv);
  if (values.help) {
    line.out(USAGE);
    return 0;
  }
  const stage = readStage(values);
  const [value = 'show', ...rest] = positionals;
  if (rest.length > 0 || (value !== 'show' && !VALUES.includes(value)))
    throw wrong('Give show, on, operations-only or off.');
  try {
    const answer =
      value === 'show'
        ? await askStage({ ...stage, method: 'GET', path: '/sending' })
        : await askStage({ ...stage, method: 'PUT', path: '/sending', body: bodyOf(value, values) });
    line.out(values.json ? JSON.stringify(answer) : reportOf(answer));
    return 0;
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    line.err(error.message);
    return 1;
  }
}

function bodyOf(value: string, { pack, by, reason }: ReturnType<typeof read>['values']) {
  return { value, ...(pack !== undefined && { pack }), by: given('by', by), reason: given('reason', reason) };
}

function reportOf(answer: unknown): string {
  const { success, data } = sendingSchema.safeParse(answer);
  if (!success) throw new StageError('The stage answers in a form that this release does not know. Use --json.');
  const { packs, holds, letters, ...stage } = data;
  const told = (name: string, { value, by, reason, since }: Omit<typeof stage, 'pack'>) =>
    `${name}: ${value}, since ${since}, by ${by}: ${reason}`;
  return [
    told('the stage', stage),
    ...packs.map((one) => told(one.pack, one)),
    `holds in force: ${holds}`,
    `letters waiting: ${letters}`,
  ].join('\n');
}

function read(argv: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const options = { ...STAGE_OPTIONS, pack: text, by: text, reason: text } as const;
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
