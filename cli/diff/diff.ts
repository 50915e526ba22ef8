import { parseArgs } from 'node:util';
import type { Pack } from '../../shared/core/terms/pack.ts';
import { diffPacks, isEmpty, type PackDiff } from '../../shared/desk/packs/diff.ts';
import { changesNothing, comparePlans } from '../../shared/desk/plans/compare-plans.ts';
import { type CommandLine, UsageError } from '../command-line.ts';
import { isInputError } from '../input-error.ts';
import { type TermsAtHand, tellUnreadable, termsIn } from '../packs-at-hand.ts';
import { packNamed, sideOf } from './input.ts';
import { diffJson } from './json.ts';
import { type ContractComparison, diffReport } from './report.ts';

const USAGE = `usage: clauseclock diff OLD NEW [--facts FILE …] [--as-of WHEN] [--terms-dir DIR] [--json]

  OLD, NEW          two versions of one pack: pack@version, such as exoopus@2026-01, or the path of
                    a YAML file
  --facts FILE      a case as JSON or YAML, { contract, events }: which of its deadlines change
  --as-of WHEN      with --facts: with lapses up to that moment, as for plan
  --terms-dir DIR   a folder of packs, PACK/VERSION.yaml; the project’s own when absent
  --json            the differences as JSON

Exit code 0 when nothing differs, 1 when something does, 2 for a wrong call or a pack that cannot be
read.`;

/** Prints the differences between two versions of a pack, and their effect on given contracts. */
export async function diff(argv: string[], line: CommandLine): Promise<number> {
  const { options, names } = readOptions(argv);
  if (options.help) {
    line.out(USAGE);
    return 0;
  }
  try {
    const terms = termsIn(options['terms-dir']);
    const [old, wanted] = versionsNamed(names, terms);
    const found = diffPacks(old, wanted);
    const contracts = (options.facts ?? []).map((file) =>
      compareContract(file, [old, wanted], found, terms, options['as-of']),
    );
    tellUnreadable(terms, line);
    line.out(options.json ? JSON.stringify(diffJson(found, contracts), null, 2) : diffReport(found, contracts));
    return isEmpty(found) && contracts.every(({ comparison }) => changesNothing(comparison)) ? 0 : 1;
  } catch (error) {
    if (!isInputError(error)) throw error;
    line.err(error.message);
    return 2;
  }
}

function readOptions(argv: string[]) {
  try {
    const { values: options, positionals: names } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        facts: { type: 'string', multiple: true },
        'as-of': { type: 'string' },
        'terms-dir': { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (!options.help && names.length !== 2) throw new Error('Name two versions.');
    if (options['as-of'] !== undefined && options.facts === undefined) {
      throw new Error('--as-of is about the facts of a contract: name their file with --facts, or leave it out.');
    }
    return { options, names };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

function versionsNamed([old = '', wanted = '']: readonly string[], terms: TermsAtHand): [Pack, Pack] {
  const packs: [Pack, Pack] = [packNamed(old, terms), packNamed(wanted, terms)];
  if (packs[0].pack === packs[1].pack) return packs;
  throw new UsageError(`${old} is ${packs[0].pack} and ${wanted} is ${packs[1].pack}. Name two versions of one pack.`);
}

function compareContract(
  file: string,
  [old, wanted]: readonly [Pack, Pack],
  { renamed }: PackDiff,
  terms: TermsAtHand,
  asOf: string | undefined,
): ContractComparison {
  const before = sideOf(file, old, wanted, terms, asOf);
  const after = sideOf(file, wanted, old, terms, asOf);
  const prefix = old.kind === 'statute' ? `${old.pack}.` : '';
  const keys = new Map(renamed.map((clause) => [prefix + clause.old, prefix + clause.new]));
  return { file, contract: before.contract.id, comparison: comparePlans(before, after, keys) };
}
