/** The sample contracts, as a provider would create them by API. */
export const SAMPLE_CONTRACTS = [
  {
    id: 'acme',
    terms: 'exoopus',
    timezone: 'Europe/Bucharest',
    holidays: ['RO'],
    law: 'RO',
    customer: { name: 'Acme SRL', email: 'ana@acme.example', locale: 'en', timezone: 'Europe/Bucharest' },
    startsOn: '2026-01-15',
    billing: { cycle: '1 month', anchorDay: 15 },
    references: { stripe: ['sub_1SampleAcme', 'cus_SampleAcme'] },
  },
  {
    id: 'nordlys',
    terms: 'exoopus',
    timezone: 'Europe/Bucharest',
    holidays: ['RO'],
    law: 'RO',
    customer: { name: 'Nordlys ApS', email: 'mette@nordlys.example', locale: 'en', timezone: 'Europe/Copenhagen' },
    startsOn: '2026-02-01',
    references: { paddle: ['sub_01samplenordlys', 'ctm_01samplenordlys'] },
  },
  {
    id: 'tallgrass',
    terms: 'exoopus',
    timezone: 'America/Chicago',
    holidays: ['US'],
    customer: { name: 'Tallgrass Inc.', email: 'bounce@simulator.amazonses.com', locale: 'en' },
    startsOn: '2026-03-01',
    references: { stripe: ['sub_1SampleTallgrass'] },
  },
  {
    id: 'quiet-harbour',
    terms: 'exoopus',
    customer: { name: 'Quiet Harbour Ltd', email: 'ops@quietharbour.example' },
    startsOn: '2026-01-01',
  },
] as const;
