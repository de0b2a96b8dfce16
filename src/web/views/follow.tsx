// How does a reader follow a page without coming back to it?
import type { FC } from 'hono/jsx'
import type { View } from '../resource.ts'

/** Feeds and the calendar of a page; each is left out where there is none. */
export const Follow: FC<{
  view: View
  feeds: readonly (readonly [name: string, path: string])[]
  calendar?: string | null
}> = ({ view, feeds, calendar = null }) => (
  <section aria-labelledby="follow" class="screen-only">
    <h2 id="follow">Follow</h2>
    <p>
      Put one of these addresses into your own program, and it tells you when something changes; no account is
      needed.
    </p>
    <ul>
      {feeds.map(([name, path]) => (
        <li>
          <a href={view.href(path)}>{name}</a>
        </li>
      ))}
      {calendar === null ? null : (
        <li>
          <a href={view.href(calendar)}>Calendar</a>: the days on which claims fall due and figures are
          expected
        </li>
      )}
    </ul>
  </section>
)
