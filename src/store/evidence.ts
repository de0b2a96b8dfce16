// What do the curated files say?
//
// Reads data/measures.json and data/evidence/*.json. Curated files are read-only: nothing in this project writes them.
import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { type Checked, checkEvidence, type EvidenceFile, type Fault } from '../domain/check.ts'
import { type Correction, correctionsFileSchema } from '../domain/corrections.ts'
import { type Evidence, type Tombstone, tombstoneSchema } from '../domain/nouns.ts'
import { type Asking, checkAsking, holdersFileSchema, requestsFileSchema } from '../domain/requests.ts'

const agreementSchema = z.object({
  what: z.string(),
  date: z.string(),
  coders: z.number(),
  claims: z.number(),
  readings: z.number(),
  agreement: z.record(
    z.string(),
    z.object({ n: z.number(), percent: z.number(), krippendorffAlpha: z.number() }),
  ),
  settled: z.array(z.string()),
  notYetCodedTwice: z.number(),
})

/** How far two coders who did not see each other's answers agreed; `n` items, percent 0 to 100. */
export type Agreement = z.infer<typeof agreementSchema>

/** Everything the curated files hold, and every fault found in them. */
export interface CuratedData extends Checked {
  /** Who can be asked for what is missing, and who was. */
  readonly asking: Asking
  readonly agreement: Agreement | null
  readonly tombstones: readonly Tombstone[]
  /** Publishers' known errors. */
  readonly corrections: readonly Correction[]
  /** The first twelve hexadecimal digits of the SHA-256 of all the files, in order of name. */
  readonly dataVersion: string
  /** When the newest of the files was last changed. */
  readonly modified: Date
}

/**
 * Reads and checks the curated files in a folder that holds measures.json, agreement.json, tombstones.json,
 * corrections.json, holders.json, requests.json and evidence/.
 * Never throws for what a file holds: a file that is missing, is not JSON or has
 * bad records becomes faults, and the sound records of the others are given.
 */
export async function readCuratedData(dir: string): Promise<CuratedData> {
  const evidenceDir = join(dir, 'evidence')
  const faults: Fault[] = []
  const digest = createHash('sha256')
  let modified = new Date(0)
  const readJson = async (path: string, file: string): Promise<EvidenceFile | null> => {
    try {
      const text = await readFile(path, 'utf8')
      digest.update(`${file}\n${text}`)
      const { mtime } = await stat(path)
      if (mtime > modified) modified = mtime
      return { file, json: JSON.parse(text) }
    } catch (cause) {
      const got = cause instanceof Error ? cause.message : String(cause)
      faults.push({ file, record: '(file)', field: '', expected: 'expected a readable JSON file', got })
      return null
    }
  }
  const readAs = async <T>(schema: z.ZodType<T>, name: string): Promise<T | null> => {
    const found = await readJson(join(dir, name), name)
    if (found === null) return null
    const parsed = schema.safeParse(found.json)
    if (parsed.success) return parsed.data
    const got = z.prettifyError(parsed.error)
    faults.push({ file: name, record: '(file)', field: '', expected: 'expected the documented shape', got })
    return null
  }

  const measures = await readJson(join(dir, 'measures.json'), 'measures.json')
  let names: string[] = []
  try {
    names = (await readdir(evidenceDir)).filter((name) => name.endsWith('.json')).sort()
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause)
    const file = basename(evidenceDir)
    faults.push({ file, record: '(folder)', field: '', expected: 'expected a folder of evidence files', got })
  }
  const files: EvidenceFile[] = []
  for (const name of names) {
    const found = await readJson(join(evidenceDir, name), `evidence/${name}`)
    if (found) files.push(found)
  }
  const agreement = await readAs(agreementSchema, 'agreement.json')
  const tombstones = await readAs(z.strictObject({ tombstones: z.array(tombstoneSchema) }), 'tombstones.json')
  const corrections = await readAs(correctionsFileSchema, 'corrections.json')
  const holders = await readAs(holdersFileSchema, 'holders.json')
  const requests = await readAs(requestsFileSchema, 'requests.json')
  const asking = { holders: holders?.holders ?? [], requests: requests?.requests ?? [] }
  const checked = checkEvidence(measures ?? { file: 'measures.json', json: { measures: [] } }, files)
  return {
    evidence: checked.evidence,
    faults: [...faults, ...checked.faults, ...checkAsking(asking, checked.evidence)],
    asking,
    agreement,
    tombstones: tombstones?.tombstones ?? [],
    corrections: corrections?.corrections ?? [],
    dataVersion: digest.digest('hex').slice(0, 12),
    modified,
  }
}

/** The reviewed word lists with what else text is read by, and the digest by which the whole is known. */
export interface WordLists {
  readonly lists: {
    readonly words: Readonly<Record<string, unknown>>
    readonly programmes: Evidence['programmes']
    readonly measures: Evidence['measures']
  }
  readonly digest: string
}

/** Reads `words/*.json` in the folder of the curated data. Throws where a list is missing or is not JSON. */
export async function readWordLists(dir: string, { programmes, measures }: Evidence): Promise<WordLists> {
  const folder = join(dir, 'words')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const words: Record<string, unknown> = {}
  for (const name of names)
    words[basename(name, '.json')] = JSON.parse(await readFile(join(folder, name), 'utf8'))
  const lists = { words, programmes, measures }
  return { lists, digest: createHash('sha256').update(JSON.stringify(lists)).digest('hex').slice(0, 12) }
}
