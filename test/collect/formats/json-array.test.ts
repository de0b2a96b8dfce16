// Is every record of a large JSON file read, and nothing else taken for one?
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/collect/formats/bytes.ts'
import { type JsonOptions, jsonRecords } from '../../../src/collect/formats/json-array.ts'
import { fileOf } from './workbooks.ts'

async function valuesOf(text: string | Buffer | Bytes, options: JsonOptions = {}): Promise<unknown[]> {
  const input = typeof text === 'string' || Buffer.isBuffer(text) ? fileOf(text, 'a.json') : text
  const values = []
  for await (const { value } of jsonRecords(input, options)) values.push(value)
  return values
}

/** The same text in parts of one byte, to find every place where a part may end. */
const inParts = (text: string, length: number): Bytes => ({
  name: 'parts',
  size: text.length,
  open: async function* () {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
  },
})

describe('records of JSON', () => {
  it.each<[string, string, JsonOptions, unknown[]]>([
    [
      'a list',
      ' [ {"a":"]}"} , {"b":[1,{"c":2}]}, 3 , "x", null, [4] ]\n',
      {},
      [{ a: ']}' }, { b: [1, { c: 2 }] }, 3, 'x', null, [4]],
    ],
    ['an empty list', '[]', {}, []],
    ['one object', '{"a":1}', {}, [{ a: 1 }]],
    ['lines', '{"a":1}\n{"a":2}\r\n', {}, [{ a: 1 }, { a: 2 }]],
    [
      'a field',
      '{"x":["releases",[]],"releases" : [{"releases":[1]}],"y":1}',
      { field: 'releases' },
      [{ releases: [1] }],
    ],
    ['a list without its envelope', '[{"a":1}]', { field: 'releases' }, [{ a: 1 }]],
    ['quotes', '[{"a":"\\"\\\\"},{"b":"{"}]', {}, [{ a: '"\\' }, { b: '{' }]],
  ])('of %s', async (_, text, options, expected) => {
    expect(await valuesOf(text, options)).toEqual(expected)
    for (const length of [1, 2, 3, 5])
      expect(await valuesOf(inParts(text, length), options)).toEqual(expected)
  })

  it('come with what is around them, without the records', async () => {
    let envelope: unknown
    const text = '{"uri":"u","releases":[{"a":1},{"a":2}],"links":{"next":"n"}}'
    const values = await valuesOf(text, { field: 'releases', onEnvelope: (got) => (envelope = got) })
    expect(values).toEqual([{ a: 1 }, { a: 2 }])
    expect(envelope).toEqual({ uri: 'u', releases: [], links: { next: 'n' } })
  })

  it('are read after a byte order mark, and from UTF-16 and windows-1252', async () => {
    expect(await valuesOf('\ufeff[{"a":"£"}]')).toEqual([{ a: '£' }])
    expect(await valuesOf(Buffer.from('\ufeff[{"a":"£"}]', 'utf16le'))).toEqual([{ a: '£' }])
    expect(await valuesOf(Buffer.from('[{"a":"\xa3 \x96"}]', 'latin1'))).toEqual([{ a: '£ –' }])
  })

  it('keep numbers as printed when asked: 1e9999 and money', async () => {
    const text = '[{"amount":1e9999,"net":0.10,"id":"12","n":-5,"text":"a \\"7\\" b"}]'
    expect(await valuesOf(text, { exactNumbers: true })).toEqual([
      { amount: '1e9999', net: '0.10', id: '12', n: '-5', text: 'a "7" b' },
    ])
  })

  it('that are odd are told of and passed over', async () => {
    const odd: string[] = []
    const text = '[{"a":1},{"a":NaN},{"a":3}]'
    expect(await valuesOf(text, { onOdd: (what) => odd.push(what) })).toEqual([{ a: 1 }, { a: 3 }])
    expect(odd).toEqual([expect.stringMatching(/^a\.json: record 2, byte 9: expected JSON: /)])
    await expect(valuesOf(text)).rejects.toThrow(/record 2, byte 9/)
  })

  it.each<[string, JsonOptions, RegExp]>([
    ['[{"a":1},{"a":', {}, /cut off/],
    ['[{"a":1},{"a":"x', {}, /inside a text/],
    ['[{"a":1}] [2]', {}, /expected nothing after the list of 1 records/],
    ['[1]]', {}, /expected nothing after/],
    ['{"a":1}', { field: 'releases' }, /expected an object with a list "releases", got .*a/],
    ['{"releases":{"a":1}}', { field: 'releases' }, /expected an object with a list/],
    ['not json', {}, /expected JSON, got plain text/],
    ['<html>', {}, /an HTML page/],
    [`[${'['.repeat(300)}`, {}, /at most 200 deep/],
    [`["${'x'.repeat(500)}"]`, { longest: 100 }, /at most 100 bytes/],
    [`["${'x'.repeat(500)}`, { longest: 100 }, /at most 100 bytes/],
    [`{"a":"${'x'.repeat(500)}","releases":[]}`, { field: 'releases', longest: 100 }, /around the records/],
  ])('of %j with %j are refused', async (text, options, expected) => {
    await expect(valuesOf(text, options)).rejects.toThrow(expected)
  })

  it('are those of JSON.parse, for any JSON, in parts of any length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.integer({ min: 1, max: 20 }), async (values, length) => {
        const text = JSON.stringify(values)
        expect(await valuesOf(inParts(text, length))).toEqual(JSON.parse(text))
        const enveloped = `{"n":1,"items":${text},"m":[]}`
        expect(await valuesOf(inParts(enveloped, length), { field: 'items' })).toEqual(JSON.parse(text))
      }),
      { numRuns: 100 },
    )
  })
})
