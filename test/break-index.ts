/** Alters rows of an index by hand, in SQL, as someone with access to the engine could. Arguments: directory, statement. */
import { Session } from 'chdb'

const [directory, statement] = process.argv.slice(2)
if (!directory || !statement) throw new Error('usage: break-index.ts DIRECTORY STATEMENT')
const session = new Session(directory)
await session.queryAsync(`${statement} SETTINGS mutations_sync = 2`)
console.log('done')
