// On which day is a page read? What stands in the form that sets it.
import type { FC } from 'hono/jsx'
import type { View } from '../resource.ts'

export const DayField: FC<{ id: string; label: string; view: View }> = ({ id, label, view: { ledger } }) => (
  <>
    <label for={id}>{label}</label>{' '}
    <input id={id} name="asOf" type="date" min="1990-01-01" max={ledger.today} value={ledger.asOf} />{' '}
    <button type="submit">Show</button>
  </>
)
