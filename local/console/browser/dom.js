/**
 * An element with its properties and children. Text only ever becomes text: nothing here parses HTML.
 * `on…` properties are listeners, `key` finds the element again after a redraw.
 */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'key') element.dataset.key = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

const drawn = new WeakMap();

/** Redraws a region when what it shows has changed, and keeps the keyboard focus where it was. */
export function draw(region, inputs, build) {
  const signature = JSON.stringify(inputs);
  if (drawn.get(region) === signature) return;
  drawn.set(region, signature);
  const held = region.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  region.replaceChildren(...[build()].flat().filter((child) => child !== undefined));
  if (held !== undefined) region.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

export function emptyState(title, advice, command) {
  return h(
    'div',
    { class: 'empty' },
    h('p', { class: 'empty-title' }, title),
    h('p', {}, advice),
    command === undefined ? undefined : h('pre', { tabindex: '0' }, command),
  );
}
