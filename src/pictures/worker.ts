// In a thread of its own: draws SVG pictures as PNG, with fonts that come along, so that every machine gives the same bytes.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

const { resolve } = createRequire(import.meta.url)
await initWasm(readFileSync(resolve('@resvg/resvg-wasm/index_bg.wasm')))
const fontBuffers = ['SansCondensed', 'SansCondensed-Bold'].map((name) =>
  readFileSync(resolve(`dejavu-fonts-ttf/ttf/DejaVu${name}.ttf`)),
)
// One family for all: its lines are no wider than those that the pictures are set for.
const family = 'DejaVu Sans Condensed'
const font = { fontBuffers, defaultFontFamily: family, sansSerifFamily: family, serifFamily: family }

parentPort?.on('message', ({ id, svg }: { readonly id: number; readonly svg: string }) => {
  try {
    const drawing = new Resvg(svg, { font })
    const image = drawing.render()
    const png = image.asPng()
    image.free()
    drawing.free()
    parentPort?.postMessage({ id, png })
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
