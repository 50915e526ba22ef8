import { readFileSync } from 'node:fs';

/** A file that cannot be read as text, and the line on which it stops being text. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
  readonly line: number;

  constructor(message: string, line = 1) {
    super(message);
    this.line = line;
  }
}

/** The text of a file, without a byte order mark. @throws UnreadableFileError, also where it is not UTF-8 */
export function readTextFile(path: string): string {
  const bytes = bytesOf(path);
  try {
    return decoded(bytes);
  } catch {
    throw new UnreadableFileError('this line is not UTF-8; save the file as UTF-8', firstOtherLine(bytes));
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'this user may not read it',
};

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new UnreadableFileError(REASONS[code] ?? message);
  }
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

/**
 * The first line that is not UTF-8. A line feed byte is never part of another character, so each line can be decoded
 * separately.
 */
function firstOtherLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const end = bytes.indexOf(LINE_FEED, start);
    const next = end < 0 ? bytes.length : end + 1;
    try {
      decoded(bytes.subarray(start, next));
    } catch {
      return line;
    }
    start = next;
  }
  return line;
}

const LINE_FEED = 0x0a;
