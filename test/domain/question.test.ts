// Is the question of a gap short, neutral, and put to somebody who can be asked?
import { describe, expect, it } from 'vitest'
import type { ClaimEntry } from '../../src/domain/ledger.ts'
import { makeLedger } from '../../src/domain/ledger.ts'
import {
  countWords,
  GAPS,
  MOST_FOI_WORDS,
  MOST_PQ_WORDS,
  MOST_SUBJECT_LETTERS,
  mailLink,
  questionOf,
  whatDoTheyKnowLink,
} from '../../src/domain/question.ts'
import type { Claim, Evidence } from '../../src/domain/nouns.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { readCuratedData } from '../../src/store/evidence.ts'
import { claim, evidence, holder, measure, programme, reading, statement } from './builders.ts'

const entryOf = (from: Evidence): ClaimEntry => {
  const ledger = makeLedger({ evidence: from, tombstones: [], dataVersion: 'test' }, known)
  const [entry] = ledger.claims
  if (entry === undefined) throw new Error('expected a claim')
  return entry
}
const known = { asOf: '2016-01-01', today: '2016-01-01' }
const withClaim = (over: Parameters<typeof claim>[0], said: Parameters<typeof statement>[0] = {}) =>
  evidence({ statements: [statement({ claims: [claim(over)], ...said })] })

describe('a question', () => {
  it('names series, period and breakdown, and whoever holds the figures', () => {
    const found = questionOf(entryOf(withClaim({ readings: [reading({ dimensions: { port: 'Hull' } })] })), [
      holder(),
    ])
    expect(found?.to?.id).toBe('department-of-harbours')
    expect(found?.pq).toBe(
      'To ask the Secretary of State for Harbours, what figures the Department holds on “Voluntary bodies in the harbour” and how they were counted (Harbour Programme; period: the period that includes 31 December 2012; port: Hull; by year).',
    )
    expect(found?.foi.subject).toBe('Voluntary bodies in the harbour: Harbour Programme')
    for (const part of [
      'Series: Voluntary bodies in the harbour. Voluntary bodies with a contract.',
      'Period: the period that includes 31 December 2012',
      'Breakdown: port: Hull, in total and for each year, where held',
    ])
      expect(found?.foi.text).toContain(part)
  })

  it('asks for a running total from the start of the programme', () => {
    const found = questionOf(entryOf(withClaim({ cumulative: true })), [holder()])
    expect(found?.foi.text).toContain('Period: from April 2010 to 31 December 2012')
  })

  it('about an act asks whether, when and in which cases; about vague words which measure was set', () => {
    const act: Partial<Claim> = { comparator: 'event', value: null, unit: null, readings: [] }
    expect(questionOf(entryOf(withClaim(act)), [holder()])?.pq).toContain(
      'what the Department holds on whether, when and in which cases this was done',
    )
    const vague = questionOf(entryOf(withClaim({ ...act, notTestable: 'No measure.' })), [holder()])
    expect(vague?.pq).toContain('“we will open the harbour to everybody”, what measure was set for this')
  })

  it('goes to whoever took over: a successor by name, a later department, or a programme handed over', () => {
    const at = (department: string, programmes: string[] = []) => {
      const from = { ...withClaim({}), programmes: [programme({ department })] }
      const seas = holder({ id: 'seas', name: 'Seas Office', names: ['SO'], programmes })
      return questionOf(entryOf(from), [holder({ names: ['DoH'] }), seas])?.to?.id
    }
    expect(at('DoH')).toBe('department-of-harbours')
    expect(at('Department of Harbours, later SO')).toBe('seas')
    expect(at('Department of Harbours', ['harbour-programme'])).toBe('seas')
    expect(at('SO / Department of Harbours')).toBe('department-of-harbours')
  })

  it('goes to a council about its own services, where no minister answers', () => {
    const town = holder({ id: 'town', name: 'Harbour Town Council', names: [], minister: null })
    const said = { speaker: { name: null, role: null, body: 'Harbour Town Council' } }
    const found = questionOf(entryOf(withClaim({}, said)), [holder(), town])
    expect([found?.to?.id, found?.pq, found?.others.map(({ id }) => id)]).toEqual([
      'town',
      null,
      ['department-of-harbours'],
    ])
  })

  it('is addressed to nobody where the evidence names nobody', () => {
    const from = { ...withClaim({}), programmes: [programme({ department: null })] }
    const found = questionOf(entryOf(from), [holder({ name: 'Other', names: [] })])
    expect([found?.to, found?.pq, found && whatDoTheyKnowLink(found)]).toEqual([null, null, null])
  })
})

describe('a question is taken along', () => {
  const found = questionOf(entryOf(withClaim({})), [holder()])
  if (found === null) throw new Error('expected a question')

  it('by e-mail, without a recipient unless one is known', () => {
    expect(mailLink(found)).toMatch(/^mailto:\?subject=Voluntary%20bodies/)
    const known = holder({ email: 'foi@harbours.example' })
    expect(mailLink({ ...found, to: known })).toMatch(/^mailto:foi@harbours\.example\?subject=/)
    const body = new URL(mailLink(found)).searchParams.get('body') ?? ''
    expect(body.replaceAll('\r\n', '\n')).toContain(found.foi.text)
  })

  it('to WhatDoTheyKnow: its form by the name there, its search without one', () => {
    const url = new URL(whatDoTheyKnowLink(found) ?? '')
    expect(url.pathname).toBe('/new/harbours')
    expect(url.searchParams.get('title')).toBe(found.foi.subject)
    expect(url.searchParams.get('default_letter')).toBe(found.foi.text)
    const unknown = { ...found, to: holder({ whatDoTheyKnow: null }) }
    expect(whatDoTheyKnowLink(unknown)).toBe(
      'https://www.whatdotheyknow.com/select_authority?query=Department%20of%20Harbours',
    )
  })
})

describe('the questions of the project’s own gaps', async () => {
  const { evidence: own, asking } = await readCuratedData(`${PROJECT_DIR}/data`)
  const { claims } = makeLedger(
    { evidence: own, tombstones: [], dataVersion: 'test' },
    { asOf: '2026-11-26', today: '2026-11-26' },
  )
  const gaps = claims.filter(({ verdict }) => GAPS.includes(verdict.result))

  it('there is one for each, and none elsewhere', () => {
    expect(gaps.length).toBeGreaterThan(100)
    for (const entry of claims)
      expect(questionOf(entry, asking.holders) !== null, entry.claim.id).toBe(gaps.includes(entry))
  })

  it('each is short, one sentence in Parliament, and fits an address', () => {
    for (const entry of gaps) {
      const found = questionOf(entry, asking.holders)
      const { id } = entry.claim
      expect(found?.to, id).not.toBeNull()
      expect(countWords(found?.foi.text ?? ''), id).toBeLessThanOrEqual(MOST_FOI_WORDS)
      expect(found?.foi.subject.length, id).toBeLessThanOrEqual(MOST_SUBJECT_LETTERS)
      expect(whatDoTheyKnowLink(found ?? never())?.length, id).toBeLessThan(2000)
      if (found?.pq == null) continue
      expect(found.pq, id).toMatch(
        /^To ask the (?:Secretary of State for|Minister for|Chancellor of) [^.?!]+?, .*\)\.$/s,
      )
      expect(countWords(found.pq), id).toBeLessThanOrEqual(MOST_PQ_WORDS)
    }
  })

  it('none says more than the record: no verdict, no blame', () => {
    for (const entry of gaps) {
      const found = questionOf(entry, asking.holders)
      const { statement, claim } = entry
      const recorded = [statement.quote, claim.population, claim.text.replace(/\.$/, '')]
      const ours = recorded.reduce(
        (text, part) => text.replaceAll(part, ''),
        `${found?.pq} ${found?.foi.text}`,
      )
      expect(ours, claim.id).not.toMatch(/\b(?:fail|broke|promise|refus|despite|admit|silence)/i)
    }
  })

  it('every department of the evidence, and every council that spoke, can be asked', () => {
    const names = asking.holders.flatMap(({ name, names }) => [name, ...names])
    for (const { id, department } of own.programmes)
      if (department !== null)
        expect(
          names.some((name) => department.includes(name)),
          id,
        ).toBe(true)
    for (const { speaker } of own.statements)
      if (/Council/.test(speaker.body)) expect(names).toContain(speaker.body)
  })
})

const never = (): never => {
  throw new Error('expected a question')
}

it('a measure whose definition repeats its name is not named twice', () => {
  const from = { ...withClaim({}), measures: [measure({ definition: 'Voluntary bodies in the harbour.' })] }
  expect(questionOf(entryOf(from), [holder()])?.foi.text).toContain(
    'Series: Voluntary bodies in the harbour\n',
  )
})
