import en1 from './catalogues/en-1.json' with { type: 'json' };

/** Patterns in ICU MessageFormat, by the name of their message. */
export type Patterns = Readonly<Record<string, string>>;

/**
 * Every catalogue that was ever released, in the order of their versions. One of a later version holds only the messages
 * that it words anew or adds; the others are those of the version before.
 */
export const CATALOGUES = { 'en@1': en1 } as const satisfies Readonly<Record<string, Patterns>>;

/** `en@1`: a language, and how often its words have been released. */
export type CatalogueName = keyof typeof CATALOGUES;
