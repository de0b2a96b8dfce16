// What is asked of Hansard's search? Reviewed words; a debate in which one of them was spoken is read whole.

/** Before this day the service is reported to be thin; TheyWorkForYou's files serve those years. */
export const FIRST_DAY = '2015-06-01'

export const HOUSES = ['Commons', 'Lords'] as const

/** Words for the sector, and names of programmes this project follows. A phrase is kept in quotation marks. */
export const TERMS: readonly string[] = [
  '"voluntary sector"',
  '"voluntary organisations"',
  '"third sector"',
  '"civil society"',
  '"charitable sector"',
  '"social enterprises"',
  '"community organisations"',
  '"voluntary and community"',
  'VCSE',
  '"social impact bonds"',
  '"public service mutuals"',
  '"Big Society"',
  '"Work Programme"',
  '"Work and Health Programme"',
  '"Restart scheme"',
  '"Connect to Work"',
  '"Transforming Rehabilitation"',
  '"Troubled Families"',
  '"National Citizen Service"',
  '"Shared Prosperity Fund"',
]
