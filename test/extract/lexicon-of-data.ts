// Which words do the tests read with? The reviewed lists themselves, and programmes invented for the tests.
import { readdirSync, readFileSync } from 'node:fs'
import {
  type Lexicon,
  type MeasureWords,
  type ProgrammeNames,
  parseLexicon,
} from '../../src/extract/index.ts'

const folder = new URL('../../data/words/', import.meta.url)

/** The reviewed word lists, by file name. */
export function readWords(): Record<string, unknown> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return Object.fromEntries(
    names.map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(new URL(name, folder), 'utf8'))]),
  )
}

const programme = (id: string, name: string, ...aliases: string[]): ProgrammeNames => ({ id, name, aliases })

/** Programmes as the evidence names them, with the aliases that have an ordinary sense too. */
export const programmes: readonly ProgrammeNames[] = [
  programme('work-programme', 'Work Programme', 'The Work Programme', 'WP'),
  programme('restart-scheme', 'Restart Scheme', 'Restart'),
  programme('kickstart-scheme', 'Kickstart Scheme', 'Kickstart'),
  programme('compact', 'The Compact (renewed 2010)', 'national Compact', 'local Compacts'),
  programme('civil-society-covenant', 'Civil Society Covenant', 'Covenant'),
  programme('life-chances-fund', 'Life Chances Fund', 'LCF'),
  programme('social-impact-bonds', 'Social impact bonds', 'SIBs'),
  programme('big-society-capital', 'Big Society Capital', 'Big Society Bank', 'BSC'),
  programme('big-society-open-public-services', 'Big Society and Open Public Services', 'Big Society'),
  programme('personal-budgets', 'Personal budgets in adult social care', 'direct payments'),
  programme('transforming-rehabilitation', 'Transforming Rehabilitation', 'TR', 'CRCs'),
  programme('troubled-families', 'Troubled Families Programme', 'TFP'),
  programme('public-service-mutuals', 'Public service mutuals'),
  programme('vcse-public-procurement', 'Public procurement from VCSEs'),
  programme('government-funding-of-charities', 'Government funding of charities (sector-wide)'),
  programme('government-grants', 'Central government grants'),
  programme('national-citizen-service', 'National Citizen Service', 'NCS'),
  programme('employer-nics-2025-charities', 'Employer National Insurance rise and charities'),
]

/** Two measures invented for the tests. */
export const measures: readonly MeasureWords[] = [
  {
    id: 'supply-chain-share',
    name: 'Voluntary sector share of the supply chain',
    definition: 'Share of listed subcontractors in the supply chain that are voluntary bodies.',
    unit: 'percent',
    numerator: 'voluntary subcontractors',
    denominator: 'all subcontractors',
  },
  {
    id: 'families-helped',
    name: 'Families helped',
    definition: 'Families whose lives were turned around.',
    unit: 'count',
    numerator: 'families',
    denominator: null,
  },
]

/** The lexicon of the reviewed lists with the programmes and measures above. */
export const lexicon: Lexicon = parseLexicon({ words: readWords(), programmes, measures })

/** The programmes and measures of the curated evidence. */
export function readEvidence(): { programmes: ProgrammeNames[]; measures: MeasureWords[] } {
  const evidence = new URL('../../data/evidence/', import.meta.url)
  const readJson = (url: URL) => JSON.parse(readFileSync(url, 'utf8'))
  return {
    programmes: readdirSync(evidence)
      .filter((name) => name.endsWith('.json'))
      .map((name) => readJson(new URL(name, evidence)).programme),
    measures: readJson(new URL('../../data/measures.json', import.meta.url)).measures,
  }
}
