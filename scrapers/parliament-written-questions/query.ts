// What is asked of the list of written questions? Reviewed words; each is one search, and the questions it finds are read whole.

/** The first day the service has questions for; earlier written answers are in Hansard. */
export const FIRST_DAY = '2014-09-01'

/**
 * Words for the sector, and names of programmes this project follows. The search is the publisher's own: what it matches is
 * not documented, so a term is kept as short as it can be without finding everything.
 */
export const TERMS: readonly string[] = [
  'voluntary sector',
  'voluntary organisations',
  'voluntary and community',
  'third sector',
  'civil society',
  'charities',
  'charity',
  'social enterprise',
  'social enterprises',
  'community groups',
  'VCSE',
  'public service mutuals',
  'social impact bond',
  'social outcomes',
  'social value act',
  'community right to challenge',
  'Big Society',
  'Work Programme',
  'Work and Health Programme',
  'Restart Scheme',
  'Connect to Work',
  'Kickstart',
  'Transforming Rehabilitation',
  'Troubled Families',
  'National Citizen Service',
  'UK Shared Prosperity Fund',
  'integrated care voluntary',
  'grant standards',
]
