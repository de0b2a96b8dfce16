// What does a reader or a program see when an address cannot be answered?
//
// RFC 9457 problem details, the same object for programs (JSON) and people (a page).

/** A problem as RFC 9457 has it; `type` is about:blank, so `title` is the phrase of the status. */
export interface Problem {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  /** What was expected, what was got, what to do. */
  readonly detail: string
  readonly instance?: string
}

export const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  410: 'Gone',
  414: 'URI Too Long',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
}

export function problem(status: number, detail: string, instance?: string): Problem {
  const title = TITLES[status] ?? 'Error'
  return { type: 'about:blank', title, status, detail, ...(instance === undefined ? {} : { instance }) }
}

/** Thrown by a route for what the reader asked; anything else that is thrown is ours and answers 500. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(found: Problem) {
    super(found.detail)
    this.name = 'ProblemError'
    this.problem = found
  }
}

/** Cut to a length that is safe to print back. */
export function quoteInput(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text)
}
