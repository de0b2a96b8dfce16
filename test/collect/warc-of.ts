// A WARC file of invented captures, for a test to replay.
import { writeFileSync } from 'node:fs'
import { digestOf, openingRecord, recordOf } from '../../src/collect/warc.ts'

export type Captured = { readonly url: string; readonly time: string; readonly body: Uint8Array | string }

/** Writes the captures in the order given; `time` is ISO 8601 in whole seconds. */
export async function writeWarc(path: string, captures: readonly Captured[]): Promise<string> {
  const parts = [await openingRecord('invented.warc', '2026-01-01T00:00:00Z', { software: 'tests' })]
  for (const { url, time, body: given } of captures) {
    const body = Buffer.from(given as Uint8Array)
    parts.push(
      await recordOf(
        {
          ...{ url, address: url, time, status: 200, statusText: 'OK', body },
          ...{ headers: [], digest: digestOf(body), truncated: null, run: 'test' },
        },
        null,
      ),
    )
  }
  writeFileSync(path, Buffer.concat(parts))
  return path
}
