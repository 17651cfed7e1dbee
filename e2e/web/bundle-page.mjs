import { rolldown } from 'rolldown'

// Prints js-sdk-page.ts and all that it imports as one script. A program of its own: rolldown's native part does not take jest's values for
// the functions and arrays that they are.
const bundle = await rolldown({ input: `${import.meta.dirname}/js-sdk-page.ts`, platform: 'browser' })
const { output } = await bundle.generate({ format: 'iife' })
process.stdout.write(output[0].code)
