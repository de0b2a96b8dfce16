// Does a calendar hold the days that the record holds, in a form that every calendar program reads?
import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { dueDays } from '../../src/domain/calendar.ts'
import { makeLedger } from '../../src/domain/ledger.ts'
import { claim, evidence, measure, statement } from '../domain/builders.ts'
import { realApp } from '../real-site.ts'

const { app, site } = await realApp()
const read = async (path: string) => {
  const response = await app.request(path)
  expect(response.status, path).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  return response.text()
}
const text = await read('/calendar.ics')
const whole = new ICAL.Component(ICAL.parse(text))
const events = whole.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
const valueIn = (component: ICAL.Component, name: string): string =>
  String(component.getFirstPropertyValue(name))

describe('the days', () => {
  const days = (over: Parameters<typeof claim>[0], lag: number | null = null) => {
    const from = evidence({
      measures: [measure({ publicationLagMonths: lag })],
      statements: [statement({ claims: [claim(over)] })],
    })
    const known = { asOf: '2015-01-01', today: '2015-01-01' }
    return dueDays(makeLedger({ evidence: from, tombstones: [], dataVersion: 'invented' }, known).claims)
  }

  it('are the due date, and the end of the usual wait where the measure states one', () => {
    expect(days({}).map(({ id, on }) => [id, on])).toEqual([
      ['due-minister-2011-06-15-harbour-1', '2012-12-31'],
    ])
    expect(days({}, 24).map(({ id, on }) => [id, on])).toEqual([
      ['due-minister-2011-06-15-harbour-1', '2012-12-31'],
      ['figures-minister-2011-06-15-harbour-1-harbour-bodies', '2014-12-31'],
    ])
  })

  it('of a vague date are the last one that it can mean', () => {
    expect(days({ due: { date: '2013-02', basis: 'stated' } })[0]).toMatchObject({
      on: '2013-02-28',
      due: '2013-02',
    })
  })

  it('are none for a description, which is due when said', () => {
    expect(days({ due: { date: null, basis: 'when-said' } })).toEqual([])
  })
})

describe('the calendar', () => {
  it('has an event for each day, at that day, and no other', () => {
    const expected = dueDays(site.ledger.claims)
    expect(expected.length).toBeGreaterThan(50)
    expect(events.map((event) => [event.uid, event.startDate.toString()])).toEqual(
      expected.map(({ id, on }) => [`${id}@words-vs-deeds`, on]),
    )
    for (const event of events) {
      expect(event.startDate.isDate, event.uid).toBe(true)
      expect(event.summary).toMatch(/^(?:Falls due|Figures expected by now): \S/)
      expect(valueIn(event.component, 'url')).toMatch(/^https:\/\/wvd\.example\/claims\//)
    }
  })

  it('says the claim, how its date came about, and the verdict', () => {
    const found = events.find(({ uid }) => uid === 'due-maude-2011-04-27-35-to-40-percent-1@words-vs-deeds')
    expect(found?.startDate.toString()).toBe('2017-03-31')
    expect(found?.description).toBe(
      [
        '“35% to 40% of the value of the contracts recently awarded” (Francis Maude, 27 April 2011)',
        'Due: March 2017, the end of the programme.',
        'Verdict as known on 24 November 2026: No figures published.',
        'Programme: Work Programme.',
      ].join('\n'),
    )
  })

  it('has what RFC 5545 asks of each part, and ids that occur once', () => {
    expect(valueIn(whole, 'version')).toBe('2.0')
    expect(valueIn(whole, 'prodid')).toBe('-//Words vs Deeds//Calendar//EN')
    const ids = events.map(({ uid }) => uid)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { component } of events)
      expect(valueIn(component, 'dtstamp')).toMatch(/^\d{4}-\d\d-\d\dT00:00:00Z$/)
  })

  it('has lines of at most 75 octets that end in CRLF', () => {
    const lines = text.split('\r\n')
    expect(lines.at(-1)).toBe('')
    expect(lines.join('')).not.toMatch(/[\r\n]/)
    for (const line of lines) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75)
    expect(lines.some((line) => line.startsWith(' '))).toBe(true)
  })

  it('is stamped by the data, not by the clock: the same on any day until a verdict changes', async () => {
    const stamps = (from: string) => from.match(/DTSTAMP:\d{8}/g)
    const known = (day: string) => read(`/calendar.ics?asOf=${day}`)
    expect(stamps(await known('2026-11-23'))).toEqual(stamps(await known('2026-11-22')))
    expect(stamps(text)?.every((stamp) => stamp <= 'DTSTAMP:20261124')).toBe(true)
  })

  it('exists for programmes and bodies that have days, and is linked where it exists', async () => {
    const of = async (path: string) =>
      new ICAL.Component(ICAL.parse(await read(path))).getAllSubcomponents('vevent')
    const all = site.ledger.programmes.flatMap(({ programme, claims }) =>
      dueDays(claims).length > 0 ? [{ path: `/programmes/${programme.id}`, n: dueDays(claims).length }] : [],
    )
    expect(all.length).toBeGreaterThan(15)
    for (const { path, n } of all) expect((await of(`${path}/calendar.ics`)).length).toBe(n)
    for (const path of ['/', '/gaps'])
      expect(await (await app.request(path)).text()).toContain('href="/calendar.ics"')
    for (const path of ['/programmes/work-programme', '/bodies/dwp'])
      expect(await (await app.request(path)).text()).toContain(`href="${path}/calendar.ics"`)
    expect((await app.request('/programmes/nobody/calendar.ics')).status).toBe(404)
  })

  it('knows only what had been said by a past day', async () => {
    const past = await read('/calendar.ics?asOf=2012-01-01')
    expect(past).not.toContain('johnson-2026')
    expect(past.length).toBeLessThan(text.length)
  })
})
