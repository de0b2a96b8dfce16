// Is found what a reader means, also with an error in it?
import { describe, expect, it } from 'vitest'
import { realApp } from '../real-site.ts'

const { app } = await realApp()
const find = async (q: string, more = '') => {
  const answer = JSON.parse(
    await (await app.request(`/search.json?q=${encodeURIComponent(q)}${more}`)).text(),
  )
  return {
    paths: answer.data.results.map((one: { path: string }) => one.path) as string[],
    total: answer.meta.total as number,
    said: answer.data.said as string,
  }
}

describe('search', () => {
  it.each([
    ['work programme', '/programmes/work-programme'],
    ['wrok programe', '/programmes/work-programme'],
    ['kickstrat', '/programmes/kickstart-scheme'],
    ['community organisers 3,500', '/claims/css-2018-community-organisers/1'],
    ['HURD almost', '/claims/hurd-2013-06-19-almost-half/1'],
    ['graylin million', '/claims/grayling-2011-06-million-jobs/1'],
  ])('%s finds %s among the first five', async (q, path) => {
    expect((await find(q)).paths.slice(0, 5)).toContain(path)
  })

  it('a word that is nowhere finds nothing, and says so', async () => {
    expect(await find('zzqqxxyy')).toMatchObject({
      total: 0,
      said: 'Nothing was found for “zzqqxxyy”. Try fewer or other words.',
    })
  })

  it('a number with an error in it is another number', async () => {
    const { paths } = await find('3,500 organisers')
    expect(paths[0]).toBe('/claims/css-2018-community-organisers/1')
  })

  it('on a past date finds only what had been said by then', async () => {
    const { paths } = await find('kickstart', '&asOf=2012-01-01')
    expect(paths.some((path) => path.includes('kickstart'))).toBe(false)
  })

  it('the page says the same as the data, and markup in a question is text', async () => {
    const text = await (await app.request('/search?q=%3Cb%3Ework')).text()
    expect(text).toContain('value="&lt;b&gt;work"')
    expect(text).not.toContain('<b>work')
    const page = await (await app.request('/search?q=personal+budgets')).text()
    for (const path of (await find('personal budgets')).paths) expect(page).toContain(`href="${path}"`)
  })

  it('answers within a few milliseconds once the index is made', async () => {
    await find('warm')
    const start = performance.now()
    for (const q of ['voluntary sector', 'jobs outcom', 'pledge million', 'charities share']) await find(q)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
