import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';

/** A running DynamoDB-compatible database. */
export interface TableServer {
  /** For the SDK's `endpoint`. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** The database could not be started; the message says what to do. */
export class TableServerError extends Error {
  override readonly name = 'TableServerError';
}

/** In the data folder. */
export const DYNOXIDE_FILE = 'table.sqlite';

const HOST = '127.0.0.1';
const POLL_MS = 5;
const START_POLLS = 2000;

/**
 * Starts dynoxide, an implementation of DynamoDB, on a file in `dataDirectory`, or in a temporary folder. `binary` replaces what is
 * found.
 * @throws TableServerError
 */
export async function startTable(
  options: { readonly dataDirectory?: string | undefined; readonly binary?: string | undefined } = {},
): Promise<TableServer> {
  const binary = 'binary' in options ? options.binary : findBinary();
  if (binary === undefined) throw missing(options.dataDirectory);
  const { dataDirectory } = options;
  const folder = dataDirectory ?? mkdtempSync(join(tmpdir(), 'clauseclock-table-'));
  const file = join(folder, DYNOXIDE_FILE);
  const pidFile = join(folder, 'dynoxide.pid');
  mkdirSync(folder, { recursive: true });
  await stopStale(pidFile, file);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = await freePort();
    const command = [binary, 'serve', '--host', HOST, '--port', String(port), '--db-path', file];
    const server = await spawnServer(command, port, dataDirectory === undefined ? folder : '');
    // Another process may have taken the port meanwhile.
    if (server === undefined) continue;
    writeFileSync(pidFile, `${server.pid}\n`);
    indexStream(file);
    return {
      endpoint: `http://${HOST}:${port}`,
      async stop() {
        await server.stop();
        rmSync(pidFile, { force: true });
      },
    };
  }
  throw new TableServerError(`${binary} did not start. Run it by hand with "serve --port 8000" to see why.`);
}

/**
 * Adds two indexes to dynoxide’s file. Without them it scans the whole stream at each write and each read, and gets
 * slower with every write.
 */
function indexStream(file: string): void {
  try {
    const database = new DatabaseSync(file, { timeout: 5000 });
    const order = 'CAST(sequence_number AS INTEGER)';
    database.exec(`
      CREATE INDEX IF NOT EXISTS stream_by_table ON _stream_records (table_name, ${order});
      CREATE INDEX IF NOT EXISTS stream_by_shard ON _stream_records (table_name, shard_id, ${order});`);
    database.close();
  } catch {
    // A version that stores the stream differently works without these indexes.
  }
}

/** Whether its binary is installed, which there is for Linux on x64 alone. */
export function hasDynoxide(): boolean {
  return findBinary() !== undefined;
}

function findBinary(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json');
    const binary = join(dirname(manifest), 'dynoxide');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function missing(folder: string | undefined): TableServerError {
  return new TableServerError(
    `${folder === undefined ? 'The table' : `${join(folder, DYNOXIDE_FILE)} is of an earlier release and`} needs dynoxide, which runs on ` +
      `Linux x64 and is not installed on this ${process.platform} ${process.arch}. Go on there (npm install, with optional ` +
      'dependencies), or choose another folder with --data.',
  );
}

/**
 * Runs the server as long as this process holds the pipe to the shell's input. However this process ends, SIGKILL
 * included, the pipe closes and the server is stopped with it.
 */
const KEEPER = `
exec 3<&0
"$@" >/dev/null 2>&1 &
child=$!
echo "$child"
{ cat <&3 >/dev/null; kill -TERM "$child" 2>/dev/null; } &
keeper=$!
wait "$child"
kill "$keeper" 2>/dev/null
[ -z "$REMOVE_AFTERWARDS" ] || rm -rf -- "$REMOVE_AFTERWARDS"
`;

interface RunningServer {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Undefined when the server ended before it answered. `scratch`: a folder to remove when it ends; none when empty. */
async function spawnServer(
  command: readonly string[],
  port: number,
  scratch: string,
): Promise<RunningServer | undefined> {
  // Its own process group keeps a Ctrl-C in the terminal from reaching it before the stack has shut down.
  const child = spawn('/bin/sh', ['-c', KEEPER, 'dynoxide', ...command], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
    env: { ...process.env, REMOVE_AFTERWARDS: scratch },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const pid = await Promise.race([readPid(child), ended.then(() => undefined)]);
  // A server that runs must not keep an otherwise finished process alive; nor must its pipes.
  child.unref();
  for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref?: () => void } | null)?.unref?.();
  const stop = async (): Promise<void> => {
    child.ref();
    child.stdin?.destroy();
    await ended;
  };
  if (pid !== undefined && (await answers(port, () => child.exitCode !== null))) return { pid, stop };
  await stop();
  return undefined;
}

function readPid(child: ChildProcess): Promise<number | undefined> {
  return new Promise((resolve) => {
    child.stdout?.once('data', (data: Buffer) => resolve(Number(data.toString().trim())));
  });
}

async function answers(port: number, hasEnded: () => boolean): Promise<boolean> {
  for (let poll = 0; poll < START_POLLS && !hasEnded(); poll += 1) {
    if (await accepts(port)) return !hasEnded();
    await setTimeout(POLL_MS);
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Stops a server that an earlier process left behind on the same file. A recycled process id is left alone. */
async function stopStale(pidFile: string, file: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  if (Number.isSafeInteger(pid) && pid > 1) {
    for (let poll = 0; isServerOf(pid, file); poll += 1) {
      signal(pid, poll < 400 ? 'SIGTERM' : 'SIGKILL');
      await setTimeout(POLL_MS);
    }
  }
  rmSync(pidFile, { force: true });
}

function isServerOf(pid: number, file: string): boolean {
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return args.includes('serve') && args.includes(file);
  } catch {
    return false;
  }
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // The server has ended meanwhile.
  }
}
