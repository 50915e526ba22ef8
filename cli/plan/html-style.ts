/** The style of the console and the letters, for screen and paper. No information depends on a background colour. */
export const STYLE = `
:root {
  --paper: #f3f4f2;
  --sheet: #ffffff;
  --ink: #1d2226;
  --quiet: #5a646c;
  --line: #d9ddda;
  --pine: #2c6b5f;
  --rust: #a34a2a;
  --ochre: #7d5d0e;
  --grey: #9aa3a9;
  --serif: Georgia, "Times New Roman", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px / 1.5 var(--sans); overflow-wrap: anywhere; }
main { max-width: 960px; margin: 32px auto; padding: 44px 52px; background: var(--sheet); border: 1px solid var(--line); border-top: 4px solid var(--pine); border-radius: 6px; }
h1, h2, h3, h4, p, ul, ol, dl, dd { margin: 0; padding: 0; }
h1, h2 { font-family: var(--serif); font-weight: normal; line-height: 1.25; }
h1 { font-size: 30px; }
h2 { font-size: 21px; margin: 38px 0 12px; }
h3 { font-size: 17px; line-height: 1.35; font-weight: 600; }
h4 { font-size: 13.5px; font-weight: 600; color: var(--quiet); margin: 12px 0 4px; }
code { font-family: var(--mono); font-size: 12.5px; }
.quiet { color: var(--quiet); font-size: 13px; }
.kicker { color: var(--pine); font-size: 13.5px; font-weight: 600; margin-bottom: 4px; }
.parties { font-size: 17px; margin-top: 6px; }
.as-of { color: var(--quiet); margin-top: 4px; }
.title dl { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 32px; margin-top: 20px; padding-top: 16px; border-top: 1px solid var(--line); }
dt { color: var(--quiet); font-size: 12.5px; }
.empty { margin-top: 28px; font: 19px / 1.4 var(--serif); }
table { width: 100%; border-collapse: collapse; font-size: 13.5px; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: normal; color: var(--quiet); font-size: 12.5px; }
th, td { padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
td.day, td.who { white-space: nowrap; }
td.state { overflow-wrap: normal; }
td.day span { display: block; }
.facts-given { table-layout: fixed; }
.facts-given th:nth-child(1) { width: 7%; }
.facts-given th:nth-child(2) { width: 33%; }
.facts-given th:nth-child(3) { width: 30%; }
.number { white-space: nowrap; color: var(--quiet); }
code.id { display: block; font-size: 11px; color: var(--quiet); }
.datum { display: block; }
tr.turns td { border-top: 2px solid var(--rust); }
.state-open .state, .state-met .state { color: var(--pine); }
.state-lapsed .state { color: var(--rust); }
.state-paused .state { color: var(--ochre); }
.state-cancelled td, .state-cancelled h3 { color: var(--quiet); }
.plain { list-style: none; display: grid; gap: 8px; max-width: 78ch; }

.timeline { break-inside: avoid; }
.line { display: grid; grid-template-columns: 36% minmax(0, 1fr); gap: 16px; align-items: stretch; break-inside: avoid; }
.line .name { padding: 5px 0; line-height: 1.3; font-size: 13.5px; }
.line .name .quiet { display: block; font-size: 12px; }
.track { position: relative; min-height: 26px; }
.axis .track { min-height: 20px; border-bottom: 1px solid var(--line); }
.axis .name { padding: 0; }
.label { position: absolute; bottom: 2px; transform: translateX(-50%); font-size: 11.5px; color: var(--quiet); white-space: nowrap; }
.label.ends { transform: translateX(-100%); }
.tick { position: absolute; top: 0; bottom: 0; border-left: 1px solid var(--line); }
.now { position: absolute; top: 0; bottom: 0; border-left: 2px solid var(--rust); }
.bar { position: absolute; top: calc(50% - 3px); border-top: 6px solid var(--grey); min-width: 2px; }
.last { position: absolute; top: calc(50% - 8px); height: 16px; margin-left: -2px; border-left: 3px solid var(--grey); }
.bar.state-open, .last.state-open { border-color: var(--pine); }
.bar.state-lapsed, .last.state-lapsed { border-color: var(--rust); }
.bar.state-paused { border-top-style: dashed; border-color: var(--ochre); }
.last.state-paused { border-color: var(--ochre); }
.bar.state-met { border-top-width: 2px; top: calc(50% - 1px); border-color: var(--pine); }
.last.state-met { border-color: var(--pine); }
.bar.state-cancelled { border-top-width: 2px; top: calc(50% - 1px); }
.last.figure { border-color: var(--ink); }
.fact { position: absolute; top: 50%; transform: translate(-50%, -50%); min-width: 20px; padding: 0 5px; border: 1px solid var(--quiet); border-radius: 10px; background: var(--sheet); font: 11px / 18px var(--sans); text-align: center; white-space: nowrap; }
.key { margin-top: 12px; }
.key .bar { position: static; display: inline-block; width: 26px; margin: 0 4px 3px 14px; vertical-align: middle; }
.key .bar:first-child { margin-left: 0; }
.key .now { position: static; display: inline-block; height: 14px; margin: 0 4px 0 14px; vertical-align: middle; }

article { display: grid; grid-template-columns: 104px minmax(0, 1fr); border: 1px solid var(--line); border-radius: 8px; margin-bottom: 14px; }
.leaf { display: flex; flex-direction: column; align-items: center; padding: 18px 8px; border-right: 1px solid var(--line); line-height: 1.25; }
.weekday { color: var(--pine); font-size: 13.5px; }
.leaf .day { font: 36px / 1.15 var(--serif); }
.month { font-size: 13px; color: var(--quiet); text-align: center; }
.state-lapsed .weekday { color: var(--rust); }
.state-cancelled .leaf .day { text-decoration: line-through; color: var(--quiet); }
.body { padding: 16px 20px 18px; }
.pill { display: inline-block; font-size: 12px; font-weight: normal; line-height: 1.5; padding: 0 8px; margin-left: 4px; border: 1px solid var(--grey); border-radius: 99px; color: var(--quiet); vertical-align: 2px; }
.state-open .pill, .state-met .pill { border-color: var(--pine); color: var(--pine); }
.state-lapsed .pill { border-color: var(--rust); color: var(--rust); }
.state-paused .pill { border-color: var(--ochre); color: var(--ochre); }
.body > p { margin-top: 4px; }
.window { font-weight: 600; }
.figure { font: 20px / 1.4 var(--serif); }
article ol, article ul { padding-left: 22px; font-size: 14px; }
article li { margin-bottom: 4px; max-width: 78ch; }
article ol li::marker { font-family: var(--serif); color: var(--pine); }
.assumptions { border-left: 3px solid var(--ochre); padding-left: 14px; margin-top: 12px; }
.prospects { border-left: 3px solid var(--pine); padding-left: 14px; margin-top: 12px; }
.assumptions h4, .prospects h4 { margin-top: 0; }
.assumptions ul, .prospects ul { padding-left: 16px; }
footer { margin-top: 40px; padding-top: 14px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 13px; }

@media screen and (max-width: 640px) {
  main { margin: 0; padding: 24px 18px; border-left: 0; border-right: 0; border-radius: 0; }
  .title dl, .line, article { grid-template-columns: minmax(0, 1fr); }
  .leaf { flex-direction: row; gap: 8px; align-items: baseline; border-right: 0; border-bottom: 1px solid var(--line); padding: 8px 20px; }
  .leaf .day { font-size: 24px; }
  thead { display: none; }
  table, tbody, tr, td { display: block; }
  tr { padding: 8px 0; border-bottom: 1px solid var(--line); }
  td, td.day { padding: 0; border: 0; white-space: normal; }
  .label:nth-child(even) { display: none; }
  article ol, article ul { padding-left: 18px; }
}
@page {
  size: A4;
  margin: 18mm 16mm 20mm;
  @bottom-left { content: "Computed by Clauseclock; not legal advice"; font: 8.5pt sans-serif; color: #5a646c; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8.5pt sans-serif; color: #5a646c; }
}
@media print {
  body { background: none; font-size: 9.5pt; line-height: 1.4; }
  main { max-width: none; margin: 0; padding: 0; border: 0; border-radius: 0; }
  h1 { font-size: 21pt; }
  h2 { font-size: 14pt; margin: 20pt 0 7pt; }
  h3 { font-size: 11pt; }
  h4 { font-size: 9pt; margin: 6pt 0 2pt; }
  table, .line .name { font-size: 8.5pt; }
  th, dt, .quiet, .line .name .quiet { font-size: 8pt; }
  th, td { padding: 3pt 10pt 3pt 0; }
  code { font-size: 8pt; }
  code.id { font-size: 7pt; }
  h2, h3, h4, .body > p { break-after: avoid; }
  tr, li, .title, .assumptions, .prospects { break-inside: avoid; }
  thead { display: table-header-group; }
  .track { min-height: 20pt; }
  article { display: block; position: relative; padding-left: 66pt; border-radius: 0; margin-bottom: 9pt; }
  article ol, article ul { font-size: 9pt; padding-left: 16pt; }
  article li { margin-bottom: 2pt; max-width: none; }
  .leaf { position: absolute; left: 0; top: 0; width: 66pt; padding: 9pt 4pt; border-right: 0; }
  .leaf .day { font-size: 24pt; }
  .weekday, .month { font-size: 8.5pt; }
  .body { padding: 9pt 12pt 10pt; border-left: 1px solid var(--line); }
  .body > p { margin-top: 2pt; }
  .assumptions, .prospects { margin-top: 7pt; padding-left: 9pt; border-left-width: 2pt; }
  .pill { font-size: 8pt; }
  footer { margin-top: 18pt; font-size: 8.5pt; break-inside: avoid; }
}
`;
