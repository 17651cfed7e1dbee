import { configurationTable } from '../src/configuration/configuration-table.ts'
import { environment } from '../src/configuration/environment.ts'

console.log(configurationTable(environment))
