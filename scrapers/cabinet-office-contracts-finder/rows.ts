// What does each award notice on Contracts Finder state? One row per release, and one per release and award.
//
// Two generations: before October 2022 suppliers stand inside the award with `sme` and `vco`; since then they are parties
// with `details`. Both flags are the buyer's guess. A notice is published again whole when it changes.
import {
  type BulkRow,
  explain,
  type Fields,
  fieldsOf,
  flagIn,
  type Json,
  listOf,
  type OcdsRelease,
  OddRecordError,
  ocdsReleases,
  printedSuppliers,
  printedValue,
  type ReadRows,
  shortText,
  stampOf,
  stated,
  statusIn,
  textIn,
  textsIn,
} from '../../src/collect/index.ts'

type Facts = { readonly [field: string]: Json }

export const readRows: ReadRows = async function* (page, { issue }) {
  const follow = new Set<string>()
  const seen = new Set<string>()
  for await (const release of ocdsReleases(page, (address) => follow.add(address))) {
    try {
      for (const row of rowsOf(release, issue)) {
        const name = `${row.kind} ${row.key}`
        if (seen.has(name)) issue('a release is printed twice on one page; the first is read', row.key)
        else yield row
        seen.add(name)
      }
    } catch (error) {
      if (!(error instanceof OddRecordError)) throw error
      issue(`a release was left out: ${explain(error)}`, { release: textIn(release.release.id) })
    }
  }
  for (const address of follow) yield { follow: address }
}

function rowsOf({ release }: OcdsRelease, issue: Parameters<ReadRows>[1]['issue']): BulkRow[] {
  const id = textIn(release.id)
  if (id === null) throw new OddRecordError('expected an id, found none')
  const date = textIn(release.date)
  if (stampOf(date, id).startsWith(' ')) issue('a release has no date that can be read', { release: id })
  // A bare "ocds-b5fd17-" occurs: every such notice would be one procurement. Its release then stands for it.
  const ocid = textIn(release.ocid)
  const notice = ocid !== null && !/^ocds-b5fd17\w*-?$/.test(ocid) ? ocid : id
  const common = { notice, release: id, ...stated({ date, tag: textsIn(release.tag) }) }
  const rows: BulkRow[] = [
    { kind: 'procurement-release', key: `${id}/${notice}`, ...common, ...procurementFacts(release) },
  ]
  const named = new Set<string>()
  const parties = listOf(release.parties)
  for (const award of listOf(release.awards)) {
    const awardId = textIn(award.id)
    if (awardId === null || named.has(awardId)) {
      issue('an award is left out: it has no id, or the id of another in the same release', {
        release: id,
        award: awardId,
      })
      continue
    }
    named.add(awardId)
    const facts = awardFacts(award, parties)
    rows.push({
      kind: 'award-release',
      key: `${id}/${notice}/${awardId}`,
      ...common,
      award: awardId,
      ...facts,
    })
  }
  return rows
}

function procurementFacts(release: Fields): Facts {
  const tender = fieldsOf(release.tender)
  const legacy = fieldsOf(tender.xClassifications)
  return stated({
    title: shortText(tender.title),
    buyer: shortText(fieldsOf(release.buyer).name),
    status: statusIn(tender.status),
    // An intention, never delivery.
    suitableForVcse: flagIn(fieldsOf(tender.suitability).vcse) ?? flagIn(legacy.isSuitableForVco),
    // An advertisement by a prime contractor; false on all notices seen.
    supplyChain: flagIn(tender.supplyChain),
  }) as Facts
}

function awardFacts(award: Fields, parties: readonly Fields[]): Facts {
  const value = printedValue(award.value)
  return stated({
    title: shortText(award.title),
    status: statusIn(award.status),
    awarded: textIn(award.date),
    // Whether VAT is in it is not said.
    value: value === null ? null : stated({ amount: value.net, currency: value.currency }),
    suppliers: printedSuppliers(
      award.suppliers,
      parties,
      (party) => flagIn(fieldsOf(party.details).vcse) ?? party.vco,
    ),
  }) as Facts
}
