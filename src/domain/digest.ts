// Of which text is a digest taken, so that one changed character anywhere is seen?

interface Digested {
  readonly _words_vs_deeds: Readonly<Record<string, unknown>>
}

/** An item or a page of a feed as JSON without white space, its members in the order in which they stand, less the digest itself. */
export function digestedText(whole: Digested): string {
  const { digest: _, ...rest } = whole._words_vs_deeds
  return JSON.stringify({ ...whole, _words_vs_deeds: rest })
}
