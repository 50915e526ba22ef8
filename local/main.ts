import { InvalidHolidayTableError } from '../shared/core/calendar/holiday-table.ts';
import { DuplicatePackError } from '../shared/core/terms/catalog.ts';
import { PackError } from '../shared/desk/reading/read-pack.ts';
import { UnreadableFileError } from '../shared/runtime/text-file.ts';
import { JournalError } from './aws/journal.ts';
import { FolderInUseError, lockDataFolder } from './data-folder.ts';
import { TableServerError } from './dynamo/dynoxide.ts';
import { StoreFormatError } from './dynamo/sqlite-store.ts';
import { TableSchemaError } from './dynamo/table.ts';
import { OptionsError, readOptions, USAGE } from './options.ts';
import { run } from './run.ts';
import { PortError } from './server.ts';
import { Terminal } from './terminal.ts';

const terminal = new Terminal(process.stdout);

/** Exit codes: 0 all well, 1 an inconsistency or a failure, 2 options that are wrong, 130 and 143 for signals. */
async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (options.help) {
    terminal.line(USAGE);
    return 0;
  }
  const unlock = options.data === undefined ? () => undefined : lockDataFolder(options.data);
  try {
    return await run(options, terminal);
  } finally {
    unlock();
  }
}

/** Failures whose message says all there is to say. */
const EXPECTED = [
  ...[OptionsError, FolderInUseError, PortError, TableServerError, TableSchemaError, StoreFormatError, JournalError],
  ...[InvalidHolidayTableError, PackError, DuplicatePackError, UnreadableFileError],
];

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isExpected = EXPECTED.some((kind) => error instanceof kind);
  process.stderr.write(`${error instanceof Error ? (isExpected ? error.message : error.stack) : error}\n`);
  process.exitCode = error instanceof OptionsError ? 2 : 1;
}
process.exit();
