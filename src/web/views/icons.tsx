// Which sign stands for which verdict? A shape of its own for each, so that colour only repeats it.
import type { Child, FC } from 'hono/jsx'
import type { Result } from '../../domain/vocabulary.ts'

/** In a box of 20 by 20. `on` is drawn in the colour of the paper, on a filled shape. */
const SHAPES: Readonly<Record<Result, Child>> = {
  met: (
    <>
      <circle class="fill" cx="10" cy="10" r="9" />
      <path class="on" d="M5.5 10.5l3 3 6-6.5" />
    </>
  ),
  'partly-met': (
    <>
      <circle class="line" cx="10" cy="10" r="8" />
      <path class="fill" d="M10 2a8 8 0 0 0 0 16z" />
    </>
  ),
  'not-met': (
    <>
      <rect class="fill" x="1.5" y="1.5" width="17" height="17" rx="3" />
      <path class="on" d="M6 6l8 8m0-8l-8 8" />
    </>
  ),
  depends: <path class="line" d="M3 7h12l-3.5-3.5M17 13H5l3.5 3.5" />,
  'too-early': (
    <>
      <circle class="line" cx="10" cy="10" r="8" />
      <path class="line" d="M10 5v5l3.5 2" />
    </>
  ),
  'no-figures': <circle class="line dash" cx="10" cy="10" r="8" />,
  'no-match': <path class="line" d="M3 7.5h14M3 12.5h14M13 3L7 17" />,
  'not-testable': (
    <>
      <rect class="line" x="2" y="2" width="16" height="16" rx="3" />
      <path class="line" d="M7.5 7.5a2.5 2.5 0 1 1 3.5 2.300c-.8.4-1 .9-1 1.700m0 2.300v.4" />
    </>
  ),
}

export const VerdictIcon: FC<{ result: Result }> = ({ result }) => (
  <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    {SHAPES[result]}
  </svg>
)
