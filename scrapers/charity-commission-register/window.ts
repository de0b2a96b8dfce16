// Which years does an extract no longer hold whole?
//
// It has the last five periods of a charity. In the oldest years only those are left that file late: a sum of these is no
// figure of the year.
const MOST_PERIODS = 5
/** A year from which more than one return in a hundred may be gone gives no figure. */
const MOST_GONE = 0.01

/** The returns of each charity, as they are read: how many, and the first financial year. */
export type Window = {
  readonly add: (charity: string, year: string) => void
  readonly clear: () => void
  /** How many charities may have had a return in a year that is gone: they have five, and all are later. */
  readonly goneFrom: (year: string) => number
}

export function makeWindow(): Window {
  const filed = new Map<string, { times: number; first: string }>()
  return {
    add: (charity, year) => {
      const before = filed.get(charity)
      if (before === undefined) filed.set(charity, { times: 1, first: year })
      else {
        before.times += 1
        if (year < before.first) before.first = year
      }
    },
    clear: () => filed.clear(),
    goneFrom: (year) => {
      let gone = 0
      for (const { times, first } of filed.values()) if (times >= MOST_PERIODS && first > year) gone += 1
      return gone
    },
  }
}

/** Whether so few are gone that the others stand for the year. */
export const isWhole = (there: number, gone: number): boolean => gone <= (there + gone) * MOST_GONE
