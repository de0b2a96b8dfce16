// How does a reader narrow a list?
import type { FC } from 'hono/jsx'

/** One filter of a form: a choice of values, or all. */
export const Select: FC<{
  name: string
  label: string
  value: string | undefined
  options: readonly (readonly [string, string])[]
}> = ({ name, label, value = '', options }) => (
  <p>
    <label for={`f-${name}`}>{label}</label>
    <select id={`f-${name}`} name={name}>
      <option value="">All</option>
      {options.map(([id, text]) => (
        <option value={id} selected={id === value}>
          {text}
        </option>
      ))}
    </select>
  </p>
)
