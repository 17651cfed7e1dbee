import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Stack } from '@photolift/dev-stack'
import { rolldown } from 'rolldown'

const sourceFolder = join(import.meta.dirname, '../rivals')

/** Writes a mini-program of one page that uploads in two other ways; Tencent's SDK comes with it as it is published. */
export async function writeRivalApp(
  outFolder: string,
  { serviceUrl, emulator }: Pick<Stack, 'serviceUrl' | 'emulator'>,
): Promise<void> {
  await cp(join(sourceFolder, 'app'), outFolder, { recursive: true })
  const bundle = await rolldown({
    input: join(sourceFolder, 'page.js'),
    transform: { define: { __SERVICE_URL__: JSON.stringify(serviceUrl), __COS__: JSON.stringify(emulator.cos) } },
  })
  await bundle.write({ file: join(outFolder, 'pages/upload/index.js'), format: 'cjs' })
  await bundle.close()
}
