// Tells what a run of the tests cost, and as the last line how it went.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const COSTLIEST = 10;

const [report = '', times = ''] = process.argv.slice(2).map((file) => readFileSync(file, 'utf8'));
tellTime(times);
if (report !== '') tellReport(JSON.parse(report));

/** Bash prints the times of the shell, and below them those of everything it has waited for: `1m2.345s 0m6.789s`. */
function tellTime(text) {
  const [, children = ''] = text.trim().split('\n');
  const seconds = [...children.matchAll(/(\d+)m([\d.,]+)s/g)].map(
    ([, minutes, rest]) => 60 * Number(minutes) + Number(rest.replace(',', '.')),
  );
  const [user = 0, system = 0] = seconds;
  console.log(`CPU time: ${(user + system).toFixed(1)} s (${user.toFixed(1)} user, ${system.toFixed(1)} system)`);
}

function tellReport({ testResults, numPassedTests, numFailedTests, numPendingTests }) {
  const files = testResults.map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }));
  const costliest = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, COSTLIEST);
  console.log('The files that ran longest:');
  for (const { name, seconds } of costliest) console.log(`${seconds.toFixed(1).padStart(7)} s  ${relative('', name)}`);
  console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
}
