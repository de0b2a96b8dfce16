// What shape does a feed have, as JSON Schema?
import { z } from 'zod'
import { feedExtensionSchema } from '../domain/feed-item.ts'

const dateTime = z.iso.datetime()

/** A page of /feed.json. Readers must pass over members they do not know: more may be added. */
export const feedSchema = z.looseObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string(),
  home_page_url: z.url(),
  feed_url: z.url(),
  next_url: z.url().optional(),
  hubs: z.array(z.looseObject({ type: z.string(), url: z.url() })).optional(),
  _words_vs_deeds: z.looseObject({
    about: z.url(),
    schema: z.url(),
    asOf: z.string(),
    today: z.string(),
    dataVersion: z.string(),
    total: z.int(),
    deleted: z.array(
      z.looseObject({ ref: z.url(), kind: z.string(), id: z.string(), gone: z.string(), reason: z.string() }),
    ),
    /** Of the whole page, as each item has one of its own. */
    digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  }),
  items: z.array(
    z.looseObject({
      id: z.url(),
      url: z.url(),
      title: z.string(),
      content_text: z.string(),
      date_published: dateTime.optional(),
      date_modified: dateTime.optional(),
      authors: z.array(z.looseObject({ name: z.string() })),
      tags: z.array(z.string()),
      external_url: z.url().optional(),
      _words_vs_deeds: feedExtensionSchema,
    }),
  ),
})

/** The published schema, JSON Schema 2020-12, under its own address. */
export const feedJsonSchema = (id: string): object => ({
  $id: id,
  title: 'A feed of Words vs Deeds',
  ...z.toJSONSchema(feedSchema, { io: 'output', unrepresentable: 'any' }),
})
