// How are whole files offered?
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { realApp } from '../real-site.ts'

describe('a file for download', async () => {
  const { app, site } = await realApp()
  const [file] = site.downloads()

  it('is sent whole, with its length, its digest and a name', async () => {
    const response = await app.request(file?.path ?? '')
    const body = Buffer.from(await response.arrayBuffer())
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe(String(body.length))
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="verify.mjs"')
    const digest = createHash('sha256').update(body).digest()
    expect(response.headers.get('repr-digest')).toBe(`sha-256=:${digest.toString('base64')}:`)
    expect(file).toMatchObject({ bytes: body.length, sha256: digest.toString('hex') })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('is not sent again to whoever has it, nor for HEAD', async () => {
    const etag = (await app.request('/verify.mjs', { method: 'HEAD' })).headers.get('etag') ?? ''
    expect((await app.request('/verify.mjs', { headers: { 'If-None-Match': etag } })).status).toBe(304)
    expect((await app.request('/verify.mjs', { headers: { 'If-None-Match': '"other"' } })).status).toBe(200)
    expect(await (await app.request('/verify.mjs', { method: 'HEAD' })).text()).toBe('')
  })

  it('is listed on the data page with its size and digest, also when it is made later', async () => {
    for (const page of ['/data', '/method'])
      expect(await (await app.request(page)).text()).toContain(file?.sha256 ?? 'none')
    site.addDownloads([
      { ...(file as NonNullable<typeof file>), path: '/data/later.zip', sha256: '0'.repeat(64) },
    ])
    const { data } = JSON.parse(await (await app.request('/data.json')).text())
    expect(data.downloads.map(({ url }: { url: string }) => url)).toEqual([
      'https://wvd.example/verify.mjs',
      'https://wvd.example/data/later.zip',
    ])
  })
})
