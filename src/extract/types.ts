// What does the extractor take, and what does it give?

// The literal unions below mirror the domain's vocabulary word for word.

/** How a claimed number is compared with what is counted. The extractor never gives `event`: it finds numbers. */
export type Comparator =
  | 'exactly'
  | 'at-least'
  | 'at-most'
  | 'up-to'
  | 'about'
  | 'nearly'
  | 'between'
  | 'most'
  | 'hundreds-of'
  | 'increase'
  | 'decrease'
  | 'event'

/** What a claimed number counts. The extractor never gives `score`, nor `days`: a duration is not a claim. */
export type Unit =
  | 'percent'
  | 'count'
  | 'gbp'
  | 'people'
  | 'organisations'
  | 'contracts'
  | 'places'
  | 'days'
  | 'score'

/** Kind of statement; `none` when a passage is off topic or only asks. */
export type Kind = 'pledge' | 'forecast' | 'description' | 'principle' | 'none'

/** Who speaks: government, parliament, an auditor, a prime provider, or the sector itself. */
export type Voice = 'government' | 'parliament' | 'auditor' | 'provider' | 'sector'

/** One paragraph as a scraper hands it over; what is known of place and speaker travels with it. */
export type Paragraph = {
  readonly text: string
  readonly anchor?: string | undefined
  readonly column?: string | undefined
  readonly speaker?: string | undefined
  readonly role?: string | undefined
  readonly body?: string | undefined
}

/** A document: its paragraphs in order, and what is true of all of them unless a paragraph says otherwise. */
export type Document = {
  readonly paragraphs: readonly Paragraph[]
  readonly title?: string | undefined
  readonly date?: string | undefined
  readonly body?: string | undefined
  readonly speaker?: string | undefined
  readonly role?: string | undefined
}

/** Start and end in the text given, in UTF-16 units, end exclusive. */
export type Span = { readonly start: number; readonly end: number }

/** A yes or no with the words that decided it, for and against. */
export type Decision = { readonly decided: boolean; readonly because: readonly string[] }

/** A programme found by name, alias or description. */
export type ProgrammeFound = { readonly id: string; readonly because: string }

/** A measure that may test the number: a suggestion for a reviewer, with the words shared. */
export type MeasureSuggested = {
  readonly id: string
  readonly score: number
  readonly shared: readonly string[]
}

/**
 * One claimed number. `value` is null for `most` only; `valueHigh` is null but for `between`; percent runs 0 to
 * 100, money is in pounds; `population` is the words for what is counted, as printed ('' when none was found);
 * `deadline` is "2014", "2014-06" or "2014-06-30".
 */
export type ClaimFound = {
  readonly comparator: Comparator
  readonly value: number | null
  readonly valueHigh: number | null
  readonly unit: Unit
  readonly population: string
  readonly deadline: string | null
  readonly text: string
  readonly span: Span
  readonly because: readonly string[]
  readonly suggestedMeasures: readonly MeasureSuggested[]
}

/** What one passage says, read alone. */
export type Reading = {
  readonly aboutSector: Decision
  readonly programmes: readonly ProgrammeFound[]
  readonly kind: { readonly kind: Kind; readonly because: readonly string[] }
  readonly claims: readonly ClaimFound[]
}

/** One sentence of a document with its neighbours, its place, its speaker and its reading. */
export type Passage = Reading & {
  readonly text: string
  readonly before: string | null
  readonly after: string | null
  readonly place: {
    readonly paragraph: number
    readonly sentence: number
    readonly anchor: string | null
    readonly column: string | null
    readonly span: Span
  }
  readonly speaker: { readonly name: string | null; readonly role: string | null; readonly because: string }
  readonly body: string | null
  readonly voice: Voice | null
}
