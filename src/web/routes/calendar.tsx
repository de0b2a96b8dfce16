// When do claims fall due and figures appear, as a calendar that a reader's own program follows?
//
// iCalendar (RFC 5545, with RFC 7986's name and interval), written by ical.js. All days are whole days. Nothing is read
// from a clock: an event is stamped with the day on which its claim's verdict last changed.
import ICAL from 'ical.js'
import { type DueDay, dueDays } from '../../domain/calendar.ts'
import { printDate } from '../../domain/dates.ts'
import type { ClaimEntry } from '../../domain/ledger.ts'
import { RESULT_WORDS } from '../../domain/vocabulary.ts'
import { defineFile, type FileResource, type Made, type View } from '../resource.ts'
import { SITE_NAME } from '../views/layout.tsx'
import { claimPath } from '../views/parts.tsx'

export const CALENDAR_TYPE = 'text/calendar; charset=utf-8'
// A line may have 75 octets (section 3.1); the library leaves out of account the space at the start of a folded one.
ICAL.foldLength = 74

const BASIS: Readonly<Record<ClaimEntry['claim']['due']['basis'], string>> = {
  'when-said': 'the day of the words',
  stated: 'as stated',
  'programme-end': 'the end of the programme',
  '24-months': 'by the rule, 24 months after the words, which name no date',
}

const summaryOf = ({ kind, entry, measure }: DueDay): string =>
  kind === 'due' ? `Falls due: ${entry.claim.text}` : `Figures expected by now: ${measure?.name}`

function descriptionOf({ kind, due, entry, measure }: DueDay, { ledger }: View): string {
  const { claim, statement, verdict, programmes } = entry
  const { name, body } = statement.speaker
  const said = statement.date === null ? '' : `, ${printDate(statement.date)}`
  return [
    `“${statement.quote}” (${name ?? body}${said})`,
    ...(kind === 'figures' ? [claim.text] : []),
    `Due: ${printDate(due)}, ${BASIS[claim.due.basis]}.`,
    ...(measure === null
      ? []
      : [`Figures on “${measure.name}” usually appear within ${measure.publicationLagMonths} months.`]),
    `Verdict as known on ${printDate(ledger.asOf)}: ${RESULT_WORDS[verdict.result].byKind[statement.kind]}.`,
    `Programme: ${programmes.map((programme) => programme.name).join('; ')}.`,
  ].join('\n')
}

/** The calendar of some claims; null when nothing in it has a day. */
function calendar(title: string, claims: readonly ClaimEntry[], path: string, view: View): Made | null {
  const days = dueDays(claims)
  if (days.length === 0) return null
  const whole = new ICAL.Component('vcalendar')
  const put = (component: ICAL.Component, name: string, value: string | ICAL.Time, type?: string): void => {
    const property = new ICAL.Property(name, component)
    if (type !== undefined) property.resetType(type)
    property.setValue(value)
    component.addProperty(property)
  }
  put(whole, 'version', '2.0')
  put(whole, 'prodid', `-//${SITE_NAME}//Calendar//EN`)
  put(whole, 'method', 'PUBLISH')
  put(whole, 'name', title)
  put(whole, 'x-wr-calname', title)
  put(whole, 'refresh-interval', 'P1D', 'duration')
  put(whole, 'source', `${view.siteUrl}${view.href(path)}`, 'uri')
  for (const day of days) {
    const event = new ICAL.Component('vevent')
    const changed = view.history(day.entry.claim.id).at(-1)?.from ?? view.ledger.asOf
    const stamp = ICAL.Time.fromDateTimeString(`${changed}T00:00:00Z`)
    put(event, 'uid', `${day.id}@words-vs-deeds`)
    put(event, 'dtstamp', stamp)
    put(event, 'last-modified', stamp)
    put(event, 'dtstart', ICAL.Time.fromDateString(day.on), 'date')
    put(event, 'summary', summaryOf(day))
    put(event, 'description', descriptionOf(day, view))
    put(event, 'url', `${view.siteUrl}${claimPath(day.entry.claim.id)}`, 'uri')
    put(event, 'transp', 'TRANSPARENT')
    whole.addSubcomponent(event)
  }
  const file = path.slice(1).replaceAll('/', '-')
  return {
    body: `${whole.toString()}\r\n`,
    headers: { 'Content-Disposition': `inline; filename="${file}"` },
  }
}

const hasDays = ({ claims }: { readonly claims: readonly ClaimEntry[] }): boolean =>
  dueDays(claims).length > 0

const calendarPath = (of = ''): string => `${of}/calendar.ics`

/** The address of the calendar of everything, of a programme or of a body; null where nothing has a day. */
export const calendarOf = (of: string, claims: readonly ClaimEntry[]): string | null =>
  hasDays({ claims }) ? calendarPath(of) : null

export const CALENDARS: readonly FileResource[] = [
  defineFile({
    pattern: '/calendar.ics',
    summary: 'Days on which claims fall due and figures are expected, as iCalendar.',
    type: CALENDAR_TYPE,
    addresses: (ledger) => (hasDays(ledger) ? [{}] : []),
    make: (view) => calendar(SITE_NAME, view.ledger.claims, calendarPath(), view),
  }),
  defineFile({
    pattern: '/programmes/:id/calendar.ics',
    summary: 'The calendar of one programme.',
    type: CALENDAR_TYPE,
    addresses: (ledger) => ledger.programmes.filter(hasDays).map(({ programme: { id } }) => ({ id })),
    make(view, { id = '' }) {
      const found = view.ledger.programmes.find(({ programme }) => programme.id === id)
      if (found === undefined) return null
      const title = `${found.programme.name} – ${SITE_NAME}`
      return calendar(title, found.claims, calendarPath(`/programmes/${id}`), view)
    },
  }),
  defineFile({
    pattern: '/bodies/:id/calendar.ics',
    summary: 'The calendar of what one body said.',
    type: CALENDAR_TYPE,
    addresses: (ledger) => ledger.bodies.filter(hasDays).map(({ id }) => ({ id })),
    make(view, { id = '' }) {
      const found = view.ledger.bodies.find((body) => body.id === id)
      if (found === undefined) return null
      return calendar(`${found.name} – ${SITE_NAME}`, found.claims, calendarPath(`/bodies/${id}`), view)
    },
  }),
]
