// How is a pack laid out as a document, whatever format it is written in?
//
// Blocks with footnotes: every format writes the same ones in the same order. A page for the summary, one for each
// claim, one for what was cited.
import { printDate } from '../domain/dates.ts'
import type { Source } from '../domain/nouns.ts'
import type { Pack, PackClaim, PackFigure, Place } from './pack.ts'

/** A run of text: plain, strong, a link, or the mark of a footnote. */
export type Span =
  | string
  | { readonly strong: string }
  | { readonly link: string; readonly href: string }
  | { readonly note: number }

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string; readonly newPage?: true }
  | { readonly kind: 'quote' | 'text'; readonly spans: readonly Span[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Span[])[] }
  | {
      readonly kind: 'table'
      /** What the table holds, for those who do not see it. */
      readonly label: string
      /** Widths of the columns in proportion to each other. */
      readonly widths: readonly number[]
      readonly head: readonly string[]
      readonly rows: readonly (readonly (readonly Span[])[])[]
    }

export interface Briefing {
  readonly title: string
  /** ISO 8601, the as-known date. */
  readonly date: string
  readonly language: 'en-GB'
  readonly blocks: readonly Block[]
  /** Footnote n stands at n - 1. */
  readonly notes: readonly (readonly Span[])[]
}

const spansOfSource = (source: Source): Span[] => {
  const date = source.published === null ? 'undated' : printDate(source.published)
  const start = `${source.publisher} (${date}). `
  return source.url === null
    ? [`${start}${source.title}.`]
    : [start, { link: source.title, href: source.url }, '.']
}

/** Lays a pack out. The same pack gives the same document. */
export function layOut(pack: Pack): Briefing {
  const notes: (readonly Span[])[] = []
  let placesOfClaim = new Map<string, number>()
  /** The mark of a new footnote; a place that the same claim has cited already is named by its number. */
  const cite = ({ source, locator }: Place): Span => {
    const place = `${source.id} ${locator}`
    const known = placesOfClaim.get(place)
    if (known !== undefined) return ` (note ${known})`
    const at = locator === null ? [] : [` ${locator.replace(/\.$/, '')}.`]
    placesOfClaim.set(place, notes.push([...spansOfSource(source), ...at]))
    return { note: notes.length }
  }
  const figure = (one: PackFigure): Span[] => [
    { strong: one.display },
    `, ${one.measure}, ${one.period}, ${one.area}`,
    cite(one),
  ]

  const summary: Block[] = [
    { kind: 'heading', level: 1, text: pack.title },
    {
      kind: 'text',
      spans: [
        `As known on ${printDate(pack.asOf)}: only words and figures public by that day. Verdicts by rule ${pack.rule}, data ${pack.dataVersion}. `,
        { link: 'This pack on the web', href: pack.url },
        '.',
      ],
    },
    { kind: 'heading', level: 2, text: 'Summary' },
    {
      kind: 'list',
      items: pack.counts.map(({ label, n }) => [{ strong: label }, `: ${n} of ${pack.claims.length}`]),
    },
    {
      kind: 'table',
      label: 'The claims with what was recorded and the verdict',
      widths: [1, 7, 7, 4],
      head: ['No.', 'What was said', 'What was recorded', 'Verdict'],
      rows: pack.claims.map((claim, index) => [
        [String(index + 1)],
        [`“${claim.quote}”, ${claim.by}, ${claim.said}`],
        claim.nearest === null
          ? ['No figure near these words was found in public.']
          : [{ strong: claim.nearest.display }, `, ${claim.nearest.measure}, ${claim.nearest.period}`],
        [{ strong: claim.verdict }],
      ]),
    },
  ]

  const claimPage = (claim: PackClaim, index: number): Block[] => {
    placesOfClaim = new Map()
    return [
      { kind: 'heading', level: 2, text: `${index + 1}. ${claim.text.replace(/\.$/, '')}`, newPage: true },
      {
        kind: 'text',
        spans: [
          { strong: `${claim.verdict}. ` },
          claim.meaning,
          claim.grade === null ? '' : ` Evidence grade ${claim.grade}.`,
        ],
      },
      { kind: 'heading', level: 3, text: 'What was said' },
      { kind: 'quote', spans: [`“${claim.quote}”`, cite(claim.place)] },
      {
        kind: 'text',
        spans: [
          `${claim.by}, ${claim.said} (${claim.kind.toLowerCase()}). The words ask for ${claim.asks} (${claim.population}). Due: ${claim.due}. Programme: ${claim.programmes.join('; ')}.`,
        ],
      },
      { kind: 'heading', level: 3, text: 'What was recorded' },
      ...recorded(claim),
      { kind: 'heading', level: 3, text: 'What government has said since' },
      claim.answers.length === 0
        ? {
            kind: 'text',
            spans: [
              'The evidence holds no later words of government about these figures, and no answer to a request.',
            ],
          }
        : {
            kind: 'list',
            items: claim.answers.map(({ text, place, url }): Span[] => [
              text,
              ...(place === null ? [] : [cite(place)]),
              ...(url === null ? [] : [' ', { link: 'Read it there', href: url }, '.']),
            ]),
          },
      { kind: 'heading', level: 3, text: 'Best and worst case for the speaker' },
      claim.best === null || claim.worst === null
        ? { kind: 'text', spans: ['No figure can be set against the words.'] }
        : {
            kind: 'list',
            items: [
              ['Best: ', ...figure(claim.best), '.'],
              ['Worst: ', ...figure(claim.worst), '.'],
            ],
          },
      ...(claim.caveats.length === 0
        ? []
        : [
            { kind: 'heading', level: 3, text: 'Caveats' } as const,
            { kind: 'list', items: claim.caveats.map((caveat): Span[] => [caveat]) } as const,
          ]),
      ...(claim.question === null
        ? []
        : [
            { kind: 'heading', level: 3, text: 'The question to ask' } as const,
            { kind: 'text', spans: [claim.question.pq ?? claim.question.foi.text] } as const,
          ]),
      { kind: 'heading', level: 3, text: 'How to cite it' },
      { kind: 'text', spans: [claim.citation] },
    ]
  }

  function recorded(claim: PackClaim): Block[] {
    if (claim.readings.length > 0)
      return [
        {
          kind: 'table',
          label: `Ways of counting: ${claim.text}`,
          widths: [4, 4, 4, 3, 3],
          head: ['Way of counting', 'It counts', 'Figures', 'The words ask for', 'Result'],
          rows: claim.readings.map(({ counts, match, figures, asks, result }) => [
            [counts],
            [match],
            figures.length === 0
              ? ['none']
              : figures.flatMap((one, at): Span[] => [
                  ...(at === 0 ? [] : ['; ']),
                  { strong: one.display },
                  `, ${one.period}, grade ${one.grade.slice(0, 1)}`,
                  cite(one),
                ]),
            [asks],
            [{ strong: result }],
          ]),
        },
      ]
    if (claim.nearest === null)
      return [{ kind: 'text', spans: ['No figure near these words was found in public.'] }]
    return [
      {
        kind: 'text',
        spans: [...figure(claim.nearest), '. Set here for context; it does not test the words.'],
      },
    ]
  }

  const end: Block[] = [
    { kind: 'heading', level: 2, text: 'Sources', newPage: true },
    { kind: 'list', items: pack.bibliography.map(spansOfSource) },
    { kind: 'heading', level: 2, text: 'About this pack' },
    {
      kind: 'text',
      spans: [
        `Words vs Deeds, as known on ${printDate(pack.asOf)} (data ${pack.dataVersion}, rule ${pack.rule}). `,
        { link: pack.url, href: pack.url },
      ],
    },
    { kind: 'text', spans: [pack.licence] },
  ]
  const blocks = [...summary, ...pack.claims.flatMap(claimPage), ...end]
  return { title: pack.title, date: pack.asOf, language: 'en-GB', blocks, notes }
}
