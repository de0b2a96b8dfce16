// Which resources are there? One line each; everything else about a resource is in its own file.
import { FEEDS } from '../feed.ts'
import type { AnyResource, FileResource } from '../resource.ts'
import { SHARED } from '../share.tsx'
import { about } from './about.tsx'
import { apiPage, openApiFile } from './api.tsx'
import { CITED } from './cite.tsx'
import { CALENDARS } from './calendar.tsx'
import { claim } from './claim.tsx'
import { claims } from './claims.tsx'
import { corrections } from './corrections.tsx'
import { robots, sitemap } from './crawlers.ts'
import { dataPage } from './data-page.tsx'
import { gaps } from './gaps.tsx'
import { home } from './home.tsx'
import { measure, measures } from './measures.tsx'
import { method } from './method.tsx'
import { observation } from './observations.tsx'
import { organisation, organisations } from './organisations.tsx'
import { PACKS, pack } from './pack.tsx'
import { bodies, body, speaker, speakers } from './people.tsx'
import { programme, programmes } from './programmes.tsx'
import { requests } from './requests.tsx'
import { search } from './search.tsx'
import { source, sources } from './sources.tsx'
import { statement, statements } from './statements.tsx'
import { styleguide } from './styleguide.tsx'
import { wire, wireEntry } from './wire.tsx'

export const RESOURCES: readonly AnyResource[] = [
  home,
  programmes,
  programme,
  claims,
  claim,
  statements,
  statement,
  measures,
  measure,
  observation,
  organisations,
  organisation,
  search,
  gaps,
  requests,
  pack,
  corrections,
  wire,
  wireEntry,
  sources,
  source,
  bodies,
  body,
  speakers,
  speaker,
  method,
  about,
  dataPage,
  apiPage,
]

/** Pages for those who build the site. */
export const DEVELOPMENT: readonly AnyResource[] = [styleguide]

/** Addresses whose answer is no page. */
export const FILES: readonly FileResource[] = [
  ...FEEDS,
  ...SHARED,
  ...CITED,
  ...CALENDARS,
  ...PACKS,
  openApiFile,
  robots,
  sitemap,
]
