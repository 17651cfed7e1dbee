import type { PhotoPage } from '@photolift/contracts'
import { type Benchmark, median } from '../benchmark.ts'
import { Client } from '../service/client.ts'
import { createMysqlGallery, createSqliteGallery, type GalleryDatabase } from '../service/gallery-databases.ts'
import { withService } from '../service/with-service.ts'

const FEW = 1_000
const MANY = 1_000_000
/** How far somebody scrolls through the middle, again and again. */
const PAGES = 10
const WARM_UP_ROUNDS = 10
const ROUNDS = 40

/** A page in the middle of a million photos of one person against one in the middle of a thousand. */
export const galleryFlat: Benchmark = {
  marks: [
    { name: 'gallery-flat', unit: '×', target: { atMost: 1.5 } },
    { name: 'gallery-flat-sqlite', unit: '×', target: null },
    { name: 'gallery-flat-mariadb', unit: '×', target: null },
  ],
  async run() {
    const sqlite = await flatness(createSqliteGallery)
    const mariadb = await flatness(createMysqlGallery)
    return {
      'gallery-flat': Math.max(sqlite, mariadb),
      'gallery-flat-sqlite': sqlite,
      'gallery-flat-mariadb': mariadb,
    }
  },
}

/** @returns the page's time with many photos as a multiple of that with few */
function flatness(create: () => Promise<GalleryDatabase>): Promise<number> {
  return withGallery(create, FEW, (few) =>
    withGallery(create, MANY, async (many) => {
      await measureRounds({ few, many }, WARM_UP_ROUNDS)
      const { fewMs, manyMs } = await measureRounds({ few, many }, ROUNDS)
      return median(manyMs) / median(fewMs)
    }),
  )
}

interface Gallery {
  client: Client
  /** Cursor of the page in the middle. */
  middle: string
}

async function withGallery<T>(
  create: () => Promise<GalleryDatabase>,
  count: number,
  use: (gallery: Gallery) => Promise<T>,
): Promise<T> {
  const database = await create()
  try {
    return await withService(
      async ({ url }) => {
        const client = await Client.login(url)
        const middle = await database.fill(client.userId, count)
        try {
          return await use({ client, middle })
        } finally {
          client.close()
        }
      },
      async () => ({ DATABASE_URL: database.url }),
    )
  } finally {
    await database.drop()
  }
}

async function measureRounds({ few, many }: Record<'few' | 'many', Gallery>, rounds: number) {
  const fewMs: number[] = []
  const manyMs: number[] = []
  for (let round = 0; round < rounds; round++) {
    fewMs.push(...(await scroll(few)))
    manyMs.push(...(await scroll(many)))
  }
  return { fewMs, manyMs }
}

/** @returns milliseconds of each page */
async function scroll({ client, middle }: Gallery): Promise<number[]> {
  const pageMs: number[] = []
  let cursor: string | null = middle
  for (let page = 0; page < PAGES; page++) {
    if (cursor === null) throw new Error('The gallery ended before its end.')
    const { answer, durationMs }: { answer: PhotoPage; durationMs: number } = await client.measure(
      'GET',
      `/v1/photos?cursor=${cursor}`,
    )
    pageMs.push(durationMs)
    cursor = answer.nextCursor
  }
  return pageMs
}
