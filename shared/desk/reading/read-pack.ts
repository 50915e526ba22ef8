import { completed, type Pack, packSchema } from '../../core/terms/pack.ts';
import { checked, pathInWords } from './schema-faults.ts';
import { type Place, readYaml } from './yaml-text.ts';

/** One fault of a pack file, with its place. Lines and columns count from 1. */
export interface PackFault {
  readonly line: number;
  readonly column: number;
  /** `clauses.export-window.period`; empty if the fault is in the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A pack file that cannot be used. Lists every fault with file, line and what to do. */
export class PackError extends Error {
  override readonly name = 'PackError';
  readonly file: string;
  readonly faults: readonly PackFault[];
  /** The value of the file's `pack` field, if the file is faulty only because it lies at another place. */
  readonly pack: string | undefined;

  constructor(file: string, faults: readonly PackFault[], pack?: string) {
    super(faults.map((fault) => `${file}:${fault.line}:${fault.column} ${describe(fault)}`).join('\n'));
    this.file = file;
    this.faults = faults;
    this.pack = pack;
  }
}

/** A pack, and the places of its fields in its file. */
export interface LocatedPack {
  readonly pack: Pack;
  readonly file: string;
  /**
   * The place of the key at the end of a path such as `['clauses', 3, 'period']`; if it is absent, of the nearest
   * parent.
   */
  placeOf(path: readonly (string | number)[]): Place;
}

/** Reads one pack from YAML. Throws `PackError` naming every fault. */
export function readPack(file: string, text: string): Pack {
  return readLocatedPack(file, text).pack;
}

/** As `readPack`, with the place of every field. */
export function readLocatedPack(file: string, text: string): LocatedPack {
  const yaml = readYaml(text);
  if ('faults' in yaml)
    throw new PackError(
      file,
      yaml.faults.map((fault) => ({ ...fault, path: '' })),
    );
  const read = checked(packSchema, yaml.content);
  if ('data' in read) {
    const placeOf: LocatedPack['placeOf'] = (path) => {
      const key = path.at(-1);
      return typeof key === 'string' ? yaml.placeOf(path.slice(0, -1), key) : yaml.placeOf(path);
    };
    return { pack: completed(read.data), file, placeOf };
  }
  const faults = read.faults.map(({ path, field, message }) => ({
    ...yaml.placeOf(path, field),
    path: pathInWords({ path }, yaml.content),
    message,
  }));
  throw new PackError(file, faults);
}

function describe(fault: PackFault): string {
  return fault.path === '' ? fault.message : `${fault.path}: ${fault.message}`;
}
