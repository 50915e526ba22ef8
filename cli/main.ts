#!/usr/bin/env node
import { backfill } from './backfill/backfill.ts';
import { type CommandLine, UsageError } from './command-line.ts';
import { compute } from './compute/compute.ts';
import { diff } from './diff/diff.ts';
import { hold, isHold, releaseHold } from './holds.ts';
import { inbound } from './inbound/inbound.ts';
import { intake } from './intake.ts';
import { lint } from './lint/lint.ts';
import { plan } from './plan/plan.ts';
import { proposals } from './proposals.ts';
import { release } from './release/release.ts';
import { sending } from './sending.ts';
import { tasks } from './tasks.ts';
import { webhook } from './webhook.ts';
import { printable } from './wrap.ts';

const USAGE = `usage: clauseclock <command> [options]

  compute   counts one period, or every case of a file
  lint      what is wrong with terms packs, and where they fall short of statutes
  plan      the deadlines that follow from given facts
  diff      what two versions of a pack say differently, and what that changes
  release   marks a version of a pack as released: from then on it stays as it is; or releases a hold
  backfill  has a stage take in what a provider's webhooks did not bring
  inbound   the webhooks that a stage took in: list, show, replay, dismiss
  tasks     what waits for a person at a stage
  hold      stops a stage's letters to customers: all, of a pack, of a clause, of a contract; release lets them go
  sending   what a stage may send: everything, nothing to customers, or nothing but escalations
  proposals what corrected holidays would make of open deadlines: list, accept, decline, one or all of a cause
  webhook   what a payment provider's payload becomes
  intake    which contracts would be made of a payment provider's subscriptions

clauseclock <command> --help tells a command's options.`;

const COMMANDS: Readonly<Record<string, (argv: string[], line: CommandLine) => Promise<number>>> = {
  compute,
  lint,
  plan,
  diff,
  release: (argv, line) => (isHold(argv[0]) ? releaseHold(argv, line) : release(argv, line)),
  backfill,
  inbound,
  tasks,
  hold,
  sending,
  proposals,
  webhook,
  intake,
};

async function main([name = '', ...argv]: string[], line: CommandLine): Promise<number> {
  const command = COMMANDS[name];
  if (!command) {
    const asked = name === '--help' || name === 'help';
    (asked ? line.out : line.err)(
      asked ? USAGE : `${name === '' ? 'Name a command.' : `There is no command ${name}.`}\n${USAGE}`,
    );
    return asked ? 0 : 2;
  }
  try {
    return await command(argv, line);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    line.err(error.message);
    return 2;
  }
}

/** If the reader closes the pipe (`| head -1`), the program ends silently. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${printable(text)}\n`),
});
