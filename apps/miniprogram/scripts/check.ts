import { distFolder } from './build/build-app.ts'
import { compileOfficially } from './check/compile-officially.ts'
import { compileTemplatesAndStyles } from './check/compile-templates-and-styles.ts'
import { findUnknownTags } from './check/find-unknown-tags.ts'
import { findUnlistedPages } from './check/find-unlisted-pages.ts'
import { PACKAGE_MAX_BYTES, packageByteLength } from './check/package-size.ts'

// The built package, as DevTools and WeChat would take it.
const problems = [
  ...(await findUnknownTags(distFolder)),
  ...(await findUnlistedPages(distFolder)),
  ...(await compileTemplatesAndStyles(distFolder)),
  ...(await compileOfficially(distFolder)),
]
const byteLength = await packageByteLength(distFolder)
if (byteLength > PACKAGE_MAX_BYTES)
  problems.push(`the package has ${byteLength} bytes; ${PACKAGE_MAX_BYTES} are the most`)

for (const problem of problems) console.error(problem)
console.error(
  problems.length === 0 ? `mini-program package: ${byteLength} bytes, no problem found` : `${problems.length} problems`,
)
// miniprogram-ci leaves a worker process behind that would keep this one alive for ten minutes.
process.exit(problems.length === 0 ? 0 : 1)
