import { join, resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import type { CommandWorld } from '../command-world.js'
import { askForSecrets } from '../configuration/ask-secrets.js'
import { readStorageAddress } from '../configuration/storage-address.js'
import { EXIT } from '../exit-code.js'
import { count } from '../output/amounts.js'
import { printable } from '../output/printable.js'
import { createUploadBars } from '../output/upload-bars.js'
import { createUploadLines } from '../output/upload-lines.js'
import { stateFolder } from '../state/state-folder.js'
import { makeLinks } from '../storage/make-links.js'
import { openStorage } from '../storage/open-storage.js'
import type { Storage } from '../storage/storage.js'
import { openManifest } from '../upload/manifest.js'
import { parsePrefix } from '../upload/object-key.js'
import { uploadAll } from '../upload/upload-all.js'
import { isCancelled, toErrorText, type UploadReport } from '../upload/upload-report.js'
import { walk } from '../upload/walk.js'

interface UploadOptions {
  to: string
  parallel: number
  json?: true
  followLinks?: true
  skipHidden?: true
}

export function addUploadCommand(program: Command, world: CommandWorld): void {
  program
    .command('upload')
    .summary('send a folder, or single files, into the storage')
    .description(
      'Sends files of any type. A second run sends only what is missing or changed; a file that fails stops no other.',
    )
    .argument('<folder|files...>', 'a folder, or files')
    .option('--to <prefix>', 'where to put them in the storage', '')
    .option('--parallel <n>', 'files under way at once', parseParallel, 6)
    .option('--json', 'print one JSON document: uploaded, skipped, failed')
    .option('--follow-links', 'send what symbolic links lead to; they are left out otherwise')
    .option('--skip-hidden', 'leave out what begins with a dot')
    .addHelpText(
      'after',
      `
Examples:
  photolift upload ./photos --to trips/2026
  photolift upload a.jpg b.jpg --json
  STORAGE=tcb CLOUDRUN_ENV=prod-0a1b2c3d WECHAT_APPID=wx… photolift upload ./照片   (asks for WECHAT_SECRET)`,
    )
    .action((names: string[], options: UploadOptions) => runUpload(names, options, world))
}

async function runUpload(names: string[], options: UploadOptions, world: CommandWorld): Promise<void> {
  const { terminal, folder, signal } = world
  const prefix = parsePrefix(options.to)
  const address = readStorageAddress(await askForSecrets(world))
  const state = stateFolder(world.variables)
  const storage = openStorage(address, { stateFolder: state, onProblem: ({ message }) => terminal.note(message) })
  const manifest = await openManifest(join(state, 'uploads'), `${storage.identity} ${prefix}`)
  try {
    const report = await uploadAll(
      {
        found: walk(
          names.map((name) => resolve(folder, name)),
          { followLinks: options.followLinks === true, skipHidden: options.skipHidden === true },
        ),
        prefix,
        parallel: options.parallel,
        signal,
      },
      {
        storage,
        manifest,
        progress: chooseProgress(world, options.json === true),
        note: (line) => terminal.note(printable(line)),
      },
    )
    if (options.json === true) terminal.print(JSON.stringify(await withUrls(report, storage, world)))
    else printSummary(report, world)
    if (signal.aborted) world.setExitCode(EXIT.stopped)
    else if (report.failed.length > 0) world.setExitCode(EXIT.someFailed)
  } finally {
    await manifest.close()
  }
}

/** Bars where somebody looks on; lines into a pipe, which is the result unless that is JSON. */
function chooseProgress({ terminal }: CommandWorld, json: boolean) {
  if (terminal.canDraw) return createUploadBars(terminal.screen)
  return createUploadLines(json || terminal.isScreen ? terminal.note : terminal.print)
}

async function withUrls(report: UploadReport, storage: Storage, { signal, terminal }: CommandWorld) {
  // After Ctrl-C nobody waits for more requests.
  const links = signal.aborted
    ? []
    : await makeLinks(
        storage,
        report.uploaded.map(({ key }) => key),
        LINK_SECONDS,
      ).catch((error: unknown) => {
        // What was sent is told all the same.
        terminal.note(printable(toErrorText(error)))
        return []
      })
  return {
    uploaded: report.uploaded.map(({ path, fileId }, index) => {
      const link = links[index]
      return { path, fileId, url: link !== undefined && 'url' in link ? link.url : null }
    }),
    skipped: report.skipped,
    failed: report.failed,
  }
}

/** Two hours, as the service's links at most. */
const LINK_SECONDS = 7_200

function printSummary({ uploaded, skipped, failed }: UploadReport, { terminal, signal }: CommandWorld): void {
  const failures = failed.filter(({ error }) => !isCancelled(error))
  for (const { path, error } of failures) terminal.print(`FAILED   ${printable(path)}  ${printable(error)}`)
  const left = count(failed.length - failures.length, 'file')
  const stopped = signal.aborted ? ` Stopped with ${left} left: the next run goes on from here.` : ''
  terminal.print(
    `${count(uploaded.length, 'file')} sent, ${skipped.length} there already, ${failures.length} failed.${stopped}`,
  )
}

function parseParallel(text: string): number {
  const parallel = Number(text)
  if (Number.isInteger(parallel) && parallel >= 1 && parallel <= 32) return parallel
  throw new InvalidArgumentError('It is a whole number from 1 to 32.')
}
