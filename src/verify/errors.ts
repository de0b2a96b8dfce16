// What stops a verification before it has begun?

/** What was to be verified cannot be read at all. The message says what was expected and what was got. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
}
