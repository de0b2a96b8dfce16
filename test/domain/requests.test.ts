// Is a request that was put to a holder shown as it stood, and is a faulty record of one named?
import { describe, expect, it } from 'vitest'
import {
  askedAbout,
  checkAsking,
  type Holder,
  holderSchema,
  type Request,
  requestSchema,
} from '../../src/domain/requests.ts'
import { evidence, holder, request } from './builders.ts'

const asking = (holders: Holder[], requests: Request[]) => ({ holders, requests })

describe('the clock of a request', () => {
  const answered = request({ answered: '2015-03-11', outcome: 'partly-given', note: 'Totals only.' })

  it('runs from the day of asking until there is an answer', () => {
    const [one] = askedAbout(asking([holder()], [request()]), request().claim, '2015-02-21')
    expect(one?.waiting).toBe(20)
    expect(one?.inWords).toBe(
      'Asked on 1 February 2015 (freedom-of-information request, Department of Harbours): no answer after 20 days.',
    )
  })

  it('stops at the answer, which says what came of it', () => {
    const [one] = askedAbout(asking([holder()], [answered]), answered.claim, '2015-03-11')
    expect(one?.waiting).toBeNull()
    expect(one?.inWords).toBe(
      'Asked on 1 February 2015 (freedom-of-information request, Department of Harbours). Answered on 11 March 2015: part of the figures was given. Totals only.',
    )
  })

  it('knows no answer before its day, and no request before its own', () => {
    const on = (day: string) => askedAbout(asking([holder()], [answered]), answered.claim, day)
    expect(on('2015-03-10')[0]?.waiting).toBe(37)
    expect(on('2015-01-31')).toEqual([])
  })

  it('of another claim is not shown', () => {
    expect(askedAbout(asking([holder()], [answered]), 'somebody-else#1', '2020-01-01')).toEqual([])
  })
})

describe('a record of a request', () => {
  it.each([
    ['an outcome without an answer', { outcome: 'given' }],
    ['an answer without an outcome', { answered: '2015-03-01' }],
    ['an answer before the question', { answered: '2015-01-01', outcome: 'given' }],
    ['nothing to look it up by', { url: null, reference: null }],
    ['a kind that there is not', { kind: 'letter' }],
  ])('with %s is refused', (_, over) => {
    expect(requestSchema.safeParse({ ...request(), ...over }).success).toBe(false)
    expect(requestSchema.safeParse(request()).success).toBe(true)
  })

  it('must name a claim and a holder that exist', () => {
    const odd = request({ claim: 'nobody#1', holder: 'nobody' })
    expect(checkAsking(asking([holder()], [odd]), evidence()).map(({ field, got }) => [field, got])).toEqual([
      ['claim', '"nobody#1"'],
      ['holder', '"nobody"'],
    ])
    expect(checkAsking(asking([holder()], [request()]), evidence())).toEqual([])
  })

  it('has an id of its own, and so has a holder; no two holders answer to one name or programme', () => {
    const twin = holder({ names: [], programmes: ['harbour-programme'] })
    const found = checkAsking(
      asking([holder({ programmes: ['harbour-programme'] }), twin], [request(), request()]),
      evidence(),
    )
    expect(found.map(({ file, field }) => [file, field])).toEqual([
      ['holders.json', 'id'],
      ['holders.json', 'name'],
      ['holders.json', 'programme'],
      ['requests.json', 'id'],
    ])
  })

  it('a holder has a name for an address, not an address', () => {
    expect(holderSchema.safeParse(holder({ whatDoTheyKnow: 'a/b?c' })).success).toBe(false)
  })
})
