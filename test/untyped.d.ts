// Libraries without types of their own, as far as the tests use them.
declare module 'datapackage' {
  interface Loaded {
    readonly valid: boolean
    readonly errors: readonly Error[]
    readonly resources: readonly unknown[]
    getResource(name: string): { read(options: object): Promise<readonly object[]> }
  }
  export const Package: { load(descriptor: object, options?: object): Promise<Loaded> }
}
declare module 'rdf-parser-csvw' {
  export default class CsvwParser {
    constructor(options: object)
    import(input: NodeJS.ReadableStream): NodeJS.ReadableStream
  }
}
declare module 'jsonld' {
  const jsonld: {
    toRDF(document: object, options: object): Promise<unknown>
    expand(document: object, options: object): Promise<unknown[]>
  }
  export default jsonld
}
