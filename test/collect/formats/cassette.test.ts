// Can a recorded session of requests be read without trusting it?
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCassette, readCassette } from '../../../src/collect/formats/cassette.ts'

const recording = (body: string, headers = '{}'): string =>
  [
    ...['interactions:', '- request:', '    method: GET', '    uri: https://example.org/', '  response:'],
    ...[`    body:`, `      string: ${body}`, `    headers: ${headers}`, '    status:', '      code: 200'],
    ...['      message: OK', 'version: 1', ''],
  ].join('\n')
const textOf = (body: string): string =>
  Buffer.from(readCassette(recording(body))[0]?.body() ?? []).toString('utf8')

describe('a recorded exchange', () => {
  it('is known by how it begins', () => {
    expect(isCassette(recording("''"))).toBe(true)
    expect(isCassette('---\ninteractions:\n')).toBe(true)
    expect(isCassette('<html>interactions:\n')).toBe(false)
  })

  it.each([
    ["''", ''],
    ['null', ''],
    ['plain words', 'plain words'],
    ["'it''s: one'", "it's: one"],
    ["'one\n\n        two\n\n\n        three'", 'one\ntwo\n\nthree'],
    ["'one\n        two'", 'one two'],
    ['"a\\tb \\u2013 \\x41 \\"c\\" \\\\"', 'a\tb – A "c" \\'],
    ['"one\\n\n        \\  two\\\n        \\ three\n        four"', 'one\n   two three four'],
    ['|\n        line one\n          line two\n', 'line one\n  line two\n'],
    ['|-\n        line\n', 'line'],
    [`!!binary |\n        ${Buffer.from('bytes').toString('base64')}`, 'bytes'],
  ])('with the body %j reads %j', (written, read) => {
    expect(textOf(written)).toBe(read)
  })

  it('keeps every value of a header, and its folded lines', () => {
    const [one] = readCassette(
      recording(
        "''",
        "\n      Link:\n      - <a>; rel=\"x\",\n        <b>\n      - 'c: d'\n      '0':\n      - e",
      ),
    )
    expect(one?.headers).toEqual([
      ['0', 'e'],
      ['Link', '<a>; rel="x", <b>'],
      ['Link', 'c: d'],
    ])
  })

  it('is unpacked when it is packed, and left alone when it only says so', () => {
    const headers = '\n      Content-Encoding:\n      - gzip'
    const packed = `!!binary |\n        ${gzipSync('words').toString('base64')}`
    expect(Buffer.from(readCassette(recording(packed, headers))[0]?.body() ?? []).toString()).toBe('words')
    expect(Buffer.from(readCassette(recording('words', headers))[0]?.body() ?? []).toString()).toBe('words')
  })

  it('that unpacks without end, or is cut short, is odd by itself', () => {
    const headers = '\n      Content-Encoding:\n      - gzip'
    const bomb = gzipSync(Buffer.alloc(40_000_000)).toString('base64')
    const [one] = readCassette(recording(`!!binary |\n        ${bomb}`, headers))
    expect(() => one?.body()).toThrow(/cannot be decompressed/)
    const cut = gzipSync('words that end too soon').subarray(0, 20).toString('base64')
    expect(() => readCassette(recording(`!!binary |\n        ${cut}`, headers))[0]?.body()).toThrow(
      /cannot be decompressed/,
    )
  })

  it.each([
    ['interactions:\n- &a b\n', /line 2 .*YAML that recorders do not write/],
    ['interactions:\n- *a\n', /YAML that recorders do not write/],
    ['interactions: [a, b]\n', /YAML that recorders do not write/],
    ['interactions:\n- !!python/object:os.system x\n', /YAML that recorders do not write/],
    ["interactions:\n- 'no end\n", /a quotation that does not end/],
    ['interactions:\n- "\\q"\n', /an escape that is not known/],
    ['interactions: x\ninteractions: y\n', /comes twice/],
    ['interactions:\n- a: b\n', /expected recorded interactions.*interactions\.0\.request/],
    ['interactions: none\n', /expected recorded interactions/],
    [
      `interactions:\n${Array.from({ length: 30 }, (_, at) => `${' '.repeat(at + 1)}a:`).join('\n')}\n`,
      /nested/,
    ],
  ])('of another shape is refused with the line: %j', (text, error) => {
    expect(() => readCassette(text)).toThrow(error)
  })

  it('gives back any text that a recorder can write in quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        // JSON strings are double-quoted YAML scalars.
        expect(textOf(JSON.stringify(text))).toBe(Buffer.from(text, 'utf8').toString('utf8'))
        const line = text.replace(/\s+/g, ' ').trim()
        expect(textOf(`'${line.replaceAll("'", "''")}'`)).toBe(Buffer.from(line, 'utf8').toString('utf8'))
      }),
    )
  })

  it('is read in time that grows with its length', () => {
    const lines = (count: number): string => `'${"<p>it''s a line</p>\n\n        ".repeat(count)}'`
    readCassette(recording(lines(1_000)))
    const began = performance.now()
    expect(textOf(lines(200_000)).length).toBeGreaterThan(3_000_000)
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})
