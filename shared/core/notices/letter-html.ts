import type { Letter, NumberedList } from './letter.ts';

/** Text made safe for HTML content and for quoted attribute values. */
function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\t\n\r])\p{Cc}/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const SANS = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Helvetica,Arial,sans-serif";
const SERIF = "font-family:Georgia,'Times New Roman',serif";
const TEXT = `${SANS};font-size:16px;line-height:25px;color:#242a31`;
const SMALL = `${SANS};font-size:13px;line-height:20px;color:#5b6570`;

// For clients that support media queries and classes. Other clients show the inline styles, which suffice.
const STYLE = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (max-width: 480px) {
    .sheet { padding: 26px 20px !important; }
    .page { padding: 12px 8px !important; }
    .heading { font-size: 22px !important; line-height: 29px !important; }
    .facts th, .facts td { display: block !important; width: auto !important; padding-right: 0 !important; }
    .facts th { padding-bottom: 0 !important; border-bottom: 0 !important; }
    .facts td { padding-top: 0 !important; }
  }
  @media (prefers-color-scheme: dark) {
    .page { background-color: #14171a !important; }
    .sheet { background-color: #1e2226 !important; border-left-color: #33393f !important; border-right-color: #33393f !important; border-bottom-color: #33393f !important; }
    .text, .heading, .facts td { color: #e6e9ec !important; }
    .small, .facts th { color: #a3adb7 !important; }
    .lead { color: #f2f4f6 !important; background-color: #262b30 !important; }
    .rule, .facts th, .facts td { border-color: #33393f !important; }
    .kicker-plain { color: #8fc0b5 !important; }
    .kicker-warning { color: #e5a58b !important; }
  }`;

const TONES = {
  plain: { ink: '#2c6b5f', tint: '#f0f5f3' },
  warning: { ink: '#a34a2a', tint: '#faf2ee' },
} as const;

/** The letter as one HTML document for mail clients: tables, inline styles, nothing loaded from anywhere. */
export function letterHtml(letter: Letter): string {
  const { ink, tint } = TONES[letter.tone];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(letter.subject)}</title>
<style>${STYLE}
</style>
</head>
<body style="margin:0;padding:0">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#eef0f1;padding:32px 12px">
<tr><td align="center">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">
<tr><td class="sheet" align="left" style="background-color:#ffffff;border:1px solid #dde1e4;border-top:4px solid ${ink};border-radius:6px;padding:36px 40px">
<p class="kicker-${letter.tone}" style="${SANS};font-size:13px;line-height:18px;font-weight:600;color:${ink};margin:0 0 8px">${escapeHtml(letter.kicker)}</p>
<h1 class="heading" style="${SERIF};font-size:26px;line-height:34px;font-weight:normal;color:#161a1e;margin:0 0 22px">${escapeHtml(letter.heading)}</h1>
${paragraph(letter.salutation)}
${letter.lead === undefined ? '' : leadBlock(letter.lead, ink, tint)}${letter.paragraphs.map(paragraph).join('\n')}
${letter.actions === undefined ? '' : numberedList(letter.actions)}${(letter.lists ?? []).map(numberedList).join('')}${factsTable(letter.facts)}
${letter.explanation === undefined ? '' : numberedList(letter.explanation)}
${paragraph(letter.signature)}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="rule" style="border-top:1px solid #dde1e4;padding-top:16px">
${letter.footer.map((line) => `<p class="small" style="${SMALL};margin:0 0 8px">${escapeHtml(line)}</p>`).join('\n')}
</td></tr></table>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function paragraph(text: string): string {
  return `<p class="text" style="${TEXT};margin:0 0 16px">${escapeHtml(text)}</p>`;
}

function leadBlock(text: string, ink: string, tint: string): string {
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 18px"><tr><td class="lead" style="${SANS};font-size:17px;line-height:26px;color:#161a1e;background-color:${tint};border-left:3px solid ${ink};padding:14px 18px">${escapeHtml(text)}</td></tr></table>
`;
}

function factsTable(facts: Letter['facts']): string {
  const rule = 'border-bottom:1px solid #e6e9eb';
  const rows = facts.map(
    ([label, value]) =>
      `<tr><th scope="row" align="left" valign="top" width="150" style="${SMALL};line-height:22px;font-weight:normal;padding:9px 14px 9px 0;${rule}">${escapeHtml(label)}</th><td valign="top" style="${SANS};font-size:15px;line-height:22px;color:#242a31;padding:9px 0;word-break:break-word;${rule}">${escapeHtml(value)}</td></tr>`,
  );
  return `<table class="facts" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 26px;border-collapse:collapse">
${rows.join('\n')}
</table>`;
}

function numberedList({ title, items }: NumberedList): string {
  if (items.length === 0) return '';
  const entries = items.map((item) => `<li style="margin:0 0 7px;padding-left:4px">${escapeHtml(item)}</li>`);
  return `<h2 class="text" style="${SANS};font-size:16px;line-height:24px;font-weight:600;color:#242a31;margin:0 0 10px">${escapeHtml(title)}</h2>
<ol class="text" style="${SANS};font-size:15px;line-height:23px;color:#242a31;margin:0 0 24px;padding-left:26px">
${entries.join('\n')}
</ol>`;
}
