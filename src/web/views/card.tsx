// Which picture stands beside a shared address?
//
// 1200 by 630, as previews expect. An SVG picture has no line breaks and no fonts of ours: text is wrapped by counting
// characters, set wide enough for the widest common fonts.
import type { FC } from 'hono/jsx'
import { printDate, printPeriod } from '../../domain/dates.ts'
import type { ClaimEntry, Counts, ProgrammeEntry } from '../../domain/ledger.ts'
import { printCount, RESULT_WORDS, RESULTS, type Result } from '../../domain/vocabulary.ts'
import { VerdictShape } from './icons.tsx'

export const CARD = { width: 1200, height: 630 } as const
const LEFT = 70
const COLOURS: Readonly<Record<Result, string>> = {
  met: '#0a6548',
  'partly-met': '#775000',
  'not-met': '#a3212a',
  depends: '#775000',
  'too-early': '#475562',
  'no-figures': '#475562',
  'no-match': '#475562',
  'not-testable': '#475562',
}
const SERIF = 'Georgia, "Times New Roman", serif'
const SANS = '"Helvetica Neue", Arial, sans-serif'

/** Words in lines of at most `width` characters; what does not fit into `most` lines ends in an ellipsis. */
export function wrapWords(text: string, width: number, most: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  if (lines.length <= most) return lines
  const kept = lines.slice(0, most)
  const end = kept.at(-1) ?? ''
  return [...kept.slice(0, -1), `${end.slice(0, width - 1)}…`]
}

const Lines: FC<{
  lines: readonly string[]
  y: number
  size: number
  fill: string
  font?: string
  bold?: boolean
}> = ({ lines, y, size, fill, font = SANS, bold = false }) => (
  <text font-family={font} font-size={size} fill={fill} font-weight={bold ? '700' : '400'}>
    {lines.map((line, index) => (
      <tspan x={LEFT} y={y + index * Math.round(size * 1.25)}>
        {line}
      </tspan>
    ))}
  </text>
)

const Frame: FC<{ title: string; description: string; foot: string; edge: string; children?: unknown }> = ({
  title,
  description,
  foot,
  edge,
  children,
}) => (
  <svg
    xmlns="http://www.w3.org/2000/svg"
    width={CARD.width}
    height={CARD.height}
    viewBox={`0 0 ${CARD.width} ${CARD.height}`}
    role="img"
    aria-labelledby="t d"
  >
    <title id="t">{title}</title>
    <desc id="d">{description}</desc>
    <rect width={CARD.width} height={CARD.height} fill="#ffffff" />
    <rect width="24" height={CARD.height} fill={edge} />
    {children}
    <rect x="24" y="566" width={CARD.width - 24} height="64" fill="#12324a" />
    <text x={LEFT} y="607" font-family={SERIF} font-size="28" font-weight="700" fill="#ffffff">
      Words vs Deeds
    </text>
    <text x={CARD.width - 40} y="606" font-family={SANS} font-size="22" fill="#ffffff" text-anchor="end">
      {foot}
    </text>
  </svg>
)

/** The picture in words, for those who do not see it. */
export function cardAlt({ claim, statement, verdict, nearest }: ClaimEntry): string {
  const { name, body } = statement.speaker
  const recorded = nearest ? ` Recorded: ${nearest.observation.display}, ${nearest.measure.name}.` : ''
  return `“${statement.quote}”, ${name ?? body}.${recorded} ${RESULT_WORDS[verdict.result].byKind[statement.kind]}: ${claim.text}`
}

export const ClaimCard: FC<{ entry: ClaimEntry; asOf: string }> = ({ entry, asOf }) => {
  const { claim, statement, verdict, nearest } = entry
  const { name, role, body } = statement.speaker
  const size = statement.quote.length > 90 ? 40 : 50
  const quote = wrapWords(`“${statement.quote}”`, size === 40 ? 50 : 40, 4)
  const below = 60 + quote.length * Math.round(size * 1.25)
  const by = [name ?? body, name ? (role ?? body) : null, statement.date ? printDate(statement.date) : null]
  const colour = COLOURS[verdict.result]
  const isDirect = nearest !== null && nearest.from !== 'context'
  return (
    <Frame
      title={claim.text}
      description={cardAlt(entry)}
      foot={`as known on ${printDate(asOf)}`}
      edge={colour}
    >
      <Lines lines={quote} y={50 + size} size={size} fill="#0b4f8a" font={SERIF} />
      <Lines
        lines={wrapWords(by.filter((part) => part !== null).join(', '), 78, 1)}
        y={below + 34}
        size={26}
        fill="#475562"
      />
      {isDirect && nearest ? (
        <>
          <Lines
            lines={wrapWords(nearest.observation.display, 30, 1)}
            y={below + 122}
            size={64}
            fill="#8a4a00"
            bold
          />
          <Lines
            lines={wrapWords(
              `recorded${nearest.from === 'proxy' ? ' near it' : ''}: ${nearest.measure.name}, ${printPeriod(nearest.observation.period)}`,
              88,
              1,
            )}
            y={below + 162}
            size={24}
            fill="#475562"
          />
        </>
      ) : (
        <Lines lines={['No figure near these words tests them.']} y={below + 110} size={32} fill="#475562" />
      )}
      <VerdictShape result={verdict.result} x={LEFT} y={486} size={54} colour={colour} />
      <text x={LEFT + 74} y="526" font-family={SANS} font-size="42" font-weight="700" fill={colour}>
        {RESULT_WORDS[verdict.result].byKind[statement.kind]}
      </text>
    </Frame>
  )
}

const inWords = (counts: Counts): string =>
  RESULTS.filter((result) => counts[result] > 0)
    .map((result) => `${counts[result]} ${RESULT_WORDS[result].label.toLowerCase()}`)
    .join(', ') || 'no claims yet'

export const programmeAlt = ({ programme, statements, counts }: ProgrammeEntry): string =>
  `${programme.name}: ${printCount(statements.length, 'statement')}. Government’s claims: ${inWords(counts.government)}.`

export const ProgrammeCard: FC<{ entry: ProgrammeEntry; asOf: string }> = ({ entry, asOf }) => {
  const { programme, statements, counts } = entry
  const shown = RESULTS.filter((result) => counts.government[result] > 0)
  return (
    <Frame
      title={programme.name}
      description={programmeAlt(entry)}
      foot={`as known on ${printDate(asOf)}`}
      edge="#0b4f8a"
    >
      <Lines lines={wrapWords(programme.name, 36, 2)} y={110} size={58} fill="#14202b" font={SERIF} bold />
      <Lines
        lines={[`${printCount(statements.length, 'statement')}. Government’s claims, set beside the record:`]}
        y={236}
        size={28}
        fill="#475562"
      />
      {shown.length === 0 ? <Lines lines={['No claims yet.']} y={300} size={32} fill="#475562" /> : null}
      {shown.map((result, index) => {
        const x = LEFT + (index % 2) * 560
        const y = 275 + Math.floor(index / 2) * 68
        return (
          <>
            <VerdictShape result={result} x={x} y={y} size={44} colour={COLOURS[result]} />
            <text
              x={x + 60}
              y={y + 35}
              font-family={SANS}
              font-size="26"
              font-weight="700"
              fill={COLOURS[result]}
            >
              {`${counts.government[result]} ${RESULT_WORDS[result].label.toLowerCase()}`}
            </text>
          </>
        )
      })}
    </Frame>
  )
}
