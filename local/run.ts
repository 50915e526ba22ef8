import { systemClock } from '../shared/runtime/clock.ts';
import { sourceTerms } from '../shared/runtime/terms.ts';
import { LocalApi } from './api.ts';
import { findInconsistencies } from './check.ts';
import { allContracts } from './contracts.ts';
import { liveSecrets, PROVIDER_KEYS, RESOURCES, secretVariable } from './environment.ts';
import { printLedger } from './ledger.ts';
import { checkUntil, type Options } from './options.ts';
import { LocalRoutes } from './routes.ts';
import { type LocalServer, serve } from './server.ts';
import { type LocalStack, startStack } from './stack.ts';
import { STORY_PAUSE, STORY_START } from './story/scenes.ts';
import { Story } from './story/story.ts';
import type { Terminal } from './terminal.ts';
import { EngineStoppedError } from './time/engine.ts';
import { parseInstant } from './time/instant.ts';
import { Timeline } from './timeline.ts';

/** Stored work that failed in a way it cannot recover from. */
class BrokenStackError extends Error {
  override readonly name = 'BrokenStackError';
}

/** Brings everything up, plays, serves until it is told to stop, and takes everything down. Answers with the exit code. */
export async function run(options: Options, terminal: Terminal): Promise<number> {
  const ending = new Ending();
  const timeline = new Timeline((entry) => terminal.entry(entry));
  const story = new Story(options.data, (scene) => terminal.scene(scene));
  if (options.empty) story.leaveOut();
  const target = options.until ?? (options.empty || story.isLeftOut ? undefined : STORY_PAUSE);
  const stack = await startStack({
    dataDirectory: options.data,
    clock: options.clock ?? (options.empty ? systemClock.now() : STORY_START),
    providerKeys: PROVIDER_KEYS,
    followers: timeline.followers(),
    sources: options.empty ? [] : [story],
  });
  let server: LocalServer | undefined;
  try {
    checkUntil(options.until, stack.clock.now());
    const api = new LocalApi(stack.functions, (text) => process.stderr.write(`${text}\n`));
    await timeline.readBack(stack.table, await allContracts(stack.dynamodb, stack.table));
    server = await serve(options.port, {
      api,
      local: new LocalRoutes(stack, timeline),
      engine: stack.engine,
      waiting: () => stack.queues.messages(RESOURCES.inbound).length,
      onFailure: (error, during) => ending.failed(error, during),
    });
    terminal.line(`Clauseclock is at ${server.url}, its clock at ${stack.clock.now()}. Times below are UTC.`);
    noteUnusedOptions(options, stack, story, terminal);
    story.play(api);
    return await Promise.race([
      playAndServe({ ...options, target }, stack, server.url, terminal, ending),
      ending.asked,
    ]);
  } finally {
    // Whatever is being done ends with its current step; the rest is stored and goes on at the next start.
    await stack.engine.stop();
    await server?.close();
    await stack.stop();
  }
}

/** `target`: the instant to which the clock moves first; undefined: what is due is done, and the clock stays. */
type Course = Options & { readonly target: string | undefined };

async function playAndServe(
  options: Course,
  stack: LocalStack,
  url: string,
  terminal: Terminal,
  ending: Ending,
): Promise<number> {
  const quiet = terminal.progress(() => `working, the clock is at ${stack.clock.now()}`);
  try {
    await playTo(stack, options.target);
    if (options.exit) return await finish(stack, terminal);
  } catch (error) {
    if (error instanceof EngineStoppedError) return await ending.asked;
    throw error;
  } finally {
    quiet();
  }
  greet(url, stack, terminal);
  ending.serving = true;
  return await ending.asked;
}

async function playTo({ engine, clock }: LocalStack, target: string | undefined): Promise<void> {
  if (target === undefined || parseInstant(target) <= clock.epochMs()) return engine.drain();
  await engine.advanceTo(target);
}

async function finish(stack: LocalStack, terminal: Terminal): Promise<number> {
  printLedger(terminal, stack.mail.inbox());
  const problems = await findInconsistencies(stack, sourceTerms());
  const now = stack.clock.now();
  terminal.line();
  if (problems.length === 0) {
    terminal.line(`All is consistent at ${now}: evidence, deadlines, schedules, notices and queues agree.`);
    return 0;
  }
  terminal.line(`${problems.length} inconsistencies at ${now}:`);
  for (const problem of problems) terminal.line(`  ${problem}`);
  return 1;
}

function noteUnusedOptions({ clock, data, empty }: Options, stack: LocalStack, story: Story, terminal: Terminal): void {
  if (story.isLeftOut && !empty)
    terminal.line(`The folder ${data} was begun with --empty, so no sample story is played.`);
  if (clock === undefined || parseInstant(clock) === stack.clock.epochMs()) return;
  terminal.line(`--clock ${clock} is not used: the folder ${data} goes on where it stood.`);
}

function greet(url: string, { clock }: LocalStack, terminal: Terminal): void {
  terminal.line();
  terminal.line(`The clock stands at ${clock.now()} and moves only when you move it.`);
  terminal.line(`  console   ${url}/`);
  for (const provider of ['stripe', 'paddle']) {
    terminal.line(`  webhooks  ${url}/webhooks/${provider} (secret ${shownSecret(provider)})`);
  }
  terminal.line(`  clock     curl -X POST ${url}/_local/clock -d '{"advanceBy":"P1D"}'`);
  terminal.line('Ctrl-C ends it.');
}

/** A secret from the environment may be a real one, so it is not shown. */
function shownSecret(provider: string): string {
  const variable = secretVariable(provider);
  return process.env[variable] ? `from ${variable}` : liveSecrets(provider).join(', ');
}

/** How the process comes to its end: by a signal, or because stored work cannot go on. */
class Ending {
  /** True once the story is played: a signal then ends the process with exit code 0. */
  serving = false;
  /** Resolves to an exit code, or rejects. */
  readonly asked: Promise<number>;
  readonly #reject: (error: Error) => void;

  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.asked = promise;
    this.#reject = reject;
    // `asked` is awaited later; until then its rejection must not count as unhandled.
    promise.catch(() => undefined);
    // A second signal ends the process at once.
    process.once('SIGINT', () => resolve(this.serving ? 0 : 130));
    process.once('SIGTERM', () => resolve(this.serving ? 0 : 143));
  }

  failed(error: unknown, during: 'request' | 'work'): void {
    const told = error instanceof Error ? error.stack : String(error);
    if (during === 'work') this.#reject(new BrokenStackError(`The local stack stopped working: ${told}`));
    else process.stderr.write(`A request failed: ${told}\n`);
  }
}
