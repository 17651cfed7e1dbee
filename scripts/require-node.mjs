// On Linux pnpm puts the pinned Node first on the PATH (the optional dependencies node-linux-*); elsewhere people bring it.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `Photolift needs Node 24 or later here; this is ${process.version}. Install it from https://nodejs.org and try again.`,
  )
  process.exit(1)
}
