// What does this XML hold, read as a stream? Opening tags, text and closing tags, with nothing a document declares itself.
import { SaxesParser } from 'saxes'
import { HostilePageError } from '../errors.ts'
import { type Bytes, utf8Of } from './bytes.ts'
import { UnreadableFileError } from './sniff.ts'

export type XmlHandler = {
  /** Names are without their prefix, and so are attributes: writers choose prefixes freely. */
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void
  readonly text?: (text: string) => void
  readonly close?: (name: string) => void
}

/** No workbook seen nests over 20 deep. */
const DEEPEST = 200
/** The longest cell of Excel is 32,767 letters; of LibreOffice, about as many. A tag with attributes is far shorter. */
const LONGEST = 4_000_000

/**
 * Feeds a handler, and pauses after each part of the file: whoever collects in the handler can give on what it has.
 * Entities other than XML's five are an error, and a DOCTYPE is refused, so that nothing can grow.
 * @throws UnreadableFileError when the XML is broken, HostilePageError for a DOCTYPE or a tag or text past all measure.
 */
export async function* xmlEvents(bytes: Bytes, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: false })
  let failed: Error | null = null
  let depth = 0
  const fail = (error: Error): void => {
    failed ??= error
  }
  parser.on('error', (error) =>
    fail(
      new UnreadableFileError(`${bytes.name}: expected XML: ${error.message.slice(0, 200)}`, {
        cause: error,
      }),
    ),
  )
  parser.on('doctype', () =>
    fail(new HostilePageError(`${bytes.name}: expected no DOCTYPE in a workbook, got one`)),
  )
  parser.on('opentag', (tag) => {
    if (failed) return
    depth += 1
    if (depth > DEEPEST)
      return fail(new HostilePageError(`${bytes.name}: expected at most ${DEEPEST} levels of XML`))
    handler.open(local(tag.name), localAttributes(tag.attributes as Record<string, string>))
  })
  parser.on('closetag', (tag) => {
    if (failed) return
    depth -= 1
    handler.close?.(local(tag.name))
  })
  if (handler.text) {
    parser.on('text', (text) => {
      if (!failed) handler.text?.(text)
    })
    parser.on('cdata', (text) => {
      if (!failed) handler.text?.(text)
    })
  }
  // saxes holds an unfinished tag or text in memory; after so many characters without an event, give up.
  const decoder = new TextDecoder('utf-8')
  let quiet = 0
  const heard = (): void => {
    quiet = 0
  }
  parser.on('opentagstart', heard)
  parser.on('comment', heard)
  parser.on('processinginstruction', heard)
  for await (const part of utf8Of(bytes)) {
    quiet += part.length
    parser.write(decoder.decode(part, { stream: true }))
    if (failed) throw failed
    if (quiet > LONGEST)
      throw new HostilePageError(`${bytes.name}: expected a tag within ${LONGEST} bytes, got none`)
    yield
  }
  parser.write(decoder.decode()).close()
  if (failed) throw failed
  yield
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

function localAttributes(attributes: Record<string, string>): Record<string, string> {
  const out: Record<string, string> = Object.create(null)
  // Of two with one local name the first counts: ODS writers add `calcext:value-type` after `office:value-type`.
  for (const name in attributes) out[local(name)] ??= attributes[name] as string
  return out
}
