// Does the scraper of written questions read the real payloads as a person reads them?
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/parliament-written-questions/scraper.ts'
import type { DocumentPayload } from '../../src/collect/finding.ts'
import { parsePage } from '../../src/collect/parse-page.ts'
import { PROJECT_DIR } from '../../src/config.ts'

const folder = join(PROJECT_DIR, '..', 'shared', 'captures', 'statements', 'written-questions')

describe.skipIf(!existsSync(folder))(
  'real written questions (skipped when the captures are not there)',
  () => {
    const index: { files: { file: string; original_url: string }[] } = existsSync(folder)
      ? JSON.parse(readFileSync(join(folder, 'INDEX.json'), 'utf8'))
      : { files: [] }
    const read = (file: string) => {
      const url = index.files.find((one) => one.file === file)?.original_url.split(/\s/)[0] ?? ''
      expect(scraper.handles(new URL(url))).toBe(true)
      return parsePage(
        scraper,
        {},
        {
          url,
          status: 200,
          captured: '2026-01-01T00:00:00.000Z',
          contentType: 'application/json; charset=utf-8',
          bytes: readFileSync(join(folder, file)),
        },
      )
    }
    const document = (file: string): DocumentPayload => {
      const { findings, issues } = read(file)
      expect(issues).toEqual([])
      expect(findings).toHaveLength(1)
      return findings[0]?.payload as unknown as DocumentPayload
    }

    it('leads from all 1,004 joined rows to their details, and quotes none of them', () => {
      const { findings, follow, issues } = read('commons-2024-08.json')
      expect(findings).toEqual([])
      expect(follow).toHaveLength(1004)
      expect(follow).toContain(
        'https://questions-statements-api.parliament.uk/api/writtenquestions/questions/1725947?expandMember=true&sessionStatus=Any',
      )
      expect(issues).toHaveLength(1)
      expect(issues[0]).toMatchObject({ detail: { rows: 1004 } })
    })

    it('explains every single row, and says which had no answer', () => {
      const rows = index.files.filter(({ file }) => file.startsWith('item-'))
      expect(rows).toHaveLength(38)
      const unanswered = rows.filter(({ file }) => {
        const { findings, follow, issues } = read(file)
        expect(findings).toEqual([])
        expect(issues.length).toBeGreaterThan(0)
        return follow.length === 0
      })
      expect(unanswered.map(({ file }) => file)).toEqual(['item-1724725.json', 'item-1724726.json'])
    })

    it('reads a kept detail whole: a question over 255 characters, and an answer without its blank paragraphs', () => {
      const { paragraphs, speakers, date, extra } = document('fulltext-1674608.json')
      expect(paragraphs.map(({ text }) => text.slice(-40))).toEqual([
        'the full extent of the value they can generate.'.slice(-40),
        'urthering the opportunities available to SMEs within the sector.'.slice(-40),
        'ier for SMEs to find and bid in for defence work.'.slice(-40),
      ])
      expect(paragraphs[0]?.text).toContain('(b) social enterprises to demonstrate the full extent')
      expect(paragraphs.map(({ speaker }) => speaker)).toEqual([undefined, undefined, undefined])
      expect(speakers).toEqual([])
      expect(date).toBeNull()
      expect(extra).toHaveProperty('storedRow')
    })

    it('reads lists inside an answer item by item', () => {
      const { paragraphs } = document('fulltext-1677548.json')
      // The question, two paragraphs, three items, a paragraph and four items, counted in the payload.
      expect(paragraphs).toHaveLength(11)
      expect(paragraphs[3]?.text).toMatch(/^Introducing employment advisors within MSK services/)
      expect(paragraphs.at(-1)?.text).toMatch(/Individual Placement and Support \(IPS\)$/)
    })

    it('reads every kept detail', () => {
      for (const { file } of index.files.filter(({ file }) => file.startsWith('fulltext-')))
        expect(document(file).paragraphs.length).toBeGreaterThan(1)
    })
  },
)
