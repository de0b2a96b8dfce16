// Which sign stands for which verdict? A shape of its own for each, so that colour only repeats it.
import type { Child, FC } from 'hono/jsx'
import type { Result } from '../../domain/vocabulary.ts'

/** Said in attributes as well as in the stylesheet, for pictures that have none. */
const LINE = {
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '1.8',
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const

/** In a box of 20 by 20. `on` is drawn in the colour of the paper, on a filled shape. */
const SHAPES: Readonly<Record<Result, Child>> = {
  met: (
    <>
      <circle class="fill" fill="currentColor" cx="10" cy="10" r="9" />
      <path class="on" {...LINE} stroke="#ffffff" d="M5.5 10.5l3 3 6-6.5" />
    </>
  ),
  'partly-met': (
    <>
      <circle class="line" {...LINE} cx="10" cy="10" r="8" />
      <path class="fill" fill="currentColor" d="M10 2a8 8 0 0 0 0 16z" />
    </>
  ),
  'not-met': (
    <>
      <rect class="fill" fill="currentColor" x="1.5" y="1.5" width="17" height="17" rx="3" />
      <path class="on" {...LINE} stroke="#ffffff" d="M6 6l8 8m0-8l-8 8" />
    </>
  ),
  depends: <path class="line" {...LINE} d="M3 7h12l-3.5-3.5M17 13H5l3.5 3.5" />,
  'too-early': (
    <>
      <circle class="line" {...LINE} cx="10" cy="10" r="8" />
      <path class="line" {...LINE} d="M10 5v5l3.5 2" />
    </>
  ),
  'no-figures': <circle class="line dash" {...LINE} stroke-dasharray="3 3.3" cx="10" cy="10" r="8" />,
  'no-match': <path class="line" {...LINE} d="M3 7.5h14M3 12.5h14M13 3L7 17" />,
  'not-testable': (
    <>
      <rect class="line" {...LINE} x="2" y="2" width="16" height="16" rx="3" />
      <path class="line" {...LINE} d="M7.5 7.5a2.5 2.5 0 1 1 3.5 2.300c-.8.4-1 .9-1 1.700m0 2.300v.4" />
    </>
  ),
}

export const VerdictIcon: FC<{ result: Result }> = ({ result }) => (
  <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    {SHAPES[result]}
  </svg>
)

/** The same sign within another picture, at a place and in a colour. */
export const VerdictShape: FC<{ result: Result; x: number; y: number; size: number; colour: string }> = ({
  result,
  x,
  y,
  size,
  colour,
}) => (
  <g transform={`translate(${x} ${y}) scale(${size / 20})`} color={colour}>
    {SHAPES[result]}
  </g>
)
