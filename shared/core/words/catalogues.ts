import en1 from './catalogues/en-1.json' with { type: 'json' };
import en2 from './catalogues/en-2.json' with { type: 'json' };
import en3 from './catalogues/en-3.json' with { type: 'json' };
import en4 from './catalogues/en-4.json' with { type: 'json' };
import en5 from './catalogues/en-5.json' with { type: 'json' };
import en6 from './catalogues/en-6.json' with { type: 'json' };
import en7 from './catalogues/en-7.json' with { type: 'json' };

/** Patterns in ICU MessageFormat, by the name of their message. */
export type Patterns = Readonly<Record<string, string>>;

/**
 * Every released catalogue, in the order of versions. A later version contains only the messages that it changes or
 * adds; all others come from the version before.
 */
export const CATALOGUES = {
  'en@1': en1,
  'en@2': en2,
  'en@3': en3,
  'en@4': en4,
  'en@5': en5,
  'en@6': en6,
  'en@7': en7,
} as const satisfies Readonly<Record<string, Patterns>>;

/** `en@1`: a language and the number of the release. */
export type CatalogueName = keyof typeof CATALOGUES;
