// What of citation.js is used here? It brings no types of its own.
declare module '@citation-js/core' {
  export class Cite {
    /** Items of CSL-JSON, or text in a form that a plugin reads. */
    constructor(items: readonly object[] | string)
    readonly data: readonly Record<string, unknown>[]
    format(format: 'bibtex'): string
    format(
      format: 'ris',
      options: { readonly format: 'object' },
    ): Record<string, string | number | readonly string[]>[]
  }
}
declare module '@citation-js/plugin-bibtex'
declare module '@citation-js/plugin-ris'
