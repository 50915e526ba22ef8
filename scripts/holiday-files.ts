/** The files of holiday tables: how they are written, and which of them keep earlier versions. */
import {
  earlierFileName,
  type HolidayTableFile,
  type HolidayTables,
  type LoadedSet,
  setLabel,
} from '../shared/core/calendar/holiday-table.ts';

/** One holiday to a line, so that a review shows what changed. */
export function serialise(file: HolidayTableFile): string {
  const sets = Object.entries(file.sets).map(([name, { holidays, ...head }]) => {
    const lines = holidays.map((holiday) => `\n        ${JSON.stringify(holiday)}`).join(',');
    const heading = JSON.stringify(head).slice(1, -1);
    return `    ${JSON.stringify(name)}: {\n      ${heading},\n      "holidays": [${lines}${lines ? '\n      ' : ''}]\n    }`;
  });
  return `{\n  "provenance": ${JSON.stringify(file.provenance)},\n  "sets": {\n${sets.join(',\n')}\n  }\n}\n`;
}

/** The texts, by file name, that keep the versions of `before` of which `current` has a higher one. */
export function filesOfEarlier(before: HolidayTables, current: ReadonlyMap<string, string>): Map<string, string> {
  const outdated = [...before.sets].filter(([name, { version }]) => (current.get(name) ?? version) !== version);
  return new Map(outdated.map(([name, set]) => [earlierFileName(setLabel(name, set)), serialise(fileOf(name, set))]));
}

function fileOf(name: string, { provenance, base: _base, ...set }: LoadedSet): HolidayTableFile {
  return { provenance, sets: { [name]: set } };
}

/** A JSON object with one entry to a line. */
export function serialiseEntries(entries: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(entries, null, 2)}\n`;
}
