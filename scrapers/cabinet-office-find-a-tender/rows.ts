// What does each notice on Find a Tender state of procurements, awards and contracts? One row per release, award and contract.
//
// A release is one notice, and holds only what that notice says: facts of an award come in up to four notices (UK5, UK6,
// UK7, UK10), each with a part of them. So a row holds what its release states and nothing else; `merge.ts` puts them together.
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
  printedBids,
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

type Tools = Parameters<ReadRows>[1]
type Facts = { readonly [field: string]: Json }

export const readRows: ReadRows = async function* (page, tools) {
  const follow = new Set<string>()
  const seen = new Set<string>()
  for await (const release of ocdsReleases(page, (address) => follow.add(address))) {
    for (const row of readRelease(release, tools)) {
      const name = `${row.kind} ${row.key}`
      if (seen.has(name)) tools.issue('a release is printed twice on one page; the first is read', row.key)
      else yield row
      seen.add(name)
    }
  }
  for (const address of follow) yield { follow: address }
}

/** Rows of one release; an odd one becomes an issue, and the page goes on. */
function readRelease(release: OcdsRelease, tools: Tools): BulkRow[] {
  try {
    return rowsOf(release, tools)
  } catch (error) {
    if (!(error instanceof OddRecordError)) throw error
    tools.issue(`a release was left out: ${explain(error)}`, { release: textIn(release.release.id) })
    return []
  }
}

function rowsOf({ release, compiled }: OcdsRelease, tools: Tools): BulkRow[] {
  const ocid = textIn(release.ocid)
  if (ocid === null) throw new OddRecordError('expected an ocid, found none')
  const date = textIn(release.date)
  // A release without an id has been served; its date then tells it from its siblings.
  const id = textIn(release.id) ?? date
  if (id === null) throw new OddRecordError(`${ocid}: expected an id or a date, found neither`)
  if (stampOf(date, id).startsWith(' '))
    tools.issue('a release has no date that can be read', { release: id })
  const common = {
    ocid,
    release: id,
    ...stated({ date, notices: noticesOf(release), tag: textsIn(release.tag), compiled: compiled || null }),
  }
  const rows: BulkRow[] = [
    { kind: 'procurement-release', key: `${id}/${ocid}`, ...common, ...procurementFacts(release, tools) },
  ]
  const parties = listOf(release.parties)
  const contracts = listOf(release.contracts)
  const awards = new Map<string, Facts>()
  for (const award of listOf(release.awards)) {
    const awardId = textIn(award.id)
    if (awardId !== null && !awards.has(awardId)) awards.set(awardId, awardFacts(award, parties))
    else
      tools.issue('an award is left out: it has no id, or the id of another in the same release', {
        release: id,
        award: awardId,
      })
  }
  // Notices of contracts need not repeat the award: details, changes and terminations come alone.
  for (const contract of contracts) {
    const awardId = awardIdOf(contract)
    if (awardId === null) tools.issue('a contract is left out: it has no id', { release: id })
    else if (!awards.has(awardId)) awards.set(awardId, {})
  }
  for (const [award, facts] of awards) {
    const own = contracts.filter((contract) => awardIdOf(contract) === award)
    const contractRows = own.map((contract) => contractFacts(contract, release, parties, tools))
    rows.push({
      ...{ kind: 'award-release', key: `${id}/${ocid}/${award}`, ...common, award, ...facts },
      ...stated({ contracts: contractRows }),
    })
  }
  return rows
}

/** The award a contract belongs to. Where a notice does not say, the two have one id. */
const awardIdOf = (contract: Fields): string | null => textIn(contract.awardID) ?? textIn(contract.id)

/**
 * `UK1` to `UK17`, from the documents of planning, tender, awards and contracts: those of this very notice, else all that
 * are listed (a compiled release lists every notice). Notices before the Act have none.
 */
function noticesOf(release: Fields): string[] {
  const holders = [release.planning, release.tender, ...listOf(release.awards), ...listOf(release.contracts)]
  const documents = holders
    .flatMap((holder) => listOf(fieldsOf(holder).documents))
    .filter((document) => textIn(document.noticeType) !== null)
  const own = documents.filter((document) => textIn(document.id) === textIn(release.id))
  return [
    ...new Set((own.length > 0 ? own : documents).map((document) => String(document.noticeType))),
  ].sort()
}

function procurementFacts(release: Fields, tools: Tools): Facts {
  const tender = fieldsOf(release.tender)
  const basis = fieldsOf(tender.legalBasis)
  const lots = listOf(tender.lots)
  const techniques = fieldsOf(tender.techniques)
  const buyer = fieldsOf(release.buyer)
  const party = listOf(release.parties).find((one) => textIn(one.id) === textIn(buyer.id))
  const values = [tender.value, ...lots.map((lot) => lot.value)].map(printedValue)
  const suitable = [tender, ...lots].map((one) => flagIn(fieldsOf(one.suitability).vcse))
  const legalBasis =
    [textIn(basis.scheme), textIn(basis.id)].filter((word) => word !== null).join(' ') || null
  return stated({
    title: shortText(tender.title),
    buyer: shortText(buyer.name),
    buyerId: textIn(buyer.id),
    buyerKinds: listOf(fieldsOf(party?.details).classifications)
      .filter((one) => textIn(one.scheme) === 'UK_CA_TYPE')
      .flatMap((one) => textsIn(one.id)),
    legalBasis,
    regime: legalBasis === null ? null : meaningOf('legal-basis', legalBasis, tools),
    // A notice that says nothing of these leaves them to the procurement's other notices.
    lightTouch: textsIn(tender.specialRegime).includes('lightTouch') || null,
    framework: flagIn(techniques.hasFrameworkAgreement) ?? (techniques.frameworkAgreement ? true : null),
    callOff:
      listOf(release.relatedProcesses).some((one) => textsIn(one.relationship).includes('framework')) || null,
    // Suitable and reserved are intentions printed on a tender; neither is delivery.
    suitableForVcse: suitable.includes(true) || (suitable.includes(false) ? false : null),
    reserved: textsIn(fieldsOf(tender.otherRequirements).reservedParticipation),
    status: statusIn(tender.status),
    lots: lots.map((lot) => stated({ id: textIn(lot.id), status: statusIn(lot.status) })),
    currencies: [...new Set(values.flatMap((value) => value?.currency ?? []))],
    bids: printedBids(release),
  }) as Facts
}

function awardFacts(award: Fields, parties: readonly Fields[]): Facts {
  const { subcontracts, description } = fieldsOf(award.subcontracting)
  const texts = [description, ...listOf(subcontracts).map((one) => one.description)].map(shortText)
  return stated({
    title: shortText(award.title),
    status: statusIn(award.status),
    awarded: textIn(award.date),
    value: printedValue(award.value),
    suppliers: suppliersIn(award.suppliers, parties),
    lots: textsIn(award.relatedLots),
    aboveThreshold: flagIn(award.aboveThreshold),
    // Free text naming associated firms, or "N/A": evidence for people, never counted.
    subcontracting: [...new Set(texts.filter((text) => text !== null))],
  }) as Facts
}

function contractFacts(contract: Fields, release: Fields, parties: readonly Fields[], tools: Tools): Facts {
  // `proposedAmendments` are not signed, so they change nothing.
  const amendments = listOf(contract.amendments)
  const changed = amendments.map((one) => printedValue(one.value)).filter((value) => value !== null)
  return stated({
    id: textIn(contract.id),
    status: statusIn(contract.status),
    signed: textIn(contract.dateSigned),
    value: changed.at(-1) ?? printedValue(contract.value),
    added: suppliersIn(
      amendments.flatMap((one) => listOf(one.suppliersAdded)),
      parties,
    ),
    removed: suppliersIn(
      amendments.flatMap((one) => listOf(one.suppliersRemoved)),
      parties,
    ),
    termination: terminationOf(contract, release, tools),
  }) as Facts
}

/**
 * What a UK11 says of a contract: `ended` when it ran its course, else `undone`. A UK7 published in error can be undone by
 * a UK11 only, and nothing printed tells that case from a contract that was ended early.
 */
function terminationOf(contract: Fields, release: Fields, tools: Tools): string | null {
  const isUk11 =
    listOf(contract.documents).some((document) => textIn(document.noticeType) === 'UK11') ||
    (textsIn(release.tag).includes('contractTermination') && statusIn(contract.status) === 'terminated')
  if (!isUk11) return null
  const reasons = [
    ...listOf(contract.terminationRationaleClassifications),
    ...listOf(contract.terminationRationaleClassification),
  ].flatMap((one) => textsIn(one.id))
  const meanings = reasons.map((reason) => meaningOf('termination', reason, tools))
  return meanings.length > 0 && meanings.every((meaning) => meaning === 'ended') ? 'ended' : 'undone'
}

/** What a word means; null with an issue when nobody has said yet, so that the rest of the release is still read. */
function meaningOf(table: string, word: string, { lookup, issue }: Tools): string | null {
  try {
    return lookup<string>(table, word)
  } catch (error) {
    if (!(error instanceof OddRecordError)) throw error
    issue(explain(error))
    return null
  }
}

const suppliersIn = (references: unknown, parties: readonly Fields[]): ReturnType<typeof printedSuppliers> =>
  printedSuppliers(references, parties, (party) => fieldsOf(party.details).vcse)
