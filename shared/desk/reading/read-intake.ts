import * as z from 'zod';
import { type IntakeRules, intakeSchema } from '../../core/intake/rules.ts';
import { PackError } from './read-pack.ts';
import { checked, type Path } from './schema-faults.ts';
import { type Place, readYaml } from './yaml-text.ts';

/** The rules of intake, and the places of their fields in their file. */
export interface LocatedIntake {
  readonly intake: IntakeRules;
  readonly file: string;
  /** As `LocatedPack.placeOf`. */
  placeOf(path: Path): Place;
}

/** Reads `intake.yaml`. @throws PackError naming every fault with file and line */
export function readLocatedIntake(file: string, text: string): LocatedIntake {
  const yaml = readYaml(text);
  if ('faults' in yaml)
    throw new PackError(
      file,
      yaml.faults.map((fault) => ({ ...fault, path: '' })),
    );
  const { content } = yaml;
  const read = checked(intakeSchema, content);
  if ('data' in read) {
    const placeOf: LocatedIntake['placeOf'] = (path) => {
      const key = path.at(-1);
      return typeof key === 'string' ? yaml.placeOf(path.slice(0, -1), key) : yaml.placeOf(path);
    };
    return { intake: read.data, file, placeOf };
  }
  throw new PackError(
    file,
    read.faults.map(({ path, field, message }) => ({
      ...yaml.placeOf(path, field),
      path: [...path, ...(field === undefined ? [] : [field])]
        .map((key, depth) => named(key, path, depth, content))
        .join('.'),
      message,
    })),
  );
}

/** A rule by its name instead of its number. */
function named(key: string | number, path: Path, depth: number, content: unknown): string | number {
  if (depth !== 1 || path[0] !== 'rules' || typeof key !== 'number') return key;
  const rules = (content as { rules?: readonly ({ rule?: unknown } | null)[] }).rules;
  const name = rules?.[key]?.rule;
  return typeof name === 'string' && name !== '' ? name : key;
}

/** The JSON Schema of `intake.yaml`, for editors. */
export function intakeJsonSchema(): object {
  return {
    ...z.toJSONSchema(intakeSchema, { io: 'input' }),
    title: 'Clauseclock intake',
    description: 'Which subscriptions become contracts, and under which terms. See docs/intake.md.',
  };
}
