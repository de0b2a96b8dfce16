// What kind of file is this, by its bytes? Extensions and content types lie.
import { CollectError } from '../errors.ts'
import { bytesOf, headOf, type Input } from './bytes.ts'

export type FileKind = 'zip' | 'xls' | 'pdf' | 'html' | 'xml' | 'json' | 'text' | 'empty'

/** A file is of a kind that is not read, or is damaged. Says which file, where in it, what was expected and what was got. */
export class UnreadableFileError extends CollectError {}

const IN_WORDS: Record<FileKind, string> = {
  zip: 'a zip archive or a workbook (it begins with PK)',
  xls: 'an old Office file such as .xls (it begins with D0CF11E0), which is not read; look for a CSV, XLSX or ODS edition',
  pdf: 'a PDF, which is not read; look for a CSV, XLSX or ODS edition',
  html: 'an HTML page; the address may have become a page about the file, or an error',
  xml: 'XML',
  json: 'JSON',
  text: 'plain text',
  empty: 'an empty file',
}

/** The kind of a file, from its first 4 KB. A workbook (XLSX, ODS) is a zip. Text that is nothing else is `text`. */
export async function sniff(input: Input): Promise<FileKind> {
  const head = await headOf(input)
  if (head.length === 0) return 'empty'
  const magic = head.toString('hex', 0, 4)
  if (['504b0304', '504b0506', '504b0708'].includes(magic)) return 'zip'
  if (magic === 'd0cf11e0') return 'xls'
  if (head.toString('latin1', 0, 1024).includes('%PDF-')) return 'pdf'
  // NULs taken out, UTF-16 reads well enough here.
  const text = head
    .toString('latin1')
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart()
  const tag = text.replace(/^(<!--[\s\S]*?-->\s*)+/, '').slice(0, 300)
  if (/^<(!doctype\s+html|html|head|body|title|meta|script|div|p)\b/i.test(tag)) return 'html'
  if (/^<(\?xml|!doctype|[a-z][\w:.-]*[\s/>])/i.test(tag))
    return /<html[\s>]/i.test(text.slice(0, 1024)) ? 'html' : 'xml'
  if (/^(\[\s*([[{"\]\d-]|true|false|null|$)|\{\s*(["}]|$))/.test(text)) return 'json'
  return 'text'
}

/** @throws UnreadableFileError when the file is of no kind that is wanted. */
export async function expectKind<Kind extends FileKind>(
  input: Input,
  wanted: readonly Kind[],
  expected: string,
): Promise<Kind> {
  const kind = await sniff(input)
  if ((wanted as readonly FileKind[]).includes(kind)) return kind as Kind
  throw new UnreadableFileError(`${bytesOf(input).name}: expected ${expected}, got ${IN_WORDS[kind]}`)
}
