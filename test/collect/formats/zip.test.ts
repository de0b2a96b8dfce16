// Can a zip file be read without trusting it?
import { describe, expect, it } from 'vitest'
import { csvRows } from '../../../src/collect/formats/csv.ts'
import { openZip } from '../../../src/collect/formats/zip.ts'
import { fileOf, zipOf } from './workbooks.ts'

describe('a zip file', () => {
  it('gives entries that the other readers take', async () => {
    const file = fileOf(zipOf([{ name: 'folder/A.csv', data: 'x,y\n1,2\n' }]))
    const zip = await openZip(file)
    const rows = []
    for await (const { cells } of csvRows(zip.entry('folder/a.csv'))) rows.push(cells)
    expect(rows).toEqual([
      ['x', 'y'],
      ['1', '2'],
    ])
    expect(() => zip.entry('b.csv')).toThrow(/expected an entry "b.csv" in the zip, found folder\/a.csv/)
    zip.close()
  })

  it.each(['../evil.csv', '/etc/evil.csv', 'a/../../evil.csv', 'C:/evil.csv', '..\\evil.csv'])(
    'with an entry called %j is refused',
    async (name) => {
      const file = fileOf(zipOf([{ name, data: 'x' }]), 'z.zip')
      await expect(openZip(file)).rejects.toThrow(/z\.zip: expected names inside the archive/)
    },
  )

  it('that would unpack to hundreds of times its size is refused before anything is unpacked', async () => {
    const file = fileOf(zipOf([{ name: 'bomb', data: Buffer.alloc(32 * 1024 ** 2) }]))
    await expect(openZip(file)).rejects.toThrow(/expected to unpack to at most 400 times its size/)
  })

  it('whose directory claims less than is there is refused while it is read', async () => {
    const zip = await openZip(fileOf(zipOf([{ name: 'liar', data: Buffer.alloc(100_000), claims: 10 }])))
    await expect(
      (async () => {
        for await (const _ of zip.entry('liar').open());
      })(),
    ).rejects.toThrow(/"liar": expected a whole entry: too many bytes/)
    zip.close()
  })

  it('with too many entries, an entry too large, or two of one name is refused', async () => {
    const two = [
      { name: 'a', data: 'x' },
      { name: 'A', data: 'yy' },
    ]
    await expect(openZip(fileOf(zipOf(two)))).rejects.toThrow(/expected one entry of that name, got two/)
    await expect(openZip(fileOf(zipOf(two)), { entries: 1 })).rejects.toThrow(/at most 1 entries, got 2/)
    await expect(openZip(fileOf(zipOf(two)), { entrySize: 1 })).rejects.toThrow(/at most 1 bytes, got 2/)
  })

  it('that was cut off anywhere is refused or fails where it is read, and never ends the process', async () => {
    const whole = zipOf([
      { name: 'a.csv', data: 'x,y\n'.repeat(500) },
      { name: 'b.csv', data: 'z' },
    ])
    for (let end = 0; end < whole.length; end += 7) {
      const file = fileOf(whole.subarray(0, end), 'cut.zip')
      await expect(openZip(file)).rejects.toThrow(/cut\.zip: expected a whole zip file/)
    }
  })

  it('with damaged data fails with its name', async () => {
    const bytes = zipOf([{ name: 'a.csv', data: 'x,y\n'.repeat(500) }])
    bytes.fill(0xff, 40, 50)
    const zip = await openZip(fileOf(bytes, 'bad.zip'))
    await expect(
      (async () => {
        for await (const _ of zip.entry('a.csv').open());
      })(),
    ).rejects.toThrow(/bad\.zip, "a\.csv": expected a whole entry/)
    zip.close()
  })
})
