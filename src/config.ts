// What can whoever runs this set, and what happens when a value is wrong?
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { isDay } from './domain/dates.ts'

/** The folder that holds package.json: the sources run from src/, the built program from dist/src/. */
export const PROJECT_DIR: string = findProject(dirname(fileURLToPath(import.meta.url)))

function findProject(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from
  const parent = dirname(from)
  if (parent === from)
    throw new Error('package.json was not found above the program: install the whole project')
  return findProject(parent)
}

/** One setting, as `--help` and the README list it. */
export interface Setting {
  readonly name: string
  readonly meaning: string
  readonly fallback: string
}

export const SETTINGS: readonly Setting[] = [
  { name: 'PORT', meaning: 'port to listen on, 0 to 65535 (0: any free one)', fallback: '3000' },
  { name: 'HOST', meaning: 'address to listen on', fallback: '127.0.0.1' },
  {
    name: 'SITE_URL',
    meaning: 'public address of the site, in citations and the feed',
    fallback: 'http://localhost:PORT',
  },
  {
    name: 'DATA_DIR',
    meaning: 'folder under which collected/, captures/, citations/ and exports/ are made',
    fallback: 'data',
  },
  {
    name: 'EVIDENCE_DIR',
    meaning: 'folder of the curated data, with measures.json and evidence/',
    fallback: 'data, in the project',
  },
  {
    name: 'SCHEDULE',
    meaning: 'on or off: whether serving also collects, each source at its own time',
    fallback: 'on',
  },
  {
    name: 'CONTACT',
    meaning: 'e-mail or web address put in the user agent; without it nothing is fetched',
    fallback: 'none',
  },
  {
    name: 'SOURCE_<ID>_URL',
    meaning: 'another base address for one source (upper case, hyphens as underscores): http, https or file',
    fallback: 'its own',
  },
  {
    name: 'WEBSUB_HUB',
    meaning: 'address of the WebSub hub that the feeds name and that is told when they change',
    fallback: 'none',
  },
  {
    name: 'CHARITY_COMMISSION_KEY',
    meaning: 'key of the register of charities of England and Wales, for asking about single charities',
    fallback: 'none',
  },
  { name: 'STAT_XPLORE_KEY', meaning: 'key of the Stat-Xplore service', fallback: 'none' },
  {
    name: 'AS_OF',
    meaning: 'take this day as today, for a reproducible build (YYYY-MM-DD)',
    fallback: 'today, in UTC',
  },
  { name: 'NODE_ENV', meaning: 'development shows the parts of pages at /styleguide', fallback: 'none' },
  {
    name: 'LOG_LEVEL',
    meaning: 'what is written to standard error: silent, error or info',
    fallback: 'info',
  },
]

export interface Config {
  readonly port: number
  readonly host: string
  /** Without a slash at the end. */
  readonly siteUrl: string
  readonly dataDir: string
  readonly evidenceDir: string
  /** Null: today, in UTC. */
  readonly asOf: string | null
  readonly logLevel: 'silent' | 'error' | 'info'
  readonly schedule: boolean
  /** Null: nothing is fetched. */
  readonly contact: string | null
  /** Null: the feeds name no hub. */
  readonly hub: string | null
  /** True: the parts of pages are shown at /styleguide. */
  readonly development: boolean
  /** Base addresses that stand in for sources' own, by source id. */
  readonly sourceUrls: Readonly<Record<string, string>>
}

/** A setting that cannot be used. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'a port from 0 to 65535')
    .refine((text) => Number(text) <= 65_535, 'a port from 0 to 65535')
    .optional(),
  HOST: z.string().min(1, 'an address, such as 127.0.0.1').max(255).optional(),
  SITE_URL: z.url({ protocol: /^https?$/, error: 'an address, such as https://example.org' }).optional(),
  DATA_DIR: z.string().min(1, 'a folder').optional(),
  EVIDENCE_DIR: z.string().min(1, 'a folder').optional(),
  AS_OF: z.string().refine(isDay, 'a day, such as 2026-11-24').optional(),
  SCHEDULE: z.enum(['on', 'off'], { error: 'on or off' }).optional(),
  CONTACT: z
    .string()
    .regex(/^[^\s()]*(@|^https?:\/\/)[^\s()]+$/, 'an e-mail or web address, such as editor@example.org')
    .optional(),
  WEBSUB_HUB: z
    .url({ protocol: /^https?$/, error: 'an address, such as https://hub.example.org/' })
    .optional(),
  NODE_ENV: z.string().optional(),
  LOG_LEVEL: z.enum(['silent', 'error', 'info'], { error: 'silent, error or info' }).optional(),
})

/** Reads the settings. Throws a ConfigError that names each wrong variable, what was expected and what was got. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = schema.safeParse(env)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path, message }) =>
        `${String(path[0])}: expected ${message}, got ${JSON.stringify(env[String(path[0])])}`,
    )
    throw new ConfigError(lines.join('\n'))
  }
  const { PORT, HOST, SITE_URL, DATA_DIR, EVIDENCE_DIR, AS_OF, LOG_LEVEL, SCHEDULE, CONTACT, WEBSUB_HUB } =
    parsed.data
  const port = Number(PORT ?? '3000')
  return {
    port,
    host: HOST ?? '127.0.0.1',
    siteUrl: (SITE_URL ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    dataDir: resolve(DATA_DIR ?? join(PROJECT_DIR, 'data')),
    evidenceDir: resolve(EVIDENCE_DIR ?? join(PROJECT_DIR, 'data')),
    asOf: AS_OF ?? null,
    logLevel: LOG_LEVEL ?? 'info',
    schedule: SCHEDULE !== 'off',
    contact: CONTACT ?? null,
    hub: WEBSUB_HUB ?? null,
    development: parsed.data.NODE_ENV === 'development',
    sourceUrls: readSourceUrls(env),
  }
}

function readSourceUrls(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const urls: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    const id = /^SOURCE_([A-Z0-9_]+)_URL$/.exec(name)?.[1]
    if (id === undefined || value === undefined || value === '') continue
    if (!URL.canParse(value) || !/^(https?|file):\/\//.test(value))
      throw new ConfigError(
        `${name}: expected an http, https or file address, such as file:///srv/mirror/, got ${JSON.stringify(value)}`,
      )
    urls[id.toLowerCase().replaceAll('_', '-')] = value
  }
  return urls
}
