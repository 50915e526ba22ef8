/**
 * Runs a command with variables of the environment, on every system alike.
 *
 *   node scripts/with.ts TZ=UTC vitest run test/core
 */
import { spawnSync } from 'node:child_process';

const words = process.argv.slice(2);
const first = words.findIndex((word) => !/^\w+=/.test(word));
const variables = words
  .slice(0, first)
  .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]);
const command = words.slice(first).join(' ');
// A shell finds the commands of packages, which Windows has as scripts.
const { status } = spawnSync(command, {
  shell: true,
  stdio: 'inherit',
  env: { ...process.env, ...Object.fromEntries(variables) },
});
process.exitCode = status ?? 1;
