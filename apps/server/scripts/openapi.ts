import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createOpenapiDocument } from './openapi-document.ts'

const file = join(import.meta.dirname, '../openapi.json')
await writeFile(file, `${JSON.stringify(createOpenapiDocument(), null, 2)}\n`)
