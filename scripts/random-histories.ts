/**
 * Plans histories drawn by chance over every pack, law and statute: contracts with any choices, events on any days,
 * corrections, withdrawals, repeated tellings, and lapses recorded while only a part was known.
 *
 *   node scripts/random-histories.ts --seed S --count N            check each, print what fails and a digest of all plans
 *   node scripts/random-histories.ts --seed S --count N --print    print each with its plan, one line of JSON for each
 *   node scripts/random-histories.ts --from FILE [--print]         take the histories from lines printed before
 *
 * The same seed gives the same histories, so two checkouts can be compared line by line or by digest.
 * Exit code 1 when the order or the repetition of events changes a plan, or withdrawing an event is not its absence.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { canonicalJson } from '../shared/core/events/canonical.ts';
import { Chance } from './histories/chance.ts';
import { faultsOf } from './histories/faults.ts';
import { drawHistory, type History } from './histories/history.ts';
import { planOf, recorded, STATUTES, TERMS, toldOf } from './histories/planning.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '1000' },
    from: { type: 'string' },
    print: { type: 'boolean', default: false },
  },
});

const count = Number(values.count);
if (!Number.isSafeInteger(count) || count < 0) {
  console.error(`--count ${values.count}: give a whole number, such as 1000.`);
  process.exit(2);
}

function* histories(): Iterable<readonly [string, History]> {
  if (values.from !== undefined) {
    for (const line of readFileSync(values.from, 'utf8').split('\n').filter(Boolean)) {
      const { name, history } = JSON.parse(line) as { name: string; history: History };
      yield [name, history];
    }
    return;
  }
  for (let index = 0; index < count; index += 1) {
    const name = `${values.seed}-${index}`;
    const terms = TERMS[index % TERMS.length];
    if (terms) yield [name, drawHistory(new Chance(name), terms, STATUTES)];
  }
}

/** The plan, or the words in which it was refused. */
function outcomeOf(history: History): object {
  try {
    const { contract, events } = recorded(history);
    return toldOf(planOf(contract, events));
  } catch (error) {
    return { error: String(error) };
  }
}

const hash = createHash('sha256');
let planned = 0;
let failed = 0;
for (const [name, history] of histories()) {
  const outcome = outcomeOf(history);
  const line = canonicalJson({ name, outcome });
  hash.update(`${line}\n`);
  planned += 1;
  if (values.print) console.log(canonicalJson({ name, history, outcome }));
  const faults = 'error' in outcome ? [] : faultsOf(history, new Chance(`${name} checked`));
  if (faults.length > 0) failed += 1;
  for (const fault of faults) console.error(`${name}: ${fault}\n  ${JSON.stringify(history)}`);
}
console.error(`${planned} histories, ${failed} with faults, digest ${hash.digest('hex')}`);
process.exitCode = failed > 0 ? 1 : 0;
