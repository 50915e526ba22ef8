import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another process works on the data folder; the message says which, and what to do. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

interface Owner {
  readonly pid: number;
  /** When the process began, in the kernel's ticks; tells a recycled process id apart. Empty where /proc is missing. */
  readonly began: string;
  readonly token: string;
}

const MOST_ATTEMPTS = 20;

/**
 * Takes a data folder for this process alone, creating it where needed; the returned function gives it back. A lock
 * whose process has died, by SIGKILL too, is taken over. Throws `FolderInUseError` while its process lives.
 */
export function lockDataFolder(folder: string): () => void {
  const file = join(folder, 'lock.json');
  const owner: Owner = { pid: process.pid, began: beginningOf(process.pid) ?? '', token: randomUUID() };
  const own = join(folder, `lock-${owner.token}.json`);
  prepare(folder, own, owner);
  try {
    // A link either creates the whole lock at once or fails because a lock exists.
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      if (link(own, file)) return () => release(file, owner);
      const other = readOwner(file);
      if (other !== undefined && isAlive(other)) throw inUse(folder, other);
      setAside(file, other);
    }
    throw new FolderInUseError(`The data folder ${folder} could not be locked. Remove ${file} if nothing uses it.`);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Creates the folder and proves that it can be written to. */
function prepare(folder: string, own: string, owner: Owner): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(own, JSON.stringify(owner));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FolderInUseError(
      `The data folder ${folder} cannot be used (${reason}). Choose a folder that can be written to.`,
    );
  }
}

function inUse(folder: string, { pid }: Owner): FolderInUseError {
  return new FolderInUseError(
    `The data folder ${folder} is in use by process ${pid}. Stop that process, or choose another folder with --data.`,
  );
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Removes the lock of a dead owner, unless somebody else has replaced it meanwhile: then it is put back. */
function setAside(file: string, dead: Owner | undefined): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readOwner(aside)?.token !== dead?.token) link(aside, file);
  rmSync(aside, { force: true });
}

function release(file: string, { token }: Owner): void {
  if (readOwner(file)?.token === token) rmSync(file, { force: true });
}

/** Undefined for a lock that is gone or cannot be read. */
function readOwner(file: string): Owner | undefined {
  try {
    const { pid, began, token } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Owner>;
    return Number.isSafeInteger(pid) ? { pid: Number(pid), began: String(began), token: String(token) } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, began }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another user is alive all the same.
    if (!hasCode(error, 'EPERM')) return false;
  }
  const now = beginningOf(pid);
  return now === undefined || began === '' || now === began;
}

/** The process's start time, field 22 of its stat, which follows the name in parentheses. */
function beginningOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; only its parent has not yet looked.
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
