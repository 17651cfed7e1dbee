import { rolldown } from 'rolldown'

// Prints the page named in the arguments and all that it imports as one script. A program of its own: rolldown's native part does not
// take jest's values for the functions and arrays that they are.
const bundle = await rolldown({
  input: `${import.meta.dirname}/${process.argv[2]}`,
  platform: 'browser',
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
})
const { output } = await bundle.generate({ format: 'iife' })
process.stdout.write(output[0].code)
