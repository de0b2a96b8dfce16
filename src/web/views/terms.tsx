// What do the words of the method mean, where they stand?
import type { FC } from 'hono/jsx'

const TERMS = {
  band: 'The numbers that would bear the words out. “At least 30%” has the band from 30% upwards; “about half” that from 45% to 55%.',
  interval:
    'What a printed figure can stand for. “47%” was rounded from something between 46.5% and 47.5%; a count printed in full is exact.',
  reading:
    'One fair way of counting what was claimed. Readings are written down before figures are attached to them.',
  direct: 'A figure that counts the same thing as the words: same people, same unit, same time and place.',
  proxy: 'A figure near the claim that counts something else. It is shown, but it settles nothing.',
  grade:
    'How strong the evidence is, from A (audits and final official statistics) to D (a single news report).',
  leeway: 'How far from the number “about” and “nearly” may be. The same for everybody.',
} as const

type TermName = keyof typeof TERMS

/** A word of the method in running text, with its meaning on hover; Terms has the same for everybody else. */
export const Term: FC<{ name: TermName }> = ({ name }) => <dfn title={TERMS[name]}>{name}</dfn>

/** The words of the method that a page uses, explained on the page itself. */
export const Terms: FC<{ names: readonly TermName[] }> = ({ names }) => (
  <details>
    <summary>What these words mean</summary>
    <dl class="facts">
      {names.map((name) => (
        <>
          <dt>{`${name.charAt(0).toUpperCase()}${name.slice(1)}`}</dt>
          <dd>{TERMS[name]}</dd>
        </>
      ))}
    </dl>
  </details>
)
