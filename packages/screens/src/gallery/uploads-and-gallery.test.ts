import { expect, it } from '@jest/globals'
import { FakeGalleryService } from '../testing/fake-gallery-service.js'
import { fakePhoto } from '../testing/fake-photo.js'
import { FakeUploader, fakeTask } from '../testing/fake-uploader.js'
import { insertStoredPhotos } from './insert-stored-photos.js'
import { createPhotoList } from './photo-list.js'
import { removeDeletedTasks } from './remove-deleted-tasks.js'

const photo = fakePhoto({ photoId: 'photo-1' })
const storedTask = fakeTask({ state: 'ready', photo })

async function loadedGallery() {
  const gallery = createPhotoList({ service: new FakeGalleryService(), serverNow: () => 0 })
  await gallery.refresh()
  return gallery
}

it('a stored photo appears in the gallery at once, and once', async () => {
  const gallery = await loadedGallery()
  const uploader = new FakeUploader()
  insertStoredPhotos({ uploader, gallery })

  uploader.show({ tasks: [fakeTask()] })
  const whileUploading = gallery.snapshot().photos
  uploader.show({ tasks: [storedTask] })
  uploader.show({ tasks: [storedTask] })

  expect(whileUploading).toEqual([])
  expect(gallery.snapshot().photos).toEqual([photo])
})

it('a photo deleted in the gallery leaves the upload page, and does not come back from there', async () => {
  const gallery = await loadedGallery()
  const uploader = new FakeUploader()
  insertStoredPhotos({ uploader, gallery })
  removeDeletedTasks({ uploader, gallery })
  uploader.show({ tasks: [storedTask] })

  await gallery.deletePhoto('photo-1')
  uploader.show({ tasks: [] })
  uploader.show({ tasks: [storedTask] })

  expect(uploader.calls).toEqual(['remove task-1'])
  expect(gallery.snapshot().photos).toEqual([])
})

it('a photo of an earlier day is deleted without asking the upload page', async () => {
  const gallery = await loadedGallery()
  const uploader = new FakeUploader()
  removeDeletedTasks({ uploader, gallery })

  await gallery.deletePhoto('photo-1')

  expect(uploader.calls).toEqual([])
})
