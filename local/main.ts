import { systemClock } from '../shared/runtime/clock.ts';
import { sourceTerms } from '../shared/runtime/terms.ts';
import { LocalApi } from './api.ts';
import { findInconsistencies } from './check.ts';
import { allContracts } from './contracts.ts';
import { TableServerError } from './dynamo/dynoxide.ts';
import { localSecret } from './environment.ts';
import { type Options, OptionsError, readOptions, USAGE } from './options.ts';
import { LocalRoutes } from './routes.ts';
import { serve } from './server.ts';
import { type LocalStack, startStack } from './stack.ts';
import { STORY_PAUSE, STORY_START } from './story/scenes.ts';
import { Story } from './story/story.ts';
import { Terminal } from './terminal.ts';
import { Timeline } from './timeline.ts';

const terminal = new Terminal((text) => process.stdout.write(text));

async function main(argv: readonly string[]): Promise<number | undefined> {
  const options = readOptions(argv);
  if (options.help) {
    terminal.line(USAGE);
    return 0;
  }
  quietLogs();
  const timeline = new Timeline((entry) => terminal.entry(entry));
  const story = new Story(options.data, (scene) => terminal.scene(scene));
  const stack = await startStack({
    dataDirectory: options.data,
    clock: options.clock ?? (options.empty ? systemClock.now() : STORY_START),
    followers: [timeline.follower()],
    sources: options.empty ? [] : [story],
  });
  const api = new LocalApi(stack.functions);
  await timeline.readBack(stack.table, await allContracts(stack.dynamodb, stack.table));
  const server = await serve(options.port, api, new LocalRoutes(stack, timeline), () => drainInBackground(stack));
  stopOnSignals(async () => {
    await server.close();
    await stack.stop();
  });
  terminal.line(`Clauseclock is at ${server.url}, its clock at ${stack.clock.now()}.`);
  story.play(api);
  await playTo(stack, options);
  if (!options.exit) {
    greet(server.url, stack);
    return undefined;
  }
  const code = await finish(stack);
  await server.close();
  await stack.stop();
  return code;
}

/** Logs are for operations in the cloud; here the timeline tells what happens. */
function quietLogs(): void {
  process.env.POWERTOOLS_LOG_LEVEL ??= 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';
}

async function playTo(stack: LocalStack, { until, empty }: Options): Promise<void> {
  const target = until ?? (empty ? undefined : STORY_PAUSE);
  if (target === undefined || Date.parse(target) <= stack.clock.epochMs()) return stack.engine.drain();
  await stack.engine.advanceTo(target);
}

async function finish(stack: LocalStack): Promise<number> {
  terminal.ledger(stack.mail.inbox());
  const problems = await findInconsistencies(stack, sourceTerms());
  terminal.line();
  if (problems.length === 0) {
    terminal.line(
      `All is consistent at ${stack.clock.now()}: evidence, deadlines, schedules, notices and queues agree.`,
    );
    return 0;
  }
  terminal.line(`${problems.length} inconsistencies at ${stack.clock.now()}:`);
  for (const problem of problems) terminal.line(`  ${problem}`);
  return 1;
}

function greet(url: string, { clock }: LocalStack): void {
  terminal.line();
  terminal.line(`The clock stands at ${clock.now()} and moves only when you move it.`);
  terminal.line(`  console   ${url}/`);
  terminal.line(
    `  webhooks  ${url}/webhooks/stripe (secret ${localSecret('stripe')}), ${url}/webhooks/paddle (${localSecret('paddle')})`,
  );
  terminal.line(`  clock     curl -X POST ${url}/_local/clock -d '{"advanceBy":"P1D"}'`);
  terminal.line('Ctrl-C ends it.');
}

function drainInBackground(stack: LocalStack): void {
  stack.engine.drain().catch((error: unknown) => {
    process.stderr.write(`The local stack stopped working: ${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  });
}

function stopOnSignals(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop().finally(() => process.exit(0));
    });
  }
}

try {
  const code = await main(process.argv.slice(2));
  if (code !== undefined) process.exit(code);
} catch (error) {
  const expected = error instanceof OptionsError || error instanceof TableServerError;
  const isPortTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const message = isPortTaken ? 'The port is taken. Choose another with --port, or 0 for a free one.' : undefined;
  process.stderr.write(`${message ?? (expected ? error.message : error instanceof Error ? error.stack : error)}\n`);
  process.exit(expected ? 2 : 1);
}
