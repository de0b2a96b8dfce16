// What can one source lead another to: the files that the government's catalogue knows of, the bodies that lists name?
import { z } from 'zod'
import { ORGANISATIONS } from './port.ts'
import type { Leads } from './scraper.ts'

/** A data set as scrapers/data-gov-uk-catalogue reports it, as far as it leads to files. */
const dataset = z.object({
  title: z.string().nullable(),
  /** CKAN's own word: `active`, `draft`, `deleted`; null where a search gave only some fields. */
  state: z.string().nullable(),
  resources: z.array(z.object({ url: z.string(), broken: z.boolean().nullable() })).nullable(),
})

/**
 * Leads to the files of data sets about a subject. Links that the catalogue itself found broken are left out, and so is
 * what is no web address: people type these by hand.
 * @param isAbout whether the title of a data set is about it.
 * @param toAsk the address to ask for instead of the one printed; null to leave it out.
 */
export const catalogueLeads = (
  isAbout: (title: string) => boolean,
  toAsk: (url: URL) => string | null,
): Leads => ({
  source: 'data-gov-uk-catalogue',
  kind: 'dataset',
  read: (payload) => {
    const { title, state, resources } = dataset.parse(payload)
    if (title === null || !isAbout(title) || (state !== null && state !== 'active')) return []
    return (resources ?? []).flatMap(({ url, broken }) => {
      const address = broken || !URL.canParse(url) ? null : toAsk(new URL(url))
      return address === null ? [] : [address]
    })
  },
})

/** An organisation as `organiseSources` keeps it, as far as it says who it is. */
const organisation = z.object({
  ids: z.array(z.string()),
  label: z.object({ entry: z.string().nullable() }),
  gone: z.string().optional(),
})

/** Leads to the identifiers of the organisations that stand in lists: those printed, and that of the register entry found. */
export const listedIds: Leads = {
  source: ORGANISATIONS,
  kind: 'organisation',
  read: (payload) => {
    const { ids, label, gone } = organisation.parse(payload)
    return gone === undefined ? [...new Set([...ids, ...(label.entry === null ? [] : [label.entry])])] : []
  },
}
