// What is kept of a record, so that a citation of it never changes?
//
// A pin is one record as it stood on one day, in one document. Its address holds the day and the digest of the document,
// so that anybody can check that nobody touched it.

/** The nouns that can be cited, as they stand in the address. */
export const PIN_KINDS = ['claims', 'observations', 'measures', 'programmes'] as const
export type PinKind = (typeof PIN_KINDS)[number]

export interface Pin {
  /** As in the address after "/cite/": "claims/<statement>/<n>", "observations/<id>", "measures/<id>", "programmes/<id>". */
  readonly record: string
  /** "YYYY-MM-DD-<the first twelve hexadecimal digits of the SHA-256 of `text`>". */
  readonly version: string
  /** SHA-256 of all that does not move with the clock alone: pins that say the same have the same one. */
  readonly content: string
  /** The document as JSON, byte for byte as it is sent. */
  readonly text: string
}

/** Pins that are kept for ever; an index that is in memory and a look-up in a file. */
export interface KeptPins {
  /** The newest pin of a record; null when none was kept. */
  readonly latest: (record: string) => Pick<Pin, 'version' | 'content'> | null
  /** The document of a pin; null when it was not kept here, or can no longer be read as it was written. */
  readonly read: (record: string, version: string) => string | null
}

export const NO_PINS: KeptPins = { latest: () => null, read: () => null }
