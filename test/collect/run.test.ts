// Does a run keep its promises: every finding with its source, edits noticed, failures that change nothing?
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { collectSources } from '../../src/collect/collect.ts'
import { takeLock } from '../../src/collect/lock.ts'
import { healthOf, readRuns } from '../../src/collect/runs.ts'
import type { Stretch } from '../../src/collect/versions.ts'
import { send } from './play.ts'
import { setTheStage, sourceNamed } from './stage.ts'

let stage: Awaited<ReturnType<typeof setTheStage>>
beforeEach(async () => {
  stage = await setTheStage()
})
afterEach(() => stage.close())

const GOVUK = 'gov-uk-speeches'
const read = (kind: string, source = GOVUK) => stage.store.read({ source, kind })

describe('a healthy run', () => {
  test('reads lists, pages and details, and gives the line that was promised', async () => {
    const summary = await stage.run(await sourceNamed(GOVUK))
    expect(summary).toEqual({
      source: GOVUK,
      pages: 8,
      findings: 5,
      new: 5,
      changed: 0,
      unchanged: 0,
      skipped: [],
      issues: [],
      error: null,
    })
    expect(Object.keys(summary)).toEqual([
      'source',
      'pages',
      'findings',
      'new',
      'changed',
      'unchanged',
      'skipped',
      'issues',
      'error',
    ])
  })

  test('gives each finding its provenance, with canonical addresses whatever mirror served them', async () => {
    await stage.run(await sourceNamed(GOVUK))
    const [document] = await read('document')
    expect(document).toMatchObject({
      id: '00000000-0000-4000-8000-000000000001',
      payload: { title: 'Speech 1', date: '2013-06-19', status: 'live' },
      provenance: {
        source: GOVUK,
        url: 'https://www.gov.uk/api/content/government/speeches/speech-1',
        capture: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        run: expect.any(String),
      },
    })
  })

  test('a second run asks conditionally and changes nothing', async () => {
    const source = await sourceNamed(GOVUK)
    await stage.run(source)
    const before = await read('document')
    expect(await stage.run(source)).toMatchObject({
      findings: 5,
      new: 0,
      changed: 0,
      unchanged: 5,
      error: null,
    })
    expect(await read('document')).toEqual(before)
    // The list's address carries the cursor, so it is new; the five speeches are not.
    expect(stage.server.hits.filter((hit) => hit.headers['if-none-match'])).toHaveLength(5)
  })

  test('two sources on one host still ask one thing at a time', async () => {
    const sources = [await sourceNamed(GOVUK), await sourceNamed('parliament-answers')]
    const summaries = await collectSources(sources, {
      ...stage.context,
      baseUrls: { [GOVUK]: stage.server.url, 'parliament-answers': stage.server.url },
    })
    expect(summaries.map(({ source, findings, error }) => ({ source, findings, error }))).toEqual([
      { source: GOVUK, findings: 5, error: null },
      { source: 'parliament-answers', findings: 4, error: null },
    ])
    expect(stage.server.atOnce()).toBe(1)
    const [answer] = await read('document', 'parliament-answers')
    expect(answer?.payload).toMatchObject({
      date: '2014-11-10',
      paragraphs: [{ text: 'There were 1,000 referrals.' }, { text: 'The rest was paid.' }],
    })
  })

  test('the run is recorded with its counts, bytes, requests and durations, and the cursor is kept', async () => {
    await stage.run(await sourceNamed(GOVUK))
    const [run] = await readRuns(stage.store, GOVUK)
    expect(run).toMatchObject({
      state: 'ok',
      mode: 'live',
      requests: 9,
      summary: { findings: 5 },
      took: { total: expect.any(Number) },
    })
    expect(run?.bytes).toBeGreaterThan(1000)
    expect(await read('cursor')).toEqual([
      { id: 'cursor', value: new Date(stage.world.now()).toISOString().slice(0, 10) },
    ])
  })
})

describe('edits', () => {
  test('a silent edit keeps both versions and raises an event with a word-level diff', async () => {
    const source = await sourceNamed(GOVUK)
    await stage.run(source)
    const speech = stage.server.speeches.get('speech-1')
    if (speech) speech.words = ['We will hand over 10 services.', 'Charities may deliver a third of them.']
    expect(await stage.run(source)).toMatchObject({ new: 0, changed: 1, unchanged: 4 })
    const [version] = await read('versions')
    expect(version?.payload).toMatchObject({
      paragraphs: [{}, { text: 'Charities will deliver almost half of them.' }],
    })
    const [event] = await read('events')
    expect(event).toMatchObject({ event: 'edit', kind: 'document', announced: false })
    const diff = event?.diff as unknown as Stretch[]
    expect(diff.filter((stretch) => stretch.op === 'removed').map(({ text }) => text)).toEqual([
      'will',
      'almost',
      'half',
    ])
    expect(diff.filter((stretch) => stretch.op === 'added').map(({ text }) => text)).toEqual([
      'may',
      'a',
      'third',
    ])
  })

  test('an edit that the publisher announces says so; another layout of the same words is no edit', async () => {
    const source = await sourceNamed(GOVUK)
    await stage.run(source)
    const [one, two] = [stage.server.speeches.get('speech-1'), stage.server.speeches.get('speech-2')]
    if (one) Object.assign(one, { words: ['Other words.'], updated: '2014-01-01T00:00:00Z' })
    if (two) two.words = two.words.map((words) => `  <b>${words.replaceAll(' ', '&nbsp; ')}</b>\u00ad`)
    expect(await stage.run(source)).toMatchObject({ changed: 1, unchanged: 4 })
    expect((await read('events')).map((event) => event.announced)).toEqual([true])
  })

  test('a withdrawn page is an event; a page that is gone keeps its words and is marked gone, once', async () => {
    const source = await sourceNamed(GOVUK)
    await stage.run(source)
    const speech = stage.server.speeches.get('speech-1')
    if (speech) speech.withdrawn = true
    stage.server.speeches.delete('speech-2')
    const summary = await stage.run(source)
    expect(summary).toMatchObject({ error: null, changed: 2 })
    expect(summary.skipped).toEqual([
      { url: 'https://www.gov.uk/api/content/government/speeches/speech-2', why: 'gone (404)' },
    ])
    expect((await read('events')).map((event) => event.event).sort()).toEqual(['gone', 'withdrawn'])
    const documents = await read('document')
    expect(documents).toHaveLength(5)
    expect(documents.map((document) => (document.payload as { status?: string }).status)).toEqual([
      'withdrawn',
      'gone',
      'live',
      'live',
      'live',
    ])
    expect(documents[1]?.payload).toMatchObject({
      paragraphs: [{}, { text: 'Charities will deliver almost half of them.' }],
    })
    await stage.run(source)
    expect(await read('events')).toHaveLength(2)
  })

  test('a page that is blocked or failing changes no record', async () => {
    const source = await sourceNamed(GOVUK)
    await stage.run(source)
    const before = await read('document')
    stage.server.on('/api/content/government/speeches/speech-3', (_, response) => send(response, 500, 'bug'))
    stage.server.on('/api/content/government/speeches/speech-4', (_, response) => send(response, 403, 'no'))
    const summary = await stage.run(source)
    expect(summary).toMatchObject({ error: null, changed: 0 })
    expect(summary.skipped.map(({ why }) => why)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^failed: answered 500/),
        expect.stringMatching(/^blocked: answered 403/),
      ]),
    )
    expect(await read('document')).toEqual(before)
    expect((await readRuns(stage.store, GOVUK)).at(-1)?.state).toBe('partial')
  })
})

describe('a run that must not be believed', () => {
  test('a changed structure fails the run and changes no finding, not even those read before', async () => {
    const source = await sourceNamed(GOVUK)
    await stage.run(source)
    const before = await read('document')
    const speech = stage.server.speeches.get('speech-1')
    if (speech) speech.words = ['Edited.']
    stage.server.on('/api/content/government/speeches/speech-5', (_, response) =>
      send(response, 200, '{"details": {', { 'content-type': 'application/json' }),
    )
    const summary = await stage.run(source)
    expect(summary.error).toMatch(/gov-uk-speeches: https:.*speech-5: expected JSON, got 13 characters/)
    expect(summary).toMatchObject({ new: 0, changed: 0 })
    expect(await read('document')).toEqual(before)
    expect(await read('events')).toEqual([])
  })

  test('fewer findings than the stated minimum fail the run; more than the maximum are an issue', async () => {
    const few = await stage.run(await sourceNamed(GOVUK, { expected: { min: 6, max: 9 } }))
    expect(few.error).toMatch(/expected at least 6 findings, got 5/)
    expect(await read('document')).toEqual([])
    const many = await stage.run(await sourceNamed(GOVUK, { expected: { min: 1, max: 4 } }))
    expect(many).toMatchObject({
      error: null,
      issues: [{ what: expect.stringMatching(/at most 4 findings, got 5/) }],
    })
  })

  test('an unknown category is an issue, never a default, and the rest of the run counts', async () => {
    const speech = stage.server.speeches.get('speech-2')
    if (speech) speech.type = 'oral_statement'
    const summary = await stage.run(await sourceNamed(GOVUK))
    expect(summary).toMatchObject({ findings: 4, error: null })
    expect(summary.issues).toEqual([
      {
        what: expect.stringMatching(/"document-type" has no entry for "oral_statement"/),
        url: expect.stringMatching(/speech-2$/),
        capture: expect.stringMatching(/^sha256:/),
      },
    ])
  })

  test('three failures in a row mark the source as failing, with when it last worked', async () => {
    const source = await sourceNamed(GOVUK)
    await stage.run(source)
    const worked = (await readRuns(stage.store, GOVUK))[0]?.finished
    stage.server.on('/robots.txt', (_, response) =>
      send(response, 403, '', { 'x-amzn-waf-action': 'challenge' }),
    )
    stage.world.jump(25 * 3600 * 1000)
    const states: string[] = []
    for (let n = 0; n < 3; n++) {
      expect((await stage.run(source)).error).toMatch(/nothing could be read/)
      states.push(healthOf(await readRuns(stage.store, GOVUK)).state)
    }
    expect(states).toEqual(['working', 'working', 'failing'])
    expect(healthOf(await readRuns(stage.store, GOVUK))).toMatchObject({
      failures: 3,
      lastWorked: worked,
      lastError: expect.stringMatching(/challenge/),
    })
    expect(await read('document')).toHaveLength(5)
  })

  test('a source that another process holds is left to it, and nothing is recorded as failed', async () => {
    const release = takeLock(join(stage.context.captures, GOVUK, '.lock'), GOVUK)
    const [summary] = await collectSources([await sourceNamed(GOVUK)], stage.context)
    release()
    expect(summary?.error).toMatch(/being collected by process/)
    expect(await readRuns(stage.store, GOVUK)).toEqual([])
    expect(existsSync(join(stage.context.captures, GOVUK, '.lock'))).toBe(false)
  })
})

test('a stopped run changes nothing, and the next one takes up what it had captured', async () => {
  const stop = new AbortController()
  const source = await sourceNamed(GOVUK)
  const summary = await stage.run(source, {
    signal: stop.signal,
    onProgress: ({ pages }) => pages === 4 && stop.abort(),
  })
  expect(summary.error).toMatch(/stopped before its end/)
  expect(await read('document')).toEqual([])
  const asked = stage.server.hits.length
  expect(await stage.run(source)).toMatchObject({ findings: 5, new: 5, error: null })
  expect(stage.server.hits.length - asked).toBe(4)
  expect((await readRuns(stage.store, GOVUK)).map((run) => run.state)).toEqual(['interrupted', 'ok'])
})
