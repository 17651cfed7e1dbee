import { createMemoryStore } from './memory-store.js'
import { objectStoreContract } from './object-store.contract.js'

objectStoreContract(createMemoryStore)
