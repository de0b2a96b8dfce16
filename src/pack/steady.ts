// How does the same document come out as the same bytes, whenever and wherever it is written?
//
// The docx library stamps a document with the time of writing and names its links at random. Neither says anything: the
// dates become that of the document, and links are numbered in the order in which they stand.
import { fromBuffer, type ZipFile } from 'yauzl'
import { ZipFile as ZipWriter } from 'yazl'

/** The parts of a zip file of our own making, by name. */
async function readParts(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true }, (error, opened) => (error ? reject(error) : resolve(opened))),
  )
  const parts = new Map<string, Buffer>()
  return new Promise((resolve, reject) => {
    zip.on('error', reject)
    zip.on('end', () => resolve(parts))
    zip.on('entry', (entry) => {
      if (entry.fileName.endsWith('/')) return zip.readEntry()
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error)
        const chunks: Buffer[] = []
        stream.on('error', reject)
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          parts.set(entry.fileName, Buffer.concat(chunks))
          zip.readEntry()
        })
      })
    })
    zip.readEntry()
  })
}

/** Zip's first day, in local time: its dates carry no zone, so that the bytes are the same everywhere. */
const LONG_AGO = new Date(1980, 0, 1)

async function writeParts(parts: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const zip = new ZipWriter()
  // The format asks for the list of content types first.
  const names = [...parts.keys()].sort((a, b) =>
    a === '[Content_Types].xml' ? -1 : b === '[Content_Types].xml' ? 1 : a < b ? -1 : 1,
  )
  for (const name of names)
    zip.addBuffer(parts.get(name) ?? Buffer.alloc(0), name, { mtime: LONG_AGO, forceDosTimestamp: true })
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Names of links that the library made up: 21 random letters. */
const RANDOM = /\brId[a-z0-9_-]{21}(?=")/g

/** The document with `day` for its dates, its language among its properties, and links numbered in order. */
export async function steady(bytes: Buffer, day: string, language: string): Promise<Buffer> {
  const parts = await readParts(bytes)
  const core = parts.get('docProps/core.xml')?.toString('utf8') ?? ''
  const dated = core.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${day}T00:00:00Z`)
  const said = dated.replace(
    '</cp:coreProperties>',
    `<dc:language>${language}</dc:language></cp:coreProperties>`,
  )
  parts.set('docProps/core.xml', Buffer.from(said))
  for (const [name, part] of [...parts]) {
    const relations = name.replace(/^(.*\/)?([^/]+)$/, '$1_rels/$2.rels')
    if (!name.endsWith('.xml') || !parts.has(relations)) continue
    const numbers = new Map<string, string>()
    const text = part.toString('utf8')
    for (const [id] of text.matchAll(RANDOM)) numbers.set(id, numbers.get(id) ?? `rIdLink${numbers.size + 1}`)
    const renamed = (from: string): string => from.replace(RANDOM, (id) => numbers.get(id) ?? id)
    parts.set(name, Buffer.from(renamed(text)))
    parts.set(relations, Buffer.from(inOrder(renamed(parts.get(relations)?.toString('utf8') ?? ''))))
  }
  return writeParts(parts)
}

/** Relations in the order of their names: the library lists them as it came across them. */
const inOrder = (xml: string): string => {
  const all = xml.match(/<Relationship [^>]*\/>/g) ?? []
  return all.length === 0
    ? xml
    : xml.replace(/<Relationship [^>]*\/>.*<Relationship [^>]*\/>/s, [...all].sort().join(''))
}
