// What is a resource: one address, one view model, and the page, JSON and CSV made from it?
import type { Child } from 'hono/jsx'
import type { z } from 'zod'
import type { Collected, Contribution, Origin } from '../domain/collected.ts'
import type { HistoryRow, Ledger } from '../domain/ledger.ts'
import type { Evidence } from '../domain/nouns.ts'
import type { Organisations } from '../domain/organisations.ts'
import type { KeptPins } from '../domain/pin.ts'
import type { Asking } from '../domain/requests.ts'
import type { Agreement } from '../store/evidence.ts'
import type { Download } from './downloads.ts'

/** What every route is handed: the ledger on the as-known date and how to write addresses. Never a store. */
export interface View {
  readonly ledger: Ledger
  /** The records that the ledger was made from, of all dates. */
  readonly evidence: Evidence
  /** How a claim's verdict changed up to the as-known date, oldest first. */
  readonly history: (claimId: string) => readonly HistoryRow[]
  readonly agreement: Agreement | null
  /** Who can be asked for what is missing, and who was. */
  readonly asking: Asking
  /** What stands behind a figure that the machine worked out, by its id; null when there is nothing. */
  readonly contributions: (observation: string) => readonly Contribution[] | null
  /** When and from what the machine worked a figure out, by its id; null for one that it did not. */
  readonly origin: (observation: string) => Origin | null
  /** Organisations in published lists; none for a past date, because lists are kept as they stand now. */
  readonly organisations: Organisations
  /** The same site as known on another day, read as on that very day: what a pinned page shows. */
  readonly pinnedTo: (day: string) => View
  /** Documents of pinned pages that are kept for ever. */
  readonly kept: KeptPins
  /** What the machine collected, as known on the as-known date. */
  readonly collected: Collected
  /** Public address of the site, without a slash at the end. */
  readonly siteUrl: string
  /** The address of a page, with the as-known date kept when it is in the past. */
  readonly href: (path: string, query?: Readonly<Record<string, string>>) => string
  /** Draws an SVG picture as PNG; null where nothing can. */
  readonly toPng: ((svg: string) => Promise<Uint8Array>) | null
  /** Whole files that are offered at the moment: of the present, whatever the as-known date. */
  readonly downloads: () => readonly Download[]
  /** Address of the WebSub hub that is told of changes; null without one. */
  readonly hub: string | null
  /** The address of a stylesheet, script or icon, with the digest of its bytes. */
  readonly asset: (name: string) => string
}

/** Values of the named parts of an address, decoded. */
export type Params = Readonly<Record<string, string>>

/** A row of a CSV file; null is an empty cell. */
export type Cell = string | number | boolean | null

export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** What `.json` sends: data in the usual envelope, with the length of lists; or a whole JSON Feed. */
export type Sent = SentData | { readonly feed: { readonly feed_url: string; readonly next_url?: string } }
export interface SentData {
  readonly data: unknown
  readonly total?: number
}

/** The whole content of a page, as sent in `.json` under `data`. */
export interface Resource<Model, Query extends Record<string, unknown> = Record<string, never>> {
  /** Address with named parts, e.g. "/claims/:statement/:n". */
  readonly pattern: string
  /** Filters a reader may set in the query; everything else in a query is ignored. */
  readonly query?: z.ZodType<Query>
  /** Every address that exists, as values for the named parts. One empty object for an address without parts. */
  readonly addresses: (ledger: Ledger, collected: Collected) => readonly Params[]
  /** The view model; null when there is no such thing on the as-known date. */
  readonly model: (view: View, params: Params, query: Query) => Model | null
  /** Title of the page, without the site's name. */
  readonly title: (model: Model) => string
  /** One sentence for search engines and previews. */
  readonly description: (model: Model) => string
  readonly page: (model: Model, view: View) => Child
  /** The part of the model that `.json` sends as `data`; lists say how many there are. */
  readonly json: (model: Model, view: View) => Sent
  /** For lists only. */
  readonly csv?: (model: Model) => Table
  /** What the page says of itself to programs, as JSON-LD. */
  readonly structured?: (model: Model, view: View) => object
}

/** A resource of any kind, as the site holds it. */
export interface AnyResource {
  readonly pattern: string
  readonly query?: z.ZodType<Record<string, unknown>>
  readonly addresses: (ledger: Ledger, collected: Collected) => readonly Params[]
  /** Null when there is no such thing on the as-known date. */
  readonly render: (view: View, params: Params, query: Record<string, unknown>) => Rendered | null
  readonly hasCsv: boolean
}

export interface Rendered {
  readonly title: string
  readonly description: string
  readonly page: () => Child
  readonly json: () => Sent
  readonly csv: (() => Table) | null
  readonly structured: (() => object) | null
}

/** Ties the view model's type inside, so that resources of different kinds stand in one list. */
export function defineResource<Model, Query extends Record<string, unknown> = Record<string, never>>(
  resource: Resource<Model, Query>,
): AnyResource {
  return {
    pattern: resource.pattern,
    ...(resource.query ? { query: resource.query as unknown as z.ZodType<Record<string, unknown>> } : {}),
    addresses: resource.addresses,
    hasCsv: resource.csv !== undefined,
    render(view, params, query) {
      const model = resource.model(view, params, query as Query)
      if (model === null) return null
      const { csv, structured } = resource
      return {
        title: resource.title(model),
        description: resource.description(model),
        page: () => resource.page(model, view),
        json: () => resource.json(model, view),
        csv: csv ? () => csv(model) : null,
        structured: structured ? () => structured(model, view) : null,
      }
    },
  }
}

/** An address: the pattern with its named parts filled in. */
export const fillPattern = (pattern: string, params: Params): string =>
  pattern.replace(/:([a-z]+)/g, (_, name: string) => params[name] ?? '')

/** One address whose answer is no page: a feed, a calendar, an archive. */
export interface FileResource {
  /** Address with named parts, ending in its file name, e.g. "/programmes/:id/feed.json". */
  readonly pattern: string
  /** One sentence for the description of the API. */
  readonly summary: string
  readonly type: string
  readonly query?: z.ZodType<Record<string, unknown>>
  /** Every address that exists, as values for the named parts. */
  readonly addresses: (ledger: Ledger) => readonly Params[]
  /** Addresses with a query that are asked for as a matter of course, such as the next pages of a feed. */
  readonly ahead?: (view: View) => readonly string[]
  /**
   * The body, with headers of its own where it needs them; null when there is no such thing on the as-known date. A
   * promise where a library gives no other: such a file has no address that is made ahead.
   */
  readonly make: (view: View, params: Params, query: Record<string, unknown>) => Made | null | Promise<Made>
  /** The shape of a body in JSON. */
  readonly shape?: z.ZodType
}

export interface Made {
  readonly body: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  /** True for an embed: other sites may show it in a frame. */
  readonly framed?: boolean
}

/** Ties the query's type inside, so that files of different kinds stand in one list. */
export function defineFile<Query extends Record<string, unknown> = Record<string, never>>(
  file: Omit<FileResource, 'query' | 'make'> & {
    readonly query?: z.ZodType<Query>
    readonly make: (view: View, params: Params, query: Query) => Made | null | Promise<Made>
  },
): FileResource {
  return file as unknown as FileResource
}
