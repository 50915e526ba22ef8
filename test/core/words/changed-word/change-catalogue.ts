import { registerHooks } from 'node:module';

// Loaded before a program, it has every sentence of the first catalogue end with one more word.
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith('/catalogues/en-1.json')) return loaded;
    const patterns = Object.entries(JSON.parse(String(loaded.source)));
    const source = JSON.stringify(Object.fromEntries(patterns.map(([key, pattern]) => [key, `${pattern} Indeed.`])));
    return { ...loaded, source };
  },
});
