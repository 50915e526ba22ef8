import { LineCounter, parseDocument } from 'yaml';
import { type Pack, packSchema } from './pack.ts';

/** One fault of a pack file, with its place. Lines and columns count from 1. */
export interface PackFault {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
}

/** A pack file that cannot be used. Lists every fault with file, line and what to do. */
export class PackError extends Error {
  override readonly name = 'PackError';
  readonly file: string;
  readonly faults: readonly PackFault[];

  constructor(file: string, faults: readonly PackFault[]) {
    super(faults.map((fault) => `${file}:${fault.line}:${fault.column} ${describe(fault)}`).join('\n'));
    this.file = file;
    this.faults = faults;
  }
}

/** Reads one pack from YAML. Throws `PackError` naming every fault. */
export function readPack(file: string, text: string): Pack {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  if (document.errors.length > 0) {
    throw new PackError(
      file,
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { line, column: col, path: '', message: error.message.split('\n')[0] ?? error.message };
      }),
    );
  }
  const parsed = packSchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  throw new PackError(
    file,
    parsed.error.issues.map((issue) => ({
      ...placeOf(document, lines, issue.path),
      path: issue.path.join('.'),
      message: issue.message,
    })),
  );
}

/** The place of the deepest node on the path: a missing key is reported at its parent. */
function placeOf(document: ReturnType<typeof parseDocument>, lines: LineCounter, path: readonly PropertyKey[]) {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true) as { range?: readonly number[] } | undefined;
    const start = node?.range?.[0];
    if (start !== undefined) {
      const { line, col } = lines.linePos(start);
      return { line, column: col };
    }
  }
  return { line: 1, column: 1 };
}

function describe(fault: PackFault): string {
  return fault.path === '' ? fault.message : `${fault.path}: ${fault.message}`;
}
