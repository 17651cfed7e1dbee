import { join } from 'node:path'
import { repositoryFolder } from '@photolift/dev-stack'
import type { Benchmark } from '../benchmark.ts'
import { type FolderStage, startFolderStage } from '../folder/folder-stage.ts'
import { FILE_BYTES, writeFolder } from '../folder/write-folder.ts'
import { lineRateMs } from '../link/shaped-line.ts'

const FILES = 200
/** Each file takes the same time where one waits for the other. */
const SERIAL_FILES = 40

/** A folder into a cloud environment by the command line, from its start to its end, over a shaped line; the serial way beside it. */
export const cliFolder: Benchmark = {
  marks: [
    { name: 'cli-folder', unit: '×', target: { atMost: 1.08 } },
    { name: 'cli-folder-serial', unit: '×', target: null },
  ],
  async run() {
    const stage = await startFolderStage()
    try {
      return { 'cli-folder': await uploadByCommand(stage), 'cli-folder-serial': await uploadSerially(stage) }
    } finally {
      await stage.stop()
    }
  },
}

/** With `--json`, so that it ends with a link to each file, as the serial way does. */
async function uploadByCommand(stage: FolderStage): Promise<number> {
  const folder = join(stage.folder, 'by-command')
  await writeFolder(folder, FILES)
  const command = join(repositoryFolder, 'apps/cli/dist/photolift.mjs')
  const { output, durationMs } = await stage.run(command, ['upload', folder, '--to', 'bench', '--json'])
  const { uploaded } = JSON.parse(output) as { uploaded: { url: string | null }[] }
  const linked = uploaded.filter(({ url }) => url !== null).length
  if (linked !== FILES) throw new Error(`The command gave links to ${linked} of ${FILES} files.`)
  return durationMs / lineRateMs(FILES * FILE_BYTES)
}

async function uploadSerially(stage: FolderStage): Promise<number> {
  const folder = join(stage.folder, 'serially')
  await writeFolder(folder, SERIAL_FILES)
  const script = join(import.meta.dirname, '../rivals/upload-folder-serially.ts')
  const { output, durationMs } = await stage.run(script, [folder])
  const count = output.trim().split('\n').length
  if (count !== SERIAL_FILES) throw new Error(`The serial way sent ${count} of ${SERIAL_FILES} files.`)
  return durationMs / lineRateMs(SERIAL_FILES * FILE_BYTES)
}
