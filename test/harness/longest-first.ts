import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONGEST =
  /test\/(stories\/over-http-|local\/(command|killed)|console\/browser|core\/deadlines\/every-pack|recording\/delivered)/;

/**
 * Starts the files that take longest before all others, so that no worker is left with one of them at the end. Without the
 * times of an earlier run, Vitest would go by the size of files.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const places = new Map([...new Set(sorted.map(({ project }) => project.name))].map((name, place) => [name, place]));
    const rank = ({ project, moduleId }: TestSpecification) =>
      2 * (places.get(project.name) ?? 0) + (LONGEST.test(moduleId) ? 0 : 1);
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
