import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryFolder } from '@photolift/dev-stack'

const OF_THE_CONTAINER = ['HOST', 'PORT', 'NODE_COMPILE_CACHE']

/** What the image sets for the service, without where it listens and where its cache lies. */
export async function imageEnvironment(): Promise<Record<string, string>> {
  const dockerfile = await readFile(join(repositoryFolder, 'apps/server/Dockerfile'), 'utf8')
  const lastStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
  const settings = [...lastStage.matchAll(/^ENV (.+)$/gm)].flatMap(([, line = '']) => line.split(' '))
  const variables = settings.map((setting) => setting.split('=') as [string, string])
  return Object.fromEntries(variables.filter(([name]) => !OF_THE_CONTAINER.includes(name)))
}
