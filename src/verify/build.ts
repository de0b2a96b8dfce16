// The second step of `npm run build`: verify.mjs, from the modules that tsc has just written.
import { join } from 'node:path'
import { writeStandalone } from './join.ts'

writeStandalone(join(import.meta.dirname, '..', '..'))
