import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serviceEnvironment } from '@photolift/dev-stack'
import { type Emulator, startEmulator } from '@photolift/emulator'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { RAISED_LIMITS, serviceFile } from './service-file.ts'

export interface RunningService extends ServerProcess {
  emulator: Emulator
}

/**
 * Runs the service with raised limits on a database and a cloud of its own, and clears everything away afterwards.
 * @param imports modules to load before the service, in its process
 */
export async function withService<T>(
  use: (service: RunningService) => Promise<T>,
  environmentFor: (emulator: Emulator) => Promise<Record<string, string>> = async () => ({}),
  imports: readonly string[] = [],
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'photolift-bench-'))
  const emulator = await startEmulator()
  try {
    const service = await startServerProcess({
      file: serviceFile,
      env: {
        ...serviceEnvironment(emulator, `sqlite:${join(folder, 'photolift.sqlite')}`),
        ...RAISED_LIMITS,
        NODE_ENV: 'production',
        ...(await environmentFor(emulator)),
      },
      outputFile: join(folder, 'access.log'),
      imports,
    })
    try {
      return await use({ ...service, emulator })
    } finally {
      await service.stop()
    }
  } finally {
    await emulator.close()
    await rm(folder, { recursive: true, force: true })
  }
}
