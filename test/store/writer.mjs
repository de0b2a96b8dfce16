// A second process that writes to a store until it is killed. usage: node writer.mjs DIR COUNT START Puts
// COUNT records on one shelf again and again, each time with the next round's number, which it then prints.
import { openLowdbStore } from '../../dist/src/store/lowdb-store.js'

const [dir, count, start] = process.argv.slice(2)
const shelf = { source: 'audit-office', kind: 'observation' }
try {
  const store = await openLowdbStore(dir)
  console.log('open')
  for (let round = Number(start); Number(count) > 0; round++) {
    const records = Array.from({ length: Number(count) }, (_, n) => ({
      id: `r-${n}`,
      round,
      text: 'words '.repeat(30),
    }))
    await store.put(shelf, records)
    console.log(`put ${round}`)
  }
  setInterval(() => {}, 1_000) // nothing to put: hold the lock until killed
} catch (error) {
  console.log(`${error.name}: ${error.message}`)
}
