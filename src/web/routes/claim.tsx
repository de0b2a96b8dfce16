// One claim: the quote, every way of reading it, the verdict with its steps, best and worst case, and how to cite it.
import { printDate, printPeriod } from '../../domain/dates.ts'
import { verdictsAt } from '../../domain/ledger.ts'
import {
  GRADE_WORDS,
  printCount,
  printQuantity,
  printTarget,
  RESULT_WORDS,
  TAG_WORDS,
} from '../../domain/vocabulary.ts'
import { claimData, figureData, historyData } from '../data.ts'
import { defineResource } from '../resource.ts'
import { embedCode } from '../share.tsx'
import { claimReview } from '../structured.ts'
import { Ask, askedData, askedOn, questionData, questionFor } from '../views/ask.tsx'
import { CiteSection, citeData } from '../views/cite.tsx'
import {
  AsKnownOn,
  CaseFor,
  type ClaimPage,
  capital,
  ReadingMatrix,
  ReadingPart,
  SilenceLog,
  TOLERANCES,
  Tolerances,
  whatWouldChange,
} from '../views/claim.tsx'
import { Deeds, nearestReading, ReadingScale } from '../views/figures.tsx'
import {
  AddToPack,
  Attribution,
  BasketScript,
  Crumb,
  claimPath,
  KindAndVoice,
  Quote,
  SourcePlace,
  VerdictMark,
} from '../views/parts.tsx'
import { Terms } from '../views/terms.tsx'

export const claim = defineResource<ClaimPage>({
  pattern: '/claims/:statement/:n',
  addresses: (ledger) =>
    ledger.claims.map(({ claim: { id } }) => {
      const [statement = '', n = ''] = id.split('#')
      return { statement, n }
    }),
  model: ({ ledger, history, evidence }, { statement, n }) => {
    const entry = ledger.claims.find((candidate) => candidate.claim.id === `${statement}#${n}`)
    if (!entry) return null
    const wanted = new Set(entry.claim.readings.map((reading) => reading.measure))
    const figures = ledger.measures.filter((m) => wanted.has(m.measure.id)).flatMap((m) => m.figures)
    return {
      entry,
      history: history(entry.claim.id),
      ledger,
      figures: new Map(figures.map((figure) => [figure.observation.id, figure])),
      tolerances: verdictsAt(evidence, entry.claim.id, ledger, TOLERANCES),
    }
  },
  title: ({ entry }) => entry.claim.text,
  structured: ({ entry, history }, view) => claimReview(entry, history, view),
  description: ({ entry: { claim, statement, verdict } }) =>
    `“${statement.quote}” (${statement.speaker.name ?? statement.speaker.body}). ${RESULT_WORDS[verdict.result].byKind[statement.kind]}: ${claim.text}`,
  page: (page, view) => {
    const { entry, tolerances } = page
    const { claim, statement, source, verdict, programmes, nearest } = entry
    const path = claimPath(claim.id)
    const [programme] = programmes
    const question = questionFor(entry, view)
    const reading = nearestReading(entry)
    return (
      <article class="claim-page">
        {programme ? <Crumb view={view} path={`/programmes/${programme.id}`} name={programme.name} /> : null}
        <h1 class="said-words">
          <Quote statement={statement} />
        </h1>
        <p class="intro">
          <Attribution statement={statement} view={view} /> · <KindAndVoice statement={statement} />
        </p>
        <p class="note">
          Exact place: <SourcePlace source={source} locator={statement.locator} view={view} /> ·{' '}
          <a href={view.href(`/statements/${statement.id}`)}>the whole statement</a>
        </p>
        <div class={`banner edge-${verdict.result}`}>
          <p class="note">{claim.text}</p>
          <p class="verdict-line">
            <VerdictMark result={verdict.result} kind={statement.kind} tags={verdict.tags} />
          </p>
          <p>
            {RESULT_WORDS[verdict.result].meaning} {verdict.missing ?? ''}
            {verdict.tags
              .map((tag) => ` ${capital(TAG_WORDS[tag].label)}: ${TAG_WORDS[tag].meaning}`)
              .join('')}
          </p>
          {verdict.grade || verdict.silence?.days ? (
            <p class="note">
              {verdict.grade ? `Evidence grade ${verdict.grade}: ${GRADE_WORDS[verdict.grade]}.` : ''}
              {verdict.silence?.days ? (
                <span class="clock">{printCount(verdict.silence.days, 'day')} since it was due.</span>
              ) : null}
            </p>
          ) : null}
        </div>
        <div class="pair">
          <div class="words">
            <h2 class="side">What was said</h2>
            <p class="deed">
              <span class="asked">{capital(printTarget(claim))}</span>{' '}
              <span class="note">{claim.population}</span>
            </p>
            <p class="note">
              Due: {verdict.due ? printDate(verdict.due) : 'not known'}
              {claim.baseline
                ? ` · measured from ${printQuantity(claim.baseline.value, claim.unit)}, ${printPeriod(claim.baseline.period)}`
                : ''}
            </p>
          </div>
          <div class="deeds">
            <h2 class="side">What was recorded</h2>
            <Deeds nearest={nearest} view={view} />
          </div>
          {reading ? (
            <div class="across">
              <ReadingScale id="scale-main" entry={entry} reading={reading} figures={page.figures} />
            </div>
          ) : null}
        </div>
        {question ? <Ask question={question} asked={askedOn(entry, view)} view={view} /> : null}
        {verdict.readings.length > 0 ? (
          <section aria-labelledby="readings" class={verdict.readings.length > 1 ? 'many' : undefined}>
            <h2 id="readings">Ways of reading it</h2>
            {verdict.readings.length > 1 ? <ReadingMatrix page={page} /> : null}
            {verdict.readings.map((one, index) => (
              <ReadingPart page={page} reading={one} index={index} view={view} />
            ))}
          </section>
        ) : null}
        <section aria-labelledby="steps" class="screen-only">
          <h2 id="steps">Step by step</h2>
          <ol class="steps plain">
            {verdict.steps.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
          <Terms names={['band', 'interval', 'reading', 'direct', 'proxy', 'grade', 'leeway']} />
        </section>
        {verdict.readings.length > 0 ? (
          <section aria-labelledby="cases">
            <h2 id="cases">Best and worst case for the speaker</h2>
            <p class="note case-note">
              Picked by the rule from every figure that stands in a reading, also from proxies.
            </p>
            <div class="cases">
              <CaseFor name="Best" figure={entry.best} view={view} />
              <CaseFor name="Worst" figure={entry.worst} view={view} />
            </div>
          </section>
        ) : null}
        <section aria-labelledby="change" class="ways-out">
          <h2 id="change">What would change it</h2>
          <ul>
            {whatWouldChange(entry).map((what) => (
              <li>{what}</li>
            ))}
          </ul>
          {verdict.silence ? <SilenceLog entry={entry} /> : null}
        </section>
        {tolerances.length > 0 ? <Tolerances page={page} view={view} /> : null}
        <AsKnownOn page={page} view={view} />
        {entry.utterances.length > 0 ? (
          <section aria-labelledby="again" class="screen-only">
            <h2 id="again">Said again</h2>
            <ul>
              {entry.utterances.map((other) => (
                <li>
                  <a href={view.href(`/statements/${other.id}`)}>
                    <Quote statement={other} />
                  </a>{' '}
                  <Attribution statement={other} view={view} />
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        {entry.weakenedBy.length > 0 || claim.weakens ? (
          <section aria-labelledby="moved">
            <h2 id="moved">The target was moved</h2>
            <ul>
              {claim.weakens ? (
                <li>
                  This target lowers or puts off{' '}
                  <a href={view.href(claimPath(claim.weakens))}>an earlier one</a>, which stays open to its
                  own date.
                </li>
              ) : null}
              {entry.weakenedBy.map((later) => (
                <li>
                  Lowered or put off later: <a href={view.href(claimPath(later.id))}>{later.text}</a>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        <CiteSection view={view} refTo={{ kind: 'claims', id: claim.id }} path={path} title={claim.text} />
        <section aria-labelledby="share" class="screen-only">
          <h2 id="share">Take it with you</h2>
          <p>
            <BasketScript view={view} />
            <AddToPack entry={entry} view={view} /> for a briefing on several claims, to print or as a Word
            document.
          </p>
          <p>
            <a href={view.href(`/cards${path}.svg`)}>A picture of this claim</a> to share, with its text
            inside.
          </p>
          <h3>On another page, keeping today’s figures</h3>
          <p class="cite">
            <code>{embedCode(view, path, claim.text, view.ledger.asOf)}</code>
          </p>
          <h3>On another page, following the record</h3>
          <p class="cite">
            <code>{embedCode(view, path, claim.text, null)}</code>
          </p>
        </section>
      </article>
    )
  },
  json: ({ entry, history, figures, tolerances }, view) => ({
    data: {
      ...claimData(entry, view),
      source: entry.source,
      observations: [...figures.values()].map((figure) => figureData(figure, view)),
      history: historyData(history),
      tolerances: tolerances.map(({ tolerance, verdict: { result } }) => ({ tolerance, result })),
      whatWouldChange: whatWouldChange(entry),
      question: questionFor(entry, view)?.foi.text ?? null,
      ask: questionData(questionFor(entry, view)),
      asked: askedOn(entry, view).map(askedData),
      ...citeData(view, { kind: 'claims', id: entry.claim.id }, claimPath(entry.claim.id), entry.claim.text),
    },
  }),
})
