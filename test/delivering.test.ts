// Does a file that a department publishes change what the site says of a claim, with the old answer kept under its date? On an invented workbook.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestOf } from '../src/collect/warc.ts'
import { PROJECT_DIR } from '../src/config.ts'
import { xlsxOf } from './collect/formats/workbooks.ts'
import { writeWarc } from './collect/warc-of.ts'

const CLI = join(PROJECT_DIR, 'dist', 'src', 'cli.js')
const CLAIM = '/claims/hmt-2020-11-25-restart-million/1'
/** The words ask for a million people by June 2024. The curated evidence knows 450,000, up to April 2023. */
const TABLE = (starts: number) =>
  xlsxOf([
    {
      name: '1_1',
      rows: [
        ['1.1 Restart, invented'],
        ['Month', 'Contract package area', 'Cumulative referrals', 'Cumulative starts'],
        ['June 2024', 'All contract package areas', 1_300_000, starts],
      ],
    },
  ])

describe('a table that a department publishes, and corrects', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'delivering-'))
  const environment = {
    ...{ PATH: process.env.PATH ?? '', DATA_DIR: folder, LOG_LEVEL: 'error' },
    ...{ AS_OF: '2026-11-25', SCHEDULE: 'off', PORT: '0' },
  }
  let server: ReturnType<typeof spawn>
  let address: string
  const answer = async (path: string) => (await fetch(`${address}${path}`)).text()
  const startsOn = async (day: string) => {
    const { data } = JSON.parse(await answer(`${CLAIM}.json?asOf=${day}`))
    return data.verdict.readings.find(({ measure }: { measure: string }) => measure === 'restart-starts')
  }

  beforeAll(async () => {
    const file = await writeWarc(
      join(folder, 'restart.warc'),
      [
        { media: 'aaaa1111', day: '2026-09-01', starts: 900_000 },
        { media: 'bbbb2222', day: '2026-10-01', starts: 1_100_000 },
      ].map(({ media, day, starts }) => ({
        url: `https://assets.publishing.service.gov.uk/media/${media}/restart-tables-june-2024.xlsx`,
        time: `${day}T12:00:00Z`,
        body: TABLE(starts),
      })),
    )
    execFileSync(process.execPath, [CLI, 'collect', '--replay', file], { env: environment })

    const child = spawn(process.execPath, [CLI, 'serve', '--json'], { env: environment })
    server = child
    address = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (line) => resolve(JSON.parse(String(line)).address))
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    })
  }, 120_000)
  afterAll(() => {
    server?.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  })

  it('moves the figure that the claim rests on, and keeps what was known on each day', async () => {
    const known = []
    for (const day of ['2026-08-31', '2026-09-30', '2026-11-25']) {
      const { lean, used } = await startsOn(day)
      known.push([day, lean, used[0].interval.low])
    }
    expect(known).toEqual([
      ['2026-08-31', 'below', 450_000],
      ['2026-09-30', 'below', 900_000],
      ['2026-11-25', 'inside', 1_100_000],
    ])
  })

  it('settles nothing that a person has called another question', async () => {
    expect(await startsOn('2026-11-25')).toMatchObject({ match: 'proxy', result: 'no-match' })
  })

  it('leads from the claim to the cell, the file and its digest', async () => {
    const { used } = await startsOn('2026-11-25')
    const { data } = JSON.parse(await answer(`/measures/restart-starts/${used[0].observation}.json`))
    expect(data.observation).toMatchObject({ value: 1_100_000, status: 'revised', published: '2026-10-01' })
    expect(data.origin.file).toEqual({
      url: 'https://assets.publishing.service.gov.uk/media/bbbb2222/restart-tables-june-2024.xlsx',
      ...{ captured: '2026-10-01T12:00:00.000Z', digest: digestOf(TABLE(1_100_000)) },
    })
    expect(data.observation.locator).toBe('restart-tables-june-2024.xlsx: Sheet 1_1, row 3, column D')
    expect(data.observation.display).toBe('1100000')
    const page = await answer(`/measures/restart-starts/${used[0].observation}`)
    expect(page).toContain(digestOf(TABLE(1_100_000)))
    expect(page).toContain('2 vintages')
    expect(page).toContain('<h1>1,100,000, July 2021 to June 2024</h1>')
  })
})
