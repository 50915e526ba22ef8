/** Every route of the API apart from the webhooks. The handler answers exactly these. */
export const ROUTES = [
  { method: 'GET', path: '/openapi.json' },
  { method: 'POST', path: '/contracts' },
  { method: 'GET', path: '/contracts/{contract}' },
  { method: 'PATCH', path: '/contracts/{contract}' },
  { method: 'POST', path: '/contracts/{contract}/events' },
  { method: 'POST', path: '/contracts/{contract}/events/{event}/correct' },
  { method: 'GET', path: '/contracts/{contract}/deadlines' },
  { method: 'GET', path: '/contracts/{contract}/evidence' },
  { method: 'POST', path: '/contracts/{contract}/notices/{notice}/acknowledge' },
  { method: 'POST', path: '/contracts/{contract}/notices/{notice}/send-again' },
  { method: 'GET', path: '/contracts/{contract}/proposals' },
  { method: 'POST', path: '/contracts/{contract}/proposals/{deadline}/accept' },
  { method: 'POST', path: '/contracts/{contract}/proposals/{deadline}/decline' },
  { method: 'GET', path: '/deadlines' },
  { method: 'GET', path: '/proposals' },
  { method: 'POST', path: '/proposals/accept' },
  { method: 'POST', path: '/proposals/decline' },
  { method: 'POST', path: '/inbound/backfill' },
  { method: 'GET', path: '/inbound' },
  { method: 'GET', path: '/inbound/{delivery}' },
  { method: 'POST', path: '/inbound/{delivery}/replay' },
  { method: 'POST', path: '/inbound/{delivery}/dismiss' },
  { method: 'POST', path: '/inbound/replay' },
  { method: 'POST', path: '/holds' },
  { method: 'GET', path: '/holds' },
  { method: 'POST', path: '/holds/{hold}/release' },
  { method: 'GET', path: '/sending' },
  { method: 'PUT', path: '/sending' },
  { method: 'GET', path: '/tasks' },
  { method: 'GET', path: '/jobs/{job}' },
] as const;

type KeyOf<Route> = Route extends { method: infer Method extends string; path: infer Path extends string }
  ? `${Method} ${Path}`
  : never;

/** `POST /contracts`, as API Gateway names a route. */
export type RouteKey = KeyOf<(typeof ROUTES)[number]>;
