// Which questions are asked of Stat-Xplore, and how does an address name one?

const API = '/webapi/rest/v1'

/** Databases of the programmes that are followed, by their label. Their ids are not known beforehand and change. */
const PROGRAMMES: readonly { readonly label: RegExp; readonly programme: string; readonly area: string }[] = [
  { label: /^(the )?work programme\b/i, programme: 'work-programme', area: 'GB' },
  {
    label: /^work and health programme\b/i,
    programme: 'work-and-health-programme',
    area: 'England and Wales',
  },
  { label: /^restart\b/i, programme: 'restart-scheme', area: 'England and Wales' },
]
export const programmeOf = (label: string) => PROGRAMMES.find((one) => one.label.test(label)) ?? null

/** What a count is of, by the words of its label. Only counts of people: other functions do not add up to anything here. */
const MEASURES: readonly { readonly label: RegExp; readonly measure: string }[] = [
  { label: /referral/i, measure: 'referrals' },
  { label: /attachment/i, measure: 'attachments' },
  { label: /job outcome/i, measure: 'job-outcomes' },
  { label: /\bstarts?\b/i, measure: 'starts' },
]
const PREFIX: Readonly<Record<string, string>> = {
  'work-programme': 'wp',
  'work-and-health-programme': 'whp',
  'restart-scheme': 'restart',
}
const countedIn = (label: string): string[] =>
  MEASURES.filter((one) => one.label.test(label)).map(({ measure }) => measure)

/**
 * The measure that a count of a programme by month is a figure of; null when it is none of those followed. Where the count
 * does not say what it counts, its database does. Starts by month of referral are no starts of that month.
 */
export function measureOf(
  programme: string,
  count: string,
  { database = '', months = '' }: { readonly database?: string; readonly months?: string } = {},
): string | null {
  const [measure, ...more] = countedIn(count).length > 0 ? countedIn(count) : countedIn(database)
  if (measure === undefined || more.length > 0) return null
  const by = countedIn(months)
  return by.length === 0 || by.includes(measure) ? `${PREFIX[programme]}-monthly-${measure}` : null
}

/** How many people by month. The months lie in another table of the database than the count: `F_UC_DATE` beside `V_F_UC_HOUSEHOLDS`. */
export function questionBy(database: string, count: string, field: string): string {
  return `${API}/table?${new URLSearchParams({ database, measure: count, by: field })}`
}

/** What is posted for an address that names a question; null for others. */
export function bodyFor(url: URL): { url: string; body: string; contentType: string } | null {
  const database = url.searchParams.get('database')
  if (!url.pathname.endsWith(`${API}/table`) || database === null) return null
  const body = {
    database,
    measures: url.searchParams.getAll('measure'),
    dimensions: url.searchParams.getAll('by').map((field) => [field]),
  }
  return {
    url: new URL(url.pathname, url).href,
    body: JSON.stringify(body),
    contentType: 'application/json',
  }
}

export const SCHEMA = `${API}/schema`
