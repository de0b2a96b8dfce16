// Do the first sentences of pages say what was counted, in plain words, for none, one and many?
import { describe, expect, it } from 'vitest'
import type { Counts, Figure } from '../../src/domain/ledger.ts'
import type { Observation, Source } from '../../src/domain/nouns.ts'
import { RESULTS } from '../../src/domain/vocabulary.ts'
import * as say from '../../src/web/sentences.ts'
import * as build from '../domain/builders.ts'

const counts = (some: Partial<Counts> = {}): Counts =>
  ({ ...Object.fromEntries(RESULTS.map((result) => [result, 0])), ...some }) as Counts

describe('claims', () => {
  it.each([
    [{}, 'No claims yet.'],
    [{ 'not-testable': 1 }, '1 claim, not testable as worded.'],
    [{ 'not-testable': 3 }, '3 claims, none of them testable as worded.'],
    [{ met: 1 }, '1 claim: met.'],
    [{ met: 2, 'not-met': 1 }, '3 claims. Figures answer all of them: 2 met and 1 not met.'],
    [
      {
        met: 16,
        'partly-met': 13,
        'not-met': 2,
        'too-early': 13,
        'no-figures': 40,
        'no-match': 56,
        'not-testable': 37,
      },
      '177 claims. Figures answer 31 of them: 16 met, 13 partly met and 2 not met. They do not answer 109: too early (13), no figures published (40) and figures do not match the claim (56). Set apart: 37 are not testable as worded.',
    ],
    [
      { 'no-figures': 2, 'not-testable': 1 },
      '3 claims. Figures answer none of them: no figures published (2). Set apart: 1 is not testable as worded.',
    ],
  ] as const)('%j: %s', (some, words) => expect(say.claimsSentence(counts(some))).toBe(words))

  it('every result is counted once: the numbers add up', () => {
    const all = counts(Object.fromEntries(RESULTS.map((result, at) => [result, at + 1])))
    const words = say.claimsSentence(all)
    const [total, answered, unanswered, apart] = [
      /^(\d+) claims/,
      /answer (\d+) of/,
      /not answer (\d+):/,
      /apart: (\d+)/,
    ].map((pattern) => Number(pattern.exec(words)?.[1]))
    expect(total).toBe(Object.values(all).reduce((a, b) => a + b, 0))
    expect((answered ?? 0) + (unanswered ?? 0) + (apart ?? 0)).toBe(total)
  })

  it('a statement without any says why; a filtered list says that nothing fits', () => {
    expect(say.statementSentence(counts(), 'forecast')).toMatch(/^No claim that could be checked: /)
    expect(say.claimListSentence(counts(), true)).toBe('No claim fits the filters.')
    expect(say.claimListSentence(counts({ met: 1 }), true)).toBe('Fitting the filters: 1 claim: met.')
  })
})

describe('a measure', () => {
  const programmes = [build.programme(), build.programme({ id: 'quay', name: 'Quay Programme' })]
  const figure = (over: Partial<Observation>, from: Partial<Source> = {}): Figure => ({
    ...{ observation: build.observation(over), measure: build.measure(), source: build.source(from) },
  })
  const year = (start: number, value: number, over: Partial<Observation> = {}, from: Partial<Source> = {}) =>
    figure(
      {
        id: `${start}-${value}`,
        period: { start: `${start}-04`, end: `${start + 1}-03` },
        ...{ value, display: String(value), published: `${start + 2}-01-01` },
        ...over,
      },
      from,
    )
  const words = (...figures: Figure[]) => say.measureSentence({ figures, programmes }, '2026-11-24')

  it.each([
    [[], 'No figure is recorded.'],
    [[year(2011, 20)], 'One figure is recorded: 20, April 2011 to March 2012 (Harbour Statistics Office).'],
    [
      [year(2011, 20), year(2012, 30)],
      'The latest of 2 figures is 30, April 2012 to March 2013 (Harbour Statistics Office). It is up from 20, April 2011 to March 2012.',
    ],
    [
      [year(2011, 30), year(2012, 20)],
      'The latest of 2 figures is 20, April 2012 to March 2013 (Harbour Statistics Office). It is down from 30, April 2011 to March 2012.',
    ],
    [
      [year(2011, 20), year(2012, 30, {}, { publisher: 'Another office' })],
      'The latest of 2 figures is 30, April 2012 to March 2013 (Another office). They cannot be set in one line: they differ in publisher.',
    ],
    [
      [year(2011, 20), year(2012, 30, { programme: 'quay', area: 'Wales' })],
      'The latest of 2 figures is 30, April 2012 to March 2013 (Harbour Statistics Office; Quay Programme; Wales). They cannot be set in one line: they differ in programme and area.',
    ],
    [
      [year(2011, 20), year(2011, 21, { published: '2015-01-01' })],
      'The latest of 2 figures is 21, April 2011 to March 2012 (Harbour Statistics Office). The other was revised or withdrawn.',
    ],
    [
      [year(2011, 20, { withdrawn: '2015-01-01' }), year(2012, 30, { withdrawn: '2015-01-01' })],
      '2 figures, none of which stands: each was withdrawn, or states no period.',
    ],
    [
      [year(2011, 20), year(2012, 2, { period: { start: '2013-05', end: '2013-05' } })],
      'The latest of 2 figures is 2, May 2013 (Harbour Statistics Office). They cannot be set in one line: their periods are of different kinds.',
    ],
  ] as const)('%#', (figures, expected) => expect(words(...figures)).toBe(expected))
})

describe('lists and sources', () => {
  const rests = { statements: 0, claims: 0, figures: 0, verdicts: 0 }
  it.each([
    [say.sourceSentence(rests), 'Nothing on this site rests on it.'],
    [say.sourceSentence({ ...rests, statements: 1 }), '1 statement was read in it, with no claims.'],
    [
      say.sourceSentence({ statements: 2, claims: 1, figures: 1, verdicts: 1 }),
      '2 statements were read in it, with 1 claim. 1 figure was read in it; 1 verdict uses it.',
    ],
    [say.sourceSentence({ ...rests, figures: 3 }), '3 figures were read in it; no verdict uses them.'],
    [
      say.machineSourceSentence('working', 0, 0),
      'Read by machine: working. Nothing on this site rests on it yet.',
    ],
    [
      say.machineSourceSentence('working', 2, 1),
      'Read by machine: working. 1 passage of it is on the wire, not yet reviewed. 2 figures are worked out from it.',
    ],
    [
      say.sourcesSentence({ people: 0, publishers: 0, words: 0, figures: 0, machine: 0 }),
      'No source is recorded.',
    ],
    [
      say.sourcesSentence({ people: 0, publishers: 0, words: 0, figures: 0, machine: 1 }),
      'A machine reads 1 source.',
    ],
    [
      say.sourcesSentence({ people: 3, publishers: 1, words: 2, figures: 1, machine: 2 }),
      'People read 3 sources, of 1 publisher: words in 2, figures in 1. A machine reads 2 more sources.',
    ],
    [say.gapsSentence(0, 0), 'No gap is recorded.'],
    [
      say.gapsSentence(1, 1),
      '1 claim is due, and no figure that could test it was found in public. 1 more claim is not testable as worded.',
    ],
    [say.gapsSentence(0, 2), 'No claim is due without figures. 2 claims are not testable as worded.'],
    [say.voiceSentence(1, counts()), '1 statement. No claims yet.'],
    [say.voicesSentence(0, ['body', 'bodies'], { claiming: 0, answered: 0 }), 'No body is on record.'],
    [
      say.voicesSentence(2, ['person', 'people'], { claiming: 1, answered: 0 }),
      '2 people have words on record. 1 made a claim, and figures answer a claim of 0.',
    ],
    [say.statementsSentence(0, 0, true), 'No statement fits the filters.'],
    [say.statementsSentence(1, 0, true), '1 statement fits the filters, with no claims. The newest first.'],
    [say.measuresSentence(0, 0), 'No measure is recorded.'],
    [say.measuresSentence(3, 2), '3 measures: 2 with figures, 1 without.'],
    [say.organisationsSentence(0, 0, true), 'No organisation fits the filters.'],
    [say.organisationsSentence(0, 0, false), 'No organisation has been collected yet.'],
    [
      say.organisationsSentence(1, 1, false),
      '1 organisation of the sector is named in 1 published list, each counted once.',
    ],
    [say.organisationSentence([{ label: 'Named', listings: 0 }]), 'No published list names it now.'],
    [
      say.organisationSentence([
        { label: 'Named', listings: 2 },
        { label: 'Contracted', listings: 0 },
        { label: 'Paid', listings: 1 },
      ]),
      '3 listings: named (2) and paid (1).',
    ],
    [say.searchSentence('', 0, 0), 'Type a few words: a name, a number, a programme.'],
    [say.searchSentence('quay', 0, 0), 'Nothing was found for “quay”. Try fewer or other words.'],
    [say.searchSentence('quay', 1, 1), '1 result for “quay”.'],
    [say.searchSentence('quay', 70, 50), '70 results for “quay”, the best 50 shown.'],
  ])('%s', (words, expected) => expect(words).toBe(expected))
})
