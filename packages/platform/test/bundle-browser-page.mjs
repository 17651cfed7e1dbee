import { rolldown } from 'rolldown'

// Prints browser-page.ts and all that it imports as one script. A program of its own: rolldown's native part does not
// take jest's values for the functions and arrays that they are.
const bundle = await rolldown({
  input: `${import.meta.dirname}/browser-page.ts`,
  platform: 'browser',
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
})
const { output } = await bundle.generate({ format: 'iife' })
process.stdout.write(output[0].code)
