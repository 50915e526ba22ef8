import { type EventData, type Fact, isBareDay } from '../../shared/core/events/event.ts';
import { declaredKind, type Pack, packLabel } from '../../shared/core/terms/pack.ts';
import { formatDay } from '../../shared/core/words/days.ts';
import { momentInWords } from '../../shared/core/words/ends.ts';
import { formatMoney } from '../../shared/core/words/money.ts';
import { deadlineArticles, deadlineTable } from './html-deadlines.ts';
import { html, type Markup, raw } from './html-markup.ts';
import { STYLE } from './html-style.ts';
import { timeline } from './html-timeline.ts';
import { isNameless } from './input.ts';
import { notesOf } from './notes.ts';
import { asOfLines, factsAfter, type PlanView } from './view.ts';

/** The plan as one page to read, to print and to file. It loads nothing and needs no script. */
export function planPage(view: PlanView): string {
  const { plan, prospects } = view;
  const notes = notesOf(view);
  const [terms] = view.packs;
  const title = isNameless(view.contract) ? `Deadlines under ${terms?.title}` : `Deadlines of ${view.contract.id}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
${titleBlock(view)}
${section('Facts', factsTable(view))}
${notes.filter(({ about }) => about === 'refused').map(({ heading, lines }) => section(heading, list(lines)))}
${timeline(view)}
${plan.deadlines.length === 0 ? html`<p class="empty">No deadline follows from these facts.</p>` : section('Deadlines', deadlineTable(view))}
${plan.deadlines.length === 0 ? undefined : section('Each deadline, and why', deadlineArticles(view))}
${prospects.contract.length === 0 ? undefined : section('What would change the contract as a whole', list(prospects.contract.map(({ text }) => text)))}
${notes.filter(({ about }) => about !== 'refused').map(({ heading, lines }) => section(heading, list(lines)))}
${footer(view)}
</main>
</body>
</html>
`.text.trimEnd();
}

function section(heading: string, content: Markup): Markup {
  return html`<section>
<h2>${heading}</h2>
${content}
</section>
`;
}

function list(lines: readonly string[]): Markup {
  return html`<ul class="plain">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function titleBlock(view: PlanView): Markup {
  const { contract, packs } = view;
  const [terms] = packs;
  const name = contract.customer.name;
  const what = isNameless(contract)
    ? undefined
    : html`<p class="parties">Contract ${contract.id}${name === undefined ? '' : ` with ${name}`}</p>`;
  return html`<header class="title">
<p class="kicker">Deadlines</p>
<h1>${terms?.title ?? contract.terms}</h1>
${what}
${asOfLines(view).map((line) => html`<p class="as-of">${line}</p>`)}
<dl>${rowsOf(view).map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</header>`;
}

/** The values that the days depend on, with their labels. */
function rowsOf({ contract, plan, packs, timezone, holidays }: PlanView): (readonly [string, string])[] {
  const [terms, ...statutes] = packs;
  const { startsOn, term, billing, law, settings } = contract;
  const onPlan = plan.agreement.plan;
  const version =
    plan.version === contract.version
      ? contract.version
      : `${contract.version}; ${plan.version} after the last of the facts`;
  const rows: (readonly [string, string | undefined])[] = [
    ['Terms', `${contract.terms}, version ${version}${reviewOf(terms)}`],
    ['Provider', terms?.provider],
    ['Source', terms?.source],
    [
      'Beside the terms',
      statutes.map((pack) => `${pack.title} (${packLabel(pack)}${reviewOf(pack)})`).join('; ') || undefined,
    ],
    ['Days of', timezone],
    ['Holidays', holidays],
    ['Law chosen', law],
    ['Plan', onPlan],
    ['Starts on', startsOn && formatDay(startsOn)],
    ['Term', term],
    ['Billing', billing && `${billing.cycle}${billing.anchorDay === undefined ? '' : `, on day ${billing.anchorDay}`}`],
    [
      'Settings chosen',
      settings &&
        Object.entries(settings)
          .map(([name, length]) => `${name}: ${length}`)
          .join('; '),
    ],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined && row[1] !== '');
}

function reviewOf(pack: Pack | undefined): string {
  return pack?.review === 'counsel' ? '; still to be reviewed by counsel' : '';
}

function factsTable(view: PlanView): Markup {
  if (view.facts.length === 0) return html`<p class="quiet">No fact is given but the contract itself.</p>`;
  const after = new Set(factsAfter(view));
  return html`<table class="facts-given">
<thead><tr><th class="number">No.</th><th>When</th><th>What happened</th><th>About</th></tr></thead>
<tbody>${view.facts.map((fact, index) => factRow(fact, index, view, after.has(fact)))}</tbody>
</table>`;
}

function factRow({ id, kind, occurredAt, data }: Fact, index: number, view: PlanView, isAfter: boolean): Markup {
  const { agreement } = view.plan;
  const when = isBareDay(occurredAt) ? formatDay(occurredAt) : momentInWords(occurredAt, agreement.zoneOf(occurredAt));
  const { pack, statutes } = agreement.termsAt(agreement.momentOf(occurredAt));
  const means = [pack, ...statutes]
    .map((one) => declaredKind(one, kind)?.means)
    .find((meaning) => meaning !== undefined);
  const said = readable(data).map(([key, value]) => html`<span class="datum">${key}: ${value}</span> `);
  return html`<tr><td class="number">${index + 1}</td><td>${when}${isAfter ? html` <span class="quiet">(after the day of this plan)</span>` : undefined}</td><td><code>${kind}</code> ${means === undefined ? undefined : html`<span class="datum">${means}</span> `}<code class="id">${id}</code></td><td>${said}</td></tr>
`;
}

/** Keys and values in their order; an amount in minor units is shown with its currency. */
function readable(data: EventData): (readonly [string, string])[] {
  const { amount, currency } = data;
  const money =
    typeof amount === 'number' && typeof currency === 'string' ? formatMoney({ amount, currency }) : undefined;
  return Object.entries(data)
    .filter(([key]) => money === undefined || key !== 'currency')
    .map(([key, value]) => [key, key === 'amount' && money !== undefined ? money : String(value)]);
}

function footer({ plan, packs }: PlanView): Markup {
  const terms = new Set([...packs.map(packLabel), ...plan.deadlines.map((deadline) => deadline.terms)]);
  const calendars = new Set(plan.deadlines.map(({ calendar }) => calendar));
  return html`<footer>
<p>Computed by Clauseclock; not legal advice.</p>
<p>Terms: ${[...terms].join(', ')}. Holidays: ${[...calendars].join(', ') || 'none'}.</p>
</footer>`;
}
