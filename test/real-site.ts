// The site made from the project's own data, as on a fixed day, for tests that look at all of it.

import { readConfig } from '../src/config.ts'
import { buildSite } from '../src/main.ts'
import { makeApp } from '../src/web/app.ts'
import type { Site } from '../src/web/site.ts'

export const TODAY = '2026-11-24'

let made: Promise<Site> | undefined

/** Made once for a test file. */
export function realSite(): Promise<Site> {
  made ??= buildSite(readConfig({ SITE_URL: 'https://wvd.example', NODE_ENV: 'development' }), TODAY)
  return made
}

/** The app around it; errors on our side fail the test that caused them. */
export async function realApp() {
  const site = await realSite()
  const errors: unknown[] = []
  const app = makeApp({
    site: () => site,
    asset: (name) => `/${name}`,
    report: (error) => errors.push(error),
  })
  return { app, site, errors }
}
