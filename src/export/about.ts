// What must every file say of itself: what it is, as known when, how to cite it, under which licence, with which caveats?
import { printDate } from '../domain/dates.ts'
import { RULE_VERSION } from '../domain/vocabulary.ts'
import { citationOf, DATA_LICENCE } from '../web/data.ts'
import type { View } from '../web/resource.ts'

export interface About {
  readonly title: string
  /** "<as-known day>.<digest of the data>": another day or other data is another version. */
  readonly version: string
  readonly asOf: string
  readonly dataVersion: string
  readonly rule: string
  readonly home: string
  readonly citation: string
  readonly licence: string
  readonly caveats: readonly string[]
}

export function aboutOf(view: View): About {
  const { asOf, dataVersion } = view.ledger
  return {
    title: 'Words vs Deeds',
    version: `${asOf}.${dataVersion}`,
    ...{ asOf, dataVersion, rule: RULE_VERSION, home: `${view.siteUrl}/` },
    citation: citationOf(view, ''),
    licence: DATA_LICENCE,
    caveats: [
      `Everything is as known on ${printDate(asOf)}. Figures are revised: each vintage is a row of its own, and none is overwritten.`,
      'A verdict is what the published rule says of a claim and the recorded figures. No person and no model overrides it.',
      'Figures of different measures do not add up: read the caveat of each measure before you compare.',
      'An absent value is not known or does not apply. It is never zero.',
      'Quotations are short extracts; the source and the exact place stand beside each.',
    ],
  }
}

/** The same as plain text, for README.txt and the notes of the workbook. */
export function aboutLines({ title, version, home, rule, citation, licence, caveats }: About): string[] {
  return [
    title,
    'What government said about the voluntary sector in public services, set beside what was recorded as delivered.',
    '',
    `Version of the data: ${version}. Version of the rule: ${rule}.`,
    `From: ${home}`,
    `Cite as: ${citation}`,
    `Licence: ${licence}`,
    '',
    'Keep in mind',
    ...caveats.map((one) => `- ${one}`),
  ]
}
