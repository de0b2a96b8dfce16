// Which letters do these bytes spell? By header, then by the page's own word, then UTF-8 if it fits, then windows-1252.

export type Decoded = {
  readonly text: string
  /** The encoding's name, as the WHATWG Encoding Standard writes it. */
  readonly charset: string
  /** Which of the four decided. A byte order mark outranks all, as in browsers. */
  readonly by: 'bom' | 'header' | 'meta' | 'utf-8' | 'fallback'
  /** True when some bytes do not fit the encoding that was declared: they read as U+FFFD. */
  readonly damaged: boolean
}

/** Reads a body as text. Never fails: odd bytes become U+FFFD, and `damaged` says so. */
export function decodeText(bytes: Uint8Array, contentType: string | null): Decoded {
  const mark = byteOrderMark(bytes)
  if (mark) return decodeAs(bytes, mark, 'bom')
  const header = known(/charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType ?? '')?.[1])
  if (header) return decodeAs(bytes, header, 'header')
  const meta = known(declaredInside(bytes))
  // A page that can be read as ASCII to find its meta is not UTF-16, whatever it says (the HTML Standard's rule).
  if (meta) return decodeAs(bytes, meta.startsWith('utf-16') ? 'utf-8' : meta, 'meta')
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true }).decode(bytes),
      charset: 'utf-8',
      by: 'utf-8',
      damaged: false,
    }
  } catch {
    return decodeAs(bytes, 'windows-1252', 'fallback')
  }
}

/** What windows-1252 has where Latin-1 has control characters, 0x80 to 0x9F. */
const CP1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const C1 = /[\u0080-\u009f]/g

/** Node 20 to 23 decode windows-1252 as Latin-1: "smart" quotes come out as control characters. Mended here. */
export const mendWindows1252 = (latin1: string): string =>
  latin1.replace(C1, (letter) => CP1252[letter.charCodeAt(0) - 0x80] ?? letter)

function decodeAs(bytes: Uint8Array, charset: string, by: Decoded['by']): Decoded {
  const decoded = new TextDecoder(charset).decode(bytes)
  const text = charset === 'windows-1252' ? mendWindows1252(decoded) : decoded
  return { text, charset, by, damaged: text.includes('\uFFFD') }
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return null
}

/** The name TextDecoder knows a label by, or null when it knows none (`utf8mb4`, say). */
function known(label: string | undefined): string | null {
  if (!label) return null
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null
  }
}

/** What an HTML meta or an XML declaration says, in the first 4 KB; comments do not count. */
function declaredInside(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1')
  const xml = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1]
  if (xml) return xml
  const visible = head.replace(/<!--[\s\S]*?(-->|$)/g, '')
  const meta = /<meta\s[^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)/i.exec(visible)
  return meta?.[1]
}
