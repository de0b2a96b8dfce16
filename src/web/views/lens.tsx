// Which lens is a measure read through, and what does a figure say through it?
import type { FC } from 'hono/jsx'
import { partsOf } from '../../domain/lens-parts.ts'
import type { Observation } from '../../domain/nouns.ts'
import { LENS_WORDS, type Lens, NARROW, POLICY_STATE, printPolicy } from '../../domain/sector.ts'
import { printNumber } from '../../domain/vocabulary.ts'
import type { View } from '../resource.ts'

/** A switch that works without scripts: one link a lens. */
export const LensSwitch: FC<{
  path: string
  lenses: readonly Lens[]
  shown: Lens
  view: View
}> = ({ path, lenses, shown, view }) => (
  <nav aria-label="Sector lens" class="lenses">
    <p>
      Who counts as the sector is read through one lens at a time. Each figure has three parts, which add up
      to 100%: of the sector, not of it, and not known.
    </p>
    <p class="note">
      {printPolicy(NARROW)} {POLICY_STATE}
    </p>
    <ul class="plain">
      {lenses.map((lens) => (
        <li>
          <a href={view.href(path, { lens })} aria-current={lens === shown ? 'true' : undefined}>
            {LENS_WORDS[lens].label}
          </a>
          : <span class="note">{LENS_WORDS[lens].meaning}</span>
        </li>
      ))}
    </ul>
  </nav>
)

/** "of the sector 12.5%, not 50%, not known 37.5%" */
export function partsWords(observation: Observation): string {
  const parts = partsOf(observation)
  if (parts === null) return 'parts not stated'
  const [yes, no, unknown] = [parts.yes, parts.no, parts.unknown].map((part) => `${printNumber(part)}%`)
  return `yes ${yes}, no ${no}, not known ${unknown}`
}
